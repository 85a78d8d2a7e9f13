// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Compile-time formats of variable size.
#include <structwire/pack/variable.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::try_pack;
using structwire::try_pack_into;
using structwire::try_unpack;
using structwire::unpack_prefix;
using structwire::testing::bytes;

using octets = std::vector<std::byte>;

octets list(std::initializer_list<int> numbers) {
    octets all;
    for (const int number : numbers) all.push_back(static_cast<std::byte>(number));
    return all;
}

// The bytes of a temporary, for use in the same expression: what try_unpack refuses to do by itself.
constexpr byte_view view(const auto& temporary) { return temporary; }

struct level {
    std::uint32_t price;
    std::uint16_t size;
};

}  // namespace

TEST_CASE("variable: a MySQL packet and a TLS handshake have lengths of three bytes", "[pack][variable]") {
    // MySQL client/server protocol: length in little-endian order, sequence, payload.
    const auto query = bytes(5, 0, 0, 0, 3, 'P', 'I', 'N', 'G');
    const auto packet = unpack_prefix<"<{u24}:length: B:sequence:">(query);
    REQUIRE(packet.has_value());
    CHECK(packet->fields.get<"length">() == 5);
    CHECK(packet->rest.size() == 5);
    // RFC 8446, 4: type and length in front of the body.
    const auto handshake = bytes(1, 0, 0, 2, 0xab, 0xcd);
    const auto hello = try_unpack<">B:type: {u24:s}:body:">(handshake);
    REQUIRE(hello.has_value());
    CHECK(hello->get<"body">().size() == 2);
    CHECK(try_pack<">B{u24:s}">(1, std::string_view("\xab\xcd")) == list({1, 0, 0, 2, 0xab, 0xcd}));
}

TEST_CASE("variable: LEB128 in both forms", "[pack][variable][varint]") {
    CHECK(*try_pack<"{uv}">(0) == list({0}));
    CHECK(*try_pack<"{uv}">(127) == list({127}));
    CHECK(*try_pack<"{uv}">(128) == list({0x80, 1}));
    CHECK(*try_pack<"{uv}">(~0ull) == list({255, 255, 255, 255, 255, 255, 255, 255, 255, 1}));
    CHECK(*try_pack<"{zz}">(-1) == list({1}));
    CHECK(*try_pack<"{zz}">(64) == list({0x80, 1}));
    CHECK(*try_pack<"{zz}">(INT64_MIN) == list({255, 255, 255, 255, 255, 255, 255, 255, 255, 1}));
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN, INT64_MAX, std::int64_t{-64}}) {
        CHECK(try_unpack<"{zz}">(view(*try_pack<"{zz}">(number)))->get<0>() == number);
    }
    CHECK(try_pack<"B{uv}">(1, -1).error() == error{.code = errc::out_of_range,
                                                    .during = structwire::operation::pack,
                                                    .letter = 'v',
                                                    .item = 1,
                                                    .position = 1,
                                                    .offset = 1,
                                                    .wanted = 64,
                                                    .given = ~0ull});
}

TEST_CASE("variable: overlong and oversized LEB128 are errors", "[pack][variable][varint][errors]") {
    const auto fault = [](const octets& input) { return try_unpack<"B{uv}">(input).error(); };
    CHECK(fault(list({7, 0x80, 0})).code == errc::bad_varint);
    CHECK(fault(list({7, 0x80, 0})).offset == 1);
    CHECK(fault(list({7, 0x80, 0})).item == 1);
    CHECK(fault(list({7, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2})).code == errc::bad_varint);
    CHECK(fault(list({7, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0x81, 0})).code == errc::bad_varint);
    CHECK(fault(list({7, 0x80})).code == errc::short_buffer);
    CHECK(fault(list({7, 0x80})).wanted == 3);
}

