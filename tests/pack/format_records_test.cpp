// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Records one behind the other: iter_unpack, measure, unpack_prefix.
#include <structwire/pack/format_records.hpp>

#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::format_record;
using structwire::format_records;
using structwire::operation;
using structwire::value;

static_assert(std::forward_iterator<format_records::iterator>);

std::vector<values> all_of(const format& records, const octets& wire) {
    std::vector<values> unpacked;
    const auto range = records.iter_unpack(wire);
    REQUIRE(range.has_value());
    for (const format_record& record : *range) unpacked.push_back(*record.unpack());
    CHECK(unpacked.size() == range->size());
    for (std::size_t index = 0; index != range->size(); ++index) CHECK(*(*range)[index].unpack() == unpacked[index]);
    return unpacked;
}

}  // namespace

TEST_CASE("format::iter_unpack: records of fixed size", "[format][iter_unpack]") {
    CHECK(all_of(compiled(">HB"), of({0, 1, 2, 0, 3, 4})) == std::vector<values>{{1, 2}, {3, 4}});
    CHECK(all_of(compiled(">HB"), {}).empty());
    CHECK(all_of(compiled("2x"), octets(4)) == std::vector<values>{{}, {}});
}

TEST_CASE("format::iter_unpack: records of variable size", "[format][iter_unpack][variable]") {
    CHECK(all_of(compiled(">{B:s}H"), of({1, 'a', 0, 1, 0, 0, 2, 2, 'b', 'c', 0, 3})) ==
          std::vector<values>{{"a", 1}, {"", 2}, {"bc", 3}});
    CHECK(all_of(compiled("{z}"), {}).empty());
    CHECK(all_of(compiled("B{*}"), of({1, 2, 3})) == std::vector<values>{{1, "\2\3"}});
}

TEST_CASE("format::iter_unpack: unpacks into the caller's memory", "[format][iter_unpack]") {
    const format pair = compiled(">HB");
    const octets wire = of({0, 1, 2, 0, 3, 4});
    const auto records = pair.iter_unpack(wire);
    std::array<value, 2> room;
    auto at = records->begin();
    CHECK((*at).unpack_into(room) == 2u);
    CHECK(room[1] == value(2));
    const auto first = at++;
    CHECK(first == records->begin());
    CHECK((*at).bytes().data() == wire.data() + 3);
    CHECK((*at).unpack_into(room) == 2u);
    CHECK(room[0] == value(3));
    CHECK(++at == records->end());
    CHECK((*first).unpack_into(std::span(room).first(1)).error().code == errc::too_many_values);
}

TEST_CASE("format::iter_unpack: refuses what is no multiple of the size, and a size of 0",
          "[format][iter_unpack][errors]") {
    CHECK(compiled(">HB").iter_unpack(octets(5)).error() ==
          error{.code = errc::extra_bytes, .during = operation::iter_unpack, .offset = 3, .wanted = 3, .given = 5});
    CHECK(compiled("").iter_unpack({}).error() ==
          error{.code = errc::extra_bytes, .during = operation::iter_unpack, .offset = 0});
    CHECK(compiled("0B").iter_unpack(octets(1)).error().given == 1);
}

TEST_CASE("format::iter_unpack: says where a bad record of variable size is",
          "[format][iter_unpack][variable][errors]") {
    CHECK(compiled(">B{B:s}").iter_unpack(of({9, 1, 'a', 9, 3, 'b'})).error() == error{.code = errc::short_buffer,
                                                                                       .during = operation::iter_unpack,
                                                                                       .item = 1,
                                                                                       .position = 2,
                                                                                       .offset = 6,
                                                                                       .wanted = 8,
                                                                                       .given = 6});
    const error fault = compiled("{uv}").iter_unpack(of({1, 2, 0x80, 0})).error();
    CHECK(fault.code == errc::bad_varint);
    CHECK(fault.offset == 2);
    CHECK(fault.during == operation::iter_unpack);
}

TEST_CASE("format::measure: the record at the start of more bytes", "[format][measure]") {
    const octets wire = of({0, 2, 'a', 'b', 7, 7});
    const auto extent = compiled(">{H:s}B").measure(wire);
    REQUIRE(extent.has_value());
    CHECK(extent->bytes == 5);
    CHECK(extent->values == 2);
    CHECK(compiled(">H").measure(wire)->bytes == 2);
    CHECK(compiled("{B:(BB)}").measure(of({2, 1, 2, 3, 4, 5}))->values == 5);
}

TEST_CASE("format::measure: of a short record, at -1, exactly, +1", "[format][measure][errors][limits]") {
    CHECK(compiled(">BH").measure(octets(2)).error() == error{.code = errc::short_buffer,
                                                              .during = operation::unpack,
                                                              .item = 1,
                                                              .position = 2,
                                                              .offset = 2,
                                                              .wanted = 3,
                                                              .given = 2});
    CHECK(compiled(">BH").measure(octets(3)).has_value());
    CHECK(compiled(">BH").measure(octets(4)).has_value());
}

TEST_CASE("format::unpack_prefix: the values and what follows them", "[format][unpack_prefix]") {
    const octets wire = of({0, 1, 'a', 7, 8, 9});
    for (const auto text : {">HBB", ">{H:s}B"}) {
        const auto prefix = compiled(text).unpack_prefix(wire);
        REQUIRE(prefix.has_value());
        CHECK(prefix->values.back() == value(7));
        CHECK(prefix->rest.data() == wire.data() + 4);
        CHECK(prefix->rest.size() == 2);
    }
    CHECK(compiled("{*}").unpack_prefix(wire)->rest.empty());
}

TEST_CASE("format::unpack_prefix: says how many bytes are certainly missing", "[format][unpack_prefix][errors]") {
    CHECK(compiled(">{H:s}I").unpack_prefix(of({0, 10})).error() == error{.code = errc::short_buffer,
                                                                          .during = operation::unpack,
                                                                          .item = 0,
                                                                          .position = 1,
                                                                          .offset = 2,
                                                                          .wanted = 16,
                                                                          .given = 2});
    CHECK(compiled("4B", {.max_values = 3}).unpack_prefix(octets(5)).error().code == errc::too_many_values);
}
