// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Bit runs and integers of odd sizes: {uN}, {iN}, {xN}.
#include <structwire/format.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::errc;
using structwire::error;
using structwire::operation;

std::uint64_t all_ones(unsigned bits) { return ~std::uint64_t{0} >> (64 - bits); }

// Bit number `bit` of a run, as the documentation says it, and nothing else.
bool bit_of(const octets& wire, unsigned bit, bool big) {
    const unsigned shift = big ? 7 - bit % 8 : bit % 8;
    return (std::to_integer<unsigned>(wire[bit / 8]) >> shift & 1) != 0;
}

// The number in `bits` bits from `first` on, bit by bit.
std::uint64_t naive_number(const octets& wire, unsigned first, unsigned bits, bool big) {
    std::uint64_t number = 0;
    for (unsigned bit = 0; bit != bits; ++bit) {
        const std::uint64_t one = bit_of(wire, first + bit, big) ? 1 : 0;
        number |= one << (big ? bits - 1 - bit : bit);
    }
    return number;
}

std::string run_text(bool big, unsigned before, char letter, unsigned bits) {
    std::string text = big ? ">" : "<";
    if (before != 0) text += "{u" + std::to_string(before) + "}";
    text.append("{").append(1, letter).append(std::to_string(bits)).append("}");
    const unsigned behind = (8 - (before + bits) % 8) % 8;
    if (behind != 0) text += "{u" + std::to_string(behind) + "}";
    return text;
}

// Packs and unpacks one number of every width behind every number of bits, with ones or zeros around it.
void check_width(bool big, unsigned before, unsigned bits, std::uint64_t number) {
    const std::string text = run_text(big, before, 'u', bits);
    INFO(text << " of " << number);
    const unsigned behind = (8 - (before + bits) % 8) % 8;
    for (const bool ones : {false, true}) {
        values record;
        if (before != 0) record.emplace_back(ones ? all_ones(before) : 0);
        record.emplace_back(number);
        if (behind != 0) record.emplace_back(ones ? all_ones(behind) : 0);
        const octets wire = packed(text, record);
        REQUIRE(wire.size() == (before + bits + behind) / 8);
        if (naive_number(wire, before, bits, big) != number) FAIL_CHECK("the number is elsewhere");
        if (before != 0 && naive_number(wire, 0, before, big) != (ones ? all_ones(before) : 0)) FAIL_CHECK("in front");
        if (unpacked(text, wire) != record) FAIL_CHECK("does not come back");
    }
}

}  // namespace

TEST_CASE("format: a bit run has its first item in the high bits in big-endian order", "[format][bits][order]") {
    CHECK(agree(">{u4}{u4}", {4, 5}, of({0x45})));
    CHECK(agree(">{u3}{u13}", {2, 0x1234}, of({0x52, 0x34})));
    CHECK(agree(">{u4}{u8}{u20}", {6, 0xab, 0xcdef1}, of({0x6a, 0xbc, 0xde, 0xf1})));
}

TEST_CASE("format: a bit run has its first item in the low bits in little-endian order", "[format][bits][order]") {
    CHECK(agree("<{u4}{u4}", {4, 5}, of({0x54})));
    CHECK(agree("<{u3}{u13}", {2, 0x1234}, of({0xa2, 0x91})));
}

TEST_CASE("format: bits of every width at every place, against a reference bit by bit", "[format][bits]") {
    for (unsigned before = 0; before != 8; ++before) {
        for (unsigned bits = 1; bits <= 64; ++bits) {
            for (const bool big : {false, true}) {
                check_width(big, before, bits, 0x9e3779b97f4a7c15 & all_ones(bits));
                check_width(big, before, bits, all_ones(bits));
            }
        }
    }
}

TEST_CASE("format: signed bits extend their sign", "[format][bits]") {
    CHECK(agree(">{i4}{i4}", {-8, 7}, of({0x87})));
    CHECK(agree("<{i5}{i3}", {-1, -4}, of({0x9f})));
    CHECK(agree(">{i1}{i7}", {-1, -64}, of({0xc0})));
    CHECK(agree(">{u1}{i64}{u7}", {1, INT64_MIN, 0x7f}, of({0xc0, 0, 0, 0, 0, 0, 0, 0, 0x7f})));
    CHECK(unpacked(">{i4}{u4}", of({0x87}))[0].kind() == structwire::value::type::signed_integer);
    CHECK(unpacked(">{i4}{u4}", of({0x87}))[1].kind() == structwire::value::type::unsigned_integer);
}

