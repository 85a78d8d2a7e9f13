// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// What a format tells about itself: fields, find, equality.
#include <structwire/pack/format_field.hpp>

#include <bit>
#include <string_view>
#include <vector>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::error;
using structwire::format;
using structwire::format_field;
using structwire::grammar;

constexpr auto nowhere = error::nowhere;

bool equal(std::string_view left, std::string_view right) {
    const bool same = compiled(left) == compiled(right);
    CHECK((compiled(right) == compiled(left)) == same);
    return same;
}

}  // namespace

TEST_CASE("format::fields: name, code, count, place and values of every field", "[format][fields]") {
    const format header = compiled(">I:id: 2x 3H:levels: 8s:symbol: (2,2)d:m:");
    const std::vector<format_field> fields = header.fields();
    REQUIRE(fields.size() == 4);
    CHECK(fields[0].name == "id");
    CHECK(fields[1].code == "3H");
    CHECK(fields[1].count == 3);
    CHECK(fields[1].size == 6);
    CHECK(fields[1].offset == 6);
    CHECK(fields[1].values == 3);
    CHECK(fields[1].first_value == 1);
    CHECK(fields[1].item == 2);
    CHECK(fields[1].depth == 0);
    CHECK_FALSE(fields[1].nested);
    CHECK(fields[2].first_value == 4);
    CHECK(fields[2].count == 1);
    CHECK(fields[3].code == "(2,2)d");
    CHECK(fields[3].values == 4);
}

TEST_CASE("format::fields: members follow their structure", "[format][fields][nested]") {
    const format nested = compiled(">B 2T{x H:a: T{B:c:}:b:}:t: I:end:");
    const std::vector<format_field> fields = nested.fields();
    REQUIRE(fields.size() == 6);
    CHECK(fields[1].nested);
    CHECK(fields[1].code == "2T{");
    CHECK(fields[1].size == 8);
    CHECK(fields[1].values == 4);
    CHECK(fields[2].name == "a");
    CHECK(fields[2].depth == 1);
    CHECK(fields[2].offset == 2);
    CHECK(fields[4].name == "c");
    CHECK(fields[4].depth == 2);
    CHECK(fields[4].offset == 4);
    CHECK(fields[4].first_value == 2);
    CHECK(fields[5].depth == 0);
    CHECK(fields[5].first_value == 5);
}

TEST_CASE("format::fields: what the bytes decide is nowhere", "[format][fields][variable]") {
    const format variable = compiled(">H{z}:s:B{H:(I:id:)}:g:B");
    const std::vector<format_field> fields = variable.fields();
    REQUIRE(fields.size() == 6);
    CHECK(fields[1].offset == 2);
    CHECK(fields[1].size == 1);
    CHECK(fields[2].offset == nowhere);
    CHECK(fields[2].first_value == 2);
    CHECK(fields[3].code == "{H:(");
    CHECK(fields[3].first_value == 3);
    CHECK(fields[4].name == "id");
    CHECK(fields[4].first_value == nowhere);
    CHECK(fields[5].first_value == nowhere);
}

TEST_CASE("format::find: by name and by path", "[format][find]") {
    const format nested = compiled(">B:a: T{H:a: T{B:c.d:}:b:}:t: {H:(I:id:)}:g:");
    CHECK(nested.find("a")->item == 0);
    CHECK(nested.find("t.a")->item == 2);
    CHECK(nested.find("t.b.c.d")->offset == 3);
    CHECK(nested.find("t")->nested);
    CHECK(nested.find("g.id")->depth == 1);
    for (const std::string_view none : {"", ".", "t.", "t.x", "x", "a.a", "ta", "t.b.c", "t..a"}) {
        INFO(none);
        CHECK_FALSE(nested.find(none).has_value());
    }
    CHECK(compiled("B:a.b:T{B:b:}:a:").find("a.b")->item == 0);
}

TEST_CASE("format: equal when the same fields stand at the same places", "[format][equality]") {
    CHECK(equal(">I:id:H:kind:", " > I:id: \t H:kind: "));
    CHECK(equal("!I", ">I"));
    CHECK(equal("<B", ">B"));
    CHECK(equal("<B>4s", "B4s"));
    CHECK(equal(">B2xH", ">BxxH"));
    CHECK(equal(">Bx:pad:H", ">B{x8}H"));
    CHECK(equal("@B H", std::endian::native == std::endian::little ? "<B x H" : ">B x H"));
    CHECK(equal(">{u4}{x4}{x8}", ">{u4}{x12}"));
    CHECK(equal(">1I", ">I"));
    CHECK(equal(">4I", ">(4)I"));
    CHECK(equal(">(2)3I", ">(2,3)I"));
    CHECK(equal(">F", ">Zf"));
    CHECK(equal(">{i:s}", ">{i32:s}"));
    CHECK(equal("0B", ""));
    CHECK(*format::compile("IH", grammar::python) == compiled("@IH"));
}

TEST_CASE("format: not equal when anything differs that a caller can see", "[format][equality]") {
    CHECK_FALSE(equal(">I", "<I"));
    CHECK_FALSE(equal(">I", ">i"));
    CHECK_FALSE(equal(">I:a:", ">I:b:"));
    CHECK_FALSE(equal(">I:a:", ">I"));
    CHECK_FALSE(equal(">2H", ">HH"));
    CHECK_FALSE(equal(">(2,3)I", ">(3,2)I"));
    CHECK_FALSE(equal(">(2,3)I", ">6I"));
    CHECK_FALSE(equal(">(1)I", ">I"));
    CHECK_FALSE(equal(">BxH", ">BHx"));
    CHECK_FALSE(equal("Bx", "B"));
    CHECK_FALSE(equal("B", "BB"));
    CHECK_FALSE(equal("T{BB}", "BB"));
    CHECK_FALSE(equal("T{B}B", "T{BB}"));
    CHECK_FALSE(equal("T{B:a:}", "T{B:b:}"));
    CHECK_FALSE(equal(">{u4}{u4}", "<{u4}{u4}"));
    CHECK_FALSE(equal(">{u3}{u5}", ">{u5}{u3}"));
    CHECK_FALSE(equal(">{H:s}", "<{H:s}"));
    CHECK_FALSE(equal(">{H:s}", ">{I:s}"));
    CHECK_FALSE(equal("{z}x", "{z}"));
    CHECK_FALSE(equal(">{H:(Bx)}", ">{H:(B)}"));
    CHECK_FALSE(equal("4s", "4p"));
    CHECK_FALSE(equal("(2)3s", "(3)2s"));
}