TEST_CASE("variable: text up to a NUL, and behind a length", "[pack][variable][text]") {
    CHECK(*try_pack<">{z}H">("ab", 1) == list({'a', 'b', 0, 0, 1}));
    CHECK(try_pack<"B{z}">(1, std::string("a\0b", 3)).error().code == errc::invalid_value);
    CHECK(try_pack<"B{z}">(1, std::string("a\0b", 3)).error().given == 1);
    CHECK(*try_pack<"{B:s}">(std::string(255, 'x')) == [] {
        octets all(256, std::byte{'x'});
        all[0] = std::byte{255};
        return all;
    }());
    const error longer = try_pack<"{B:s}">(std::string(256, 'x')).error();
    CHECK(longer.code == errc::wrong_length);
    CHECK(longer.wanted == 255);
    CHECK(longer.given == 256);
    CHECK(try_pack<"{b:s}">(std::string(128, 'x')).error().wanted == 127);
    CHECK(try_unpack<"{b:s}">(view(list({0xff, 1}))).error().code == errc::bad_count);
    CHECK(try_unpack<"{z}">(view(list({'a', 'b'}))).error().wanted == 3);
    CHECK(try_unpack<"B{*}">(view(list({1, 2, 3})))->get<1>().size() == 2);
}

TEST_CASE("variable: a short input says what is certainly needed", "[pack][variable][errors]") {
    const error length = try_unpack<">{H:s}I">(view(bytes(0))).error();
    CHECK(length.code == errc::short_buffer);
    CHECK(length.wanted == 6);
    const error body = try_unpack<">{H:s}I">(view(bytes(0, 10))).error();
    CHECK(body.wanted == 2 + 10 + 4);
    CHECK(body.given == 2);
    CHECK(try_unpack<">{I:(IH)}B">(view(bytes(0xff, 0xff, 0xff, 0xff))).error().wanted == 4 + 0xffffffffull * 6 + 1);
    CHECK(try_unpack<">{B:({H:s})}B">(view(bytes(2, 0, 1, 'a'))).error().wanted == 1 + 2 * 2 + 1);
}

TEST_CASE("variable: counted groups of fixed elements", "[pack][variable][group]") {
    const std::vector<level> levels{{1, 2}, {3, 4}};
    const auto wire = try_pack<">{B:(I:price: H:size:)}:levels: B">(levels, 9);
    REQUIRE(wire == list({2, 0, 0, 0, 1, 0, 2, 0, 0, 0, 3, 0, 4, 9}));
    const auto got = try_unpack<">{B:(I:price: H:size:)}:levels: B">(*wire);
    REQUIRE(got.has_value());
    const auto group = got->get<"levels">();
    CHECK(group.size() == 2);
    CHECK(group[1].get<"price">() == 3);
    CHECK(group.bytes().size() == 12);
    std::uint32_t sum = 0;
    for (const auto [price, size] : group) sum += price * size;
    CHECK(sum == 14);
    STATIC_REQUIRE(std::ranges::forward_range<decltype(group)>);
    STATIC_REQUIRE(std::ranges::borrowed_range<decltype(group)>);
    CHECK(std::ranges::count_if(group, [](const auto& each) { return each.template get<0>() > 1; }) == 1);
    CHECK(try_pack<">{B:(IH)}B">(group, 9) == wire);
    CHECK(try_pack<">{B:(I)}">(std::vector<int>{1, 2}) == list({2, 0, 0, 0, 1, 0, 0, 0, 2}));
}

TEST_CASE("variable: groups of elements of variable size, and inside one another", "[pack][variable][group]") {
    using row = std::tuple<int, std::string>;
    const auto wire = try_pack<"{B:(B{z})}">(std::vector<row>{{1, "a"}, {2, ""}, {3, "bc"}});
    REQUIRE(wire == list({3, 1, 'a', 0, 2, 0, 3, 'b', 'c', 0}));
    const auto got = try_unpack<"{B:(B{z})}">(*wire);
    REQUIRE(got.has_value());
    std::string text;
    for (const auto [number, name] : got->get<0>()) text += name.str() + static_cast<char>('0' + number);
    CHECK(text == "a12bc3");
    CHECK(got->get<0>() == try_unpack<"{B:(B{z})}">(view(octets(*wire)))->get<0>());
    const auto nothing = bytes(0);
    const auto nested = try_unpack<">{B:({B:(H)}B)}">(view(nothing));
    CHECK(nested->get<0>().empty());
    STRUCTWIRE_BOTH_TIMES([] {
        const auto input = bytes(2, 1, 0, 7, 1, 0, 2);
        const auto both = try_unpack<">{B:({B:(H)}B)}">(input);
        auto element = both->get<0>().begin();
        return (*element).get<0>()[0].get<0>() == 7 && (*element).get<1>() == 1 && (*++element).get<1>() == 2;
    }());
}

