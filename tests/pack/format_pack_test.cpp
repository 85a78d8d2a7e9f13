// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/format.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::grammar;
using structwire::operation;
using structwire::value;
using structwire::testing::bytes;

using octets = std::vector<std::byte>;

// Bytes of a good format and good values, or none.
octets packed(std::string_view text, std::initializer_list<value> record) {
    return format::compile(text, grammar::python)->pack(record).value_or(octets());
}

octets of(std::initializer_list<int> numbers) {
    octets result;
    for (const int number : numbers) result.push_back(static_cast<std::byte>(number));
    return result;
}

error fault_of(std::string_view text, std::initializer_list<value> record) {
    const auto got = format::compile(text, grammar::python)->pack(record);
    return got ? error{.code = errc{}} : got.error();
}

error into_fault(std::span<std::byte> output, std::ptrdiff_t offset, std::initializer_list<value> record) {
    const auto done = format::compile("<BxH")->pack_into(output, offset, std::span(record.begin(), record.size()));
    return done ? error{.code = errc{}} : done.error();
}

}  // namespace

TEST_CASE("format::pack: flattens counts as Python does", "[format][pack]") {
    CHECK(packed("<2HB4s", {1, 2, 3, "ab"}) == of({1, 0, 2, 0, 3, 'a', 'b', 0, 0}));
    CHECK(packed("<0H0I", {}).empty());
    CHECK(packed(">0s0p", {"abc", "abc"}).empty());
}

TEST_CASE("format::pack: integer codes take every integer kind that fits", "[format][pack][limits]") {
    CHECK(packed("<bB", {-128, true}) == of({128, 1}));
    CHECK(packed(">H", {65535u}) == of({255, 255}));
    CHECK(packed(">q", {std::uint64_t{1} << 62}) == of({64, 0, 0, 0, 0, 0, 0, 0}));
    CHECK(packed(">Q", {std::numeric_limits<std::uint64_t>::max()}) == octets(8, std::byte{255}));
    CHECK(fault_of(">h", {32768}).code == errc::out_of_range);
    CHECK(fault_of(">h", {-32769}).code == errc::out_of_range);
    CHECK(fault_of("<q", {std::uint64_t{1} << 63}).code == errc::out_of_range);
    CHECK(fault_of("<Q", {-1}).code == errc::out_of_range);
}

TEST_CASE("format::pack: P wraps negative addresses, N does not", "[format][pack][native]") {
    CHECK(packed("P", {-1}) == octets(sizeof(void*), std::byte{255}));
    CHECK(fault_of("N", {-1}).code == errc::out_of_range);
}

TEST_CASE("format::pack: ? takes the truth of anything", "[format][pack]") {
    CHECK(packed("8?", {true, false, 77, 0, 0.5, -0.0, "x", ""}) == of({1, 0, 1, 0, 1, 0, 1, 0}));
}

TEST_CASE("format::pack: c takes exactly one byte", "[format][pack]") {
    CHECK(packed("2c", {"a", "\xff"}) == of({'a', 255}));
    CHECK(fault_of("c", {""}).code == errc::wrong_type);
    CHECK(fault_of("c", {"ab"}).code == errc::wrong_type);
    CHECK(fault_of("c", {65}).code == errc::wrong_type);
}

TEST_CASE("format::pack: s cuts and pads", "[format][pack][text]") {
    CHECK(packed("3s", {"ab"}) == of({'a', 'b', 0}));
    CHECK(packed("3s", {"abc"}) == of({'a', 'b', 'c'}));
    CHECK(packed("3s", {"abcd"}) == of({'a', 'b', 'c'}));
    CHECK(packed("s", {"ab"}) == of({'a'}));
    CHECK(fault_of("3s", {1}).code == errc::wrong_type);
}

TEST_CASE("format::pack: p has a length byte, cuts and pads", "[format][pack][text]") {
    CHECK(packed("4p", {"ab"}) == of({2, 'a', 'b', 0}));
    CHECK(packed("4p", {"abc"}) == of({3, 'a', 'b', 'c'}));
    CHECK(packed("4p", {"abcd"}) == of({3, 'a', 'b', 'c'}));
    CHECK(packed("p", {"abc"}) == of({0}));
    CHECK(packed("1p", {"abc"}) == of({0}));
    CHECK(packed("0pB", {"abc", 7}) == of({7}));
}

TEST_CASE("format::pack: the length of p stops at 255 and, as in Python, its bytes do not", "[format][pack][text]") {
    const std::string storage(300, 'x');
    const std::string_view text = storage;
    const octets exact = packed("256p", {text});
    CHECK(exact.front() == std::byte{255});
    CHECK(exact.back() == std::byte{'x'});
    const octets longer = packed("258p", {text});
    CHECK(longer[0] == std::byte{255});
    CHECK(longer[257] == std::byte{'x'});
    const octets padded = packed("400p", {text});
    CHECK(padded[300] == std::byte{'x'});
    CHECK(padded[301] == std::byte{0});
}