TEST_CASE("format: counts and shapes of bit items", "[format][bits]") {
    CHECK(agree(">8{u1}", {1, 0, 0, 0, 0, 0, 1, 1}, of({0x83})));
    CHECK(agree("<8{u1}", {1, 0, 0, 0, 0, 0, 1, 1}, of({0xc1})));
    CHECK(agree(">3{u5}{x1}", {1, 2, 3}, of({0x08, 0x86})));
    CHECK(agree(">(2,2){u12}", {1, 2, 3, 4}, of({0, 0x10, 2, 0, 0x30, 4})));
    CHECK(agree(">{u2}3{i10}", {3, -1, 0, -512}, of({0xff, 0xf0, 0x02, 0})));
}

TEST_CASE("format: whole bytes in both orders", "[format][bits][order]") {
    CHECK(agree(">{u24}{u8}", {0x010203, 4}, of({1, 2, 3, 4})));
    CHECK(agree("<{u24}{u8}", {0x010203, 4}, of({3, 2, 1, 4})));
    CHECK(agree(">3{u24}", {1, 2, 0xffffff}, of({0, 0, 1, 0, 0, 2, 255, 255, 255})));
    CHECK(agree(">{u40}", {0x0102030405}, of({1, 2, 3, 4, 5})));
    CHECK(agree("<{i40}", {-2}, of({0xfe, 255, 255, 255, 255})));
    CHECK(agree("<{u48}{u56}", {1, 2}, of({1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0})));
    CHECK(agree(">{u16}{i32}{u64}", {1, -1, 2}, of({0, 1, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 2})));
}

TEST_CASE("format: reserved bits are zero when packed and not looked at when unpacked", "[format][bits]") {
    CHECK(packed(">{x3}{u5}", {0x1f}) == of({0x1f}));
    CHECK(packed(">{u5}{x3}", {0x1f}) == of({0xf8}));
    CHECK(packed(">{u1}{x14}{u1}{x8}B", {1, 1, 7}) == of({0x80, 1, 0, 7}));
    CHECK(packed("<{x64}{x2}{u6}", {1}) == of({0, 0, 0, 0, 0, 0, 0, 0, 4}));
    CHECK(unpacked(">{x3}{u5}", of({0xff})) == values{0x1f});
    CHECK(unpacked(">{u1}{x14}{u1}", of({0x7f, 0xfe})) == values{0, 0});
}

TEST_CASE("format::pack_into: bits do not keep what was there", "[format][bits][pack_into]") {
    octets buffer(4, std::byte{255});
    CHECK(compiled(">{x3}{u5}{u4}{x4}").pack_into(buffer, 1, 1, 2) == 2u);
    CHECK(buffer == of({255, 1, 0x20, 255}));
}

TEST_CASE("format: a bit field refuses what it cannot hold, at -1, exactly, +1", "[format][bits][errors][limits]") {
    CHECK(pack_fault(">{u4}{u4}", {15, 15}).code == errc{});
    CHECK(pack_fault(">{u4}{u4}", {15, 16}) == error{.code = errc::out_of_range,
                                                     .during = operation::pack,
                                                     .letter = 'u',
                                                     .item = 1,
                                                     .position = 5,
                                                     .offset = 0,
                                                     .wanted = 4,
                                                     .given = 16});
    CHECK(pack_fault(">{i4}{u4}", {-8, 0}).code == errc{});
    CHECK(pack_fault(">{i4}{u4}", {7, 0}).code == errc{});
    CHECK(pack_fault(">{i4}{u4}", {-9, 0}).letter == 'i');
    CHECK(pack_fault(">{i4}{u4}", {8, 0}).wanted == 4);
    CHECK(pack_fault(">{u4}{u4}", {-1, 0}).code == errc::out_of_range);
    CHECK(pack_fault(">{u4}{u4}", {1.0, 0}).code == errc::wrong_type);
    CHECK(pack_fault(">{u24}", {0x1000000}).wanted == 24);
    CHECK(pack_fault(">{u1}{u64}{u7}", {0, -1, 0}).wanted == 64);
    CHECK(pack_fault(">{u1}{i64}{u7}", {0, UINT64_MAX, 0}).wanted == 64);
    CHECK(pack_fault(">B 3{u5}{x1}", {0, 1, 2, 32}).offset == 2);
}

TEST_CASE("format::unpack: a bit run that is cut", "[format][bits][errors]") {
    CHECK(unpack_fault(">{u4}{u12}", of({1})) == error{.code = errc::short_buffer,
                                                       .during = operation::unpack,
                                                       .item = 1,
                                                       .position = 5,
                                                       .offset = 1,
                                                       .wanted = 2,
                                                       .given = 1});
}