TEST_CASE("variable: a count never goes beyond what the bytes can hold", "[pack][variable][group][errors]") {
    CHECK(try_unpack<">{Q:(B)}">(view(bytes(255, 255, 255, 255, 255, 255, 255, 255, 1))).error().code ==
          errc::short_buffer);
    CHECK(try_unpack<"{uv:(B)}">(view(bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 1))).error().code ==
          errc::short_buffer);
    CHECK(try_unpack<">{b:(B)}">(view(bytes(255))).error().code == errc::bad_count);
    const error many = try_pack<"{B:(B)}">(std::vector<std::uint8_t>(256)).error();
    CHECK(many.code == errc::too_many_values);
    CHECK(many.wanted == 255);
    CHECK(many.given == 256);
}

TEST_CASE("variable: an error inside an element says its place", "[pack][variable][group][errors]") {
    const error fault = try_pack<">H{B:(B:a: H:b:)}">(1, std::vector<std::tuple<int, int>>{{1, 2}, {3, 65536}}).error();
    CHECK(fault.code == errc::out_of_range);
    CHECK(fault.item == 1);
    CHECK(fault.letter == 'H');
    CHECK(fault.position == 11);
    CHECK(fault.offset == 2 + 1 + 3 + 1);
}

TEST_CASE("unpack_prefix: gives the fields and the rest", "[pack][unpack_prefix]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const auto input = bytes(1, 'a', 2, 'b', 'c', 3);
        byte_view left = input;
        std::size_t records = 0;
        while (const auto next = unpack_prefix<"{B:s}">(left)) {
            left = next->rest;
            ++records;
        }
        return records == 2 && left.size() == 1;
    }());
    const error fault = unpack_prefix<"{B:s}">(view(bytes(3))).error();
    CHECK(fault.wanted - fault.given == 3);
    STRUCTWIRE_BOTH_TIMES(unpack_prefix<">H">(view(bytes(1, 2, 3)))->rest.size() == 1);
    CHECK(unpack_prefix<">H">(view(bytes(1))).error().wanted == 2);
}

TEST_CASE("try_unpack_from: places in the words of the buffer", "[pack][variable][errors]") {
    const auto input = bytes(9, 9, 2, 'a', 'b', 9);
    CHECK(structwire::try_unpack_from<"{B:s}">(input, 2)->get<0>() == "ab");
    CHECK(structwire::try_unpack_from<"{B:s}">(input, -4)->get<0>() == "ab");
    const error fault = structwire::try_unpack_from<"{B:s}">(input, 5).error();
    CHECK(fault.code == errc::short_buffer);
    CHECK(fault.offset == 5);
    CHECK(fault.wanted == 10);
    CHECK(fault.given == 6);
}

TEST_CASE("try_pack_into: a record of variable size, or nothing", "[pack][variable][pack_into]") {
    auto buffer = bytes(9, 9, 9, 9, 9, 9);
    CHECK(try_pack_into<">{B:s}H">(buffer, 1, "a", 1) == 4u);
    CHECK(buffer == bytes(9, 1, 'a', 0, 1, 9));
    const auto before = buffer;
    CHECK(try_pack_into<">{B:s}H">(buffer, 1, "abc", 1).error().code == errc::short_buffer);
    CHECK(try_pack_into<">{B:s}H">(buffer, 1, "a", 65536).error().offset == 2);
    CHECK(buffer == before);
}

TEST_CASE("min_size and max_size: the bounds of a record", "[pack][calcsize]") {
    STATIC_REQUIRE(structwire::min_size<">I{H:s}"> == 6);
    STATIC_REQUIRE(structwire::max_size<">I{H:s}"> == 6 + 65535);
    STATIC_REQUIRE(structwire::max_size<"{z}"> == structwire::unlimited_size);
    STATIC_REQUIRE(structwire::min_size<">IH"> == 6 && structwire::max_size<">IH"> == 6);
}