TEST_CASE("format::pack: floating codes take numbers, round once, and refuse what becomes infinite",
          "[format][pack][limits]") {
    CHECK(packed(">f", {1}) == of({0x3f, 0x80, 0, 0}));
    CHECK(packed(">f", {true}) == of({0x3f, 0x80, 0, 0}));
    CHECK(packed(">e", {65519.99}) == of({0x7b, 0xff}));
    CHECK(packed(">e", {1.0 + 0x1p-11 + 0x1p-40}) == of({0x3c, 1}));
    CHECK(fault_of(">e", {65520.0}).code == errc::out_of_range);
    CHECK(packed(">f", {3.4028235677973362e38}) == of({0x7f, 0x7f, 255, 255}));
    CHECK(fault_of(">f", {3.4028235677973366e38}).code == errc::out_of_range);
    CHECK(fault_of("f", {3.4028235677973366e38}).code == errc::out_of_range);
    CHECK(packed("<f", {-std::numeric_limits<double>::infinity()}) == of({0, 0, 0x80, 0xff}));
    CHECK(packed(">d", {-0.0}) == of({128, 0, 0, 0, 0, 0, 0, 0}));
    CHECK(fault_of(">d", {"1"}).code == errc::wrong_type);
    CHECK(fault_of(">B", {1.0}).code == errc::wrong_type);
}

TEST_CASE("format::pack: a wrong value says its field, code, place and bytes", "[format][pack][errors]") {
    CHECK(fault_of("<B x 2H", {1, 2, 65536}) == error{.code = errc::out_of_range,
                                                      .during = operation::pack,
                                                      .letter = 'H',
                                                      .item = 1,
                                                      .position = 6,
                                                      .offset = 4,
                                                      .wanted = 16,
                                                      .given = 65536});
}

TEST_CASE("format::pack: the number of values must match", "[format][pack][errors]") {
    CHECK(fault_of("<2HB", {1, 2}) ==
          error{.code = errc::too_few_values, .during = operation::pack, .wanted = 3, .given = 2});
    CHECK(fault_of("<2HB", {1, 2, 3, 4}) ==
          error{.code = errc::too_many_values, .during = operation::pack, .wanted = 3, .given = 4});
    CHECK(fault_of("<", {1}).code == errc::too_many_values);
}

TEST_CASE("format::pack: takes the values as arguments", "[format][pack]") {
    const auto compiled = format::compile("<HdB2s");
    CHECK(compiled->pack(1, 0.5, true, "ab") == compiled->pack({1, 0.5, true, "ab"}));
    CHECK(compiled->pack(1).error().code == errc::too_few_values);
    CHECK(format::compile("2x")->pack() == of({0, 0}));
    CHECK(format::compile("<H")->pack(65536).error().code == errc::out_of_range);
}

TEST_CASE("format::pack_into: takes the values as arguments and says how many bytes it wrote", "[format][pack_into]") {
    auto buffer = bytes(9, 9, 9, 9);
    CHECK(format::compile("<BH")->pack_into(buffer, 1, 1, 2) == 3u);
    CHECK(buffer == bytes(9, 1, 2, 0));
    CHECK(format::compile("")->pack_into(buffer, 4) == 0u);
}

TEST_CASE("format::packed_size: is the size of the record", "[format][pack]") {
    const std::array record{value(1), value(2)};
    CHECK(format::compile("<BxH")->packed_size(record) == 4u);
    CHECK(format::compile("<BxHB")->packed_size(record).error().code == errc::too_few_values);
}

TEST_CASE("format::pack_into: zero-fills pads and touches nothing outside", "[format][pack_into]") {
    auto buffer = bytes(255, 255, 255, 255, 255, 255);
    CHECK(into_fault(buffer, 1, {1, 2}).code == errc{});
    CHECK(buffer == bytes(255, 1, 0, 2, 0, 255));
    CHECK(into_fault(buffer, -4, {3, 4}).code == errc{});
    CHECK(buffer == bytes(255, 1, 3, 0, 4, 0));
}

TEST_CASE("format::pack_into: writes nothing on error", "[format][pack_into][errors]") {
    const auto before = bytes(255, 255, 255, 255, 255, 255);
    auto buffer = before;
    CHECK(into_fault(buffer, 0, {1, 65536}) == error{.code = errc::out_of_range,
                                                     .during = operation::pack_into,
                                                     .letter = 'H',
                                                     .item = 1,
                                                     .position = 3,
                                                     .offset = 2,
                                                     .wanted = 16,
                                                     .given = 65536});
    CHECK(into_fault(buffer, 0, {1}).code == errc::too_few_values);
    CHECK(into_fault(buffer, 0, {1}).during == operation::pack_into);
    CHECK(into_fault(buffer, 3, {1, 2}) ==
          error{.code = errc::short_buffer, .during = operation::pack_into, .offset = 3, .wanted = 4, .given = 6});
    CHECK(into_fault(buffer, -3, {1, 2}).letter == '-');
    CHECK(into_fault(buffer, -7, {1, 2}).code == errc::bad_offset);
    CHECK(buffer == before);
}

TEST_CASE("format::pack_into: values that view the output survive being packed to their own place",
          "[format][pack_into]") {
    auto buffer = bytes(1, 'a', 'b', 9, 2, 'c', 'd', 9);
    const auto compiled = format::compile("B2sx3pB");
    auto record = *compiled->unpack(buffer);
    record[0] = 5;
    CHECK(compiled->pack_into(buffer, 0, record).has_value());
    CHECK(buffer == bytes(5, 'a', 'b', 0, 2, 'c', 'd', 9));
}
