// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Searches for bytes: every way of doing it against looking at one byte after the other.
#include <structwire/framing/detail/byte_search.hpp>

#include <algorithm>
#include <vector>

#include "support/catch.hpp"

using structwire::byte_view;
using namespace structwire::detail;

namespace {

constexpr std::byte cr{'\r'}, lf{'\n'};

// All that is one bit, one carry or one sign away from a byte that is looked for.
constexpr std::array<std::byte, 8> tricky{std::byte{0x0a}, std::byte{0x0b}, std::byte{0x09}, std::byte{0x8a},
                                          std::byte{0x0d}, std::byte{0x0c}, std::byte{0x00}, std::byte{0xff}};

// Exactly this size, so that a sanitizer sees every read outside it.
std::vector<std::byte> some_bytes(std::size_t size, unsigned seed) {
    std::vector<std::byte> bytes(size);
    for (std::byte& byte : bytes) {
        seed = seed * 1103515245 + 12345;
        byte = tricky[(seed >> 16) % tricky.size()];
    }
    return bytes;
}

template <class Needle>
std::uint64_t one_by_one(byte_view bytes, Needle needle) {
    std::uint64_t hits = 0;
    for (std::size_t index = 0; index != bytes.size(); ++index) {
        hits |= std::uint64_t{needle.has(bytes[index])} << index;
    }
    return hits;
}

template <class Lanes, class Needle>
void compare_masks(Needle needle) {
    for (std::size_t size = 0; size <= search_block; ++size) {
        for (unsigned seed = 0; seed != 20; ++seed) {
            const auto bytes = some_bytes(size, seed);
            const std::uint64_t expected = one_by_one(bytes, needle);
            REQUIRE(tail_hits<Lanes>(bytes.data(), size, needle) == expected);
            REQUIRE(hits_in(bytes.data(), size, needle) == expected);
            if (size == search_block) REQUIRE(block_hits<Lanes>(bytes.data(), needle) == expected);
        }
    }
}

constexpr any_byte three = [] {
    any_byte bytes;
    for (const std::byte byte : {cr, lf, std::byte{0xff}, lf}) bytes.add(byte);
    return bytes;
}();

// Characters as bytes at compile time.
template <std::size_t Size>
constexpr std::array<std::byte, Size - 1> bytes_of(const char (&text)[Size]) {
    std::array<std::byte, Size - 1> bytes{};
    for (std::size_t index = 0; index != Size - 1; ++index) bytes[index] = static_cast<std::byte>(text[index]);
    return bytes;
}

}  // namespace

TEST_CASE("byte_search: masks have a bit for every hit and for nothing else", "[framing][byte_search]") {
    compare_masks<portable_lanes>(one_byte{lf});
    compare_masks<portable_lanes>(either_byte{cr, lf});
    compare_masks<portable_lanes>(three);
    compare_masks<machine_lanes>(one_byte{lf});
    compare_masks<machine_lanes>(either_byte{cr, lf});
    compare_masks<machine_lanes>(three);
}

TEST_CASE("byte_search: every value is found among all others", "[framing][byte_search]") {
    std::array<std::byte, 256> all{};
    for (unsigned value = 0; value != 256; ++value) all[value] = static_cast<std::byte>(value);
    for (unsigned value = 0; value != 256; ++value) {
        const one_byte needle{static_cast<std::byte>(value)};
        REQUIRE(block_hits<portable_lanes>(all.data() + value / 64 * 64, needle) == std::uint64_t{1} << value % 64);
        REQUIRE(block_hits<machine_lanes>(all.data() + value / 64 * 64, needle) == std::uint64_t{1} << value % 64);
        REQUIRE(find_byte(all, needle.wanted) == value);
        REQUIRE(find_either(all, needle.wanted, std::byte{0xff}) == value);
    }
}

TEST_CASE("byte_search: any_byte counts a byte once and has room for eight", "[framing][byte_search]") {
    STATIC_REQUIRE(three.count == 3);
    any_byte bytes;
    for (unsigned value = 0; value != 10; ++value) bytes.add(static_cast<std::byte>(value));
    CHECK(bytes.count == 8);
    CHECK(bytes.has(std::byte{7}));
    CHECK(!bytes.has(std::byte{8}));
}

TEST_CASE("find_either: finds the first of either byte at or behind a place", "[framing][byte_search]") {
    for (std::size_t size : {0u, 1u, 7u, 8u, 15u, 16u, 63u, 64u, 65u, 127u, 128u, 200u}) {
        for (std::size_t at = 0; at <= size; ++at) {
            std::vector<std::byte> bytes(size, std::byte{'x'});
            if (at != size) bytes[at] = at % 2 == 0 ? cr : lf;
            for (const std::size_t from : {std::size_t{0}, at / 2, at, at + 1, size, size + 5}) {
                const std::size_t expected = from <= at ? at : size;
                REQUIRE(find_either(bytes, cr, lf, from) == expected);
                REQUIRE(find_either(bytes, lf, cr, from) == expected);
                REQUIRE(find_byte(bytes, at % 2 == 0 ? cr : lf, from) == expected);
            }
        }
    }
    CHECK(find_either({}, cr, lf) == 0);
    CHECK(find_byte({}, cr) == 0);
}

TEST_CASE("byte_search: works in constant expressions", "[framing][byte_search]") {
    static constexpr auto text =
        bytes_of("a text that is longer than one block of 64 bytes, so that there are two\r\n");
    STATIC_REQUIRE(find_byte(text, lf) == 72);
    STATIC_REQUIRE(find_byte(text, cr, 72) == 73);
    STATIC_REQUIRE(find_either(text, lf, cr) == 71);
    STATIC_REQUIRE(portable_lanes::load_from(text.data()).equal(std::byte{'t'}).mask() == 0b10100100);
}

TEST_CASE("remembered_search: finds every hit once, however many bytes are shown at a time", "[framing][byte_search]") {
    for (unsigned seed = 0; seed != 40; ++seed) {
        std::vector<std::byte> bytes(300, std::byte{'x'});
        std::vector<std::size_t> places;
        unsigned state = seed;
        for (std::size_t at = seed % 3; at < bytes.size(); at += 1 + (state >> 20) % (seed < 20 ? 8 : 150)) {
            bytes[at] = lf;
            places.push_back(at);
            state = state * 1103515245 + 12345;
        }
        for (const std::size_t portion : {1u, 3u, 64u, 65u, 300u}) {
            remembered_search search;
            std::vector<std::size_t> found;
            std::size_t consumed = 0;
            for (std::size_t to = 0; to <= bytes.size(); to += portion) {
                // Somewhere else every time.
                const std::vector<std::byte> shown(bytes.data() + consumed, bytes.data() + to);
                std::size_t taken = 0;
                for (;;) {
                    const byte_view rest = byte_view(shown).subspan(taken);
                    const std::size_t at = search.find(rest, one_byte{lf});
                    if (at >= rest.size()) break;
                    REQUIRE(search.find(rest, one_byte{lf}) == at);
                    found.push_back(consumed + taken + at);
                    if (found.size() % 3 == 0) {
                        search.consume(at + 1);
                    } else {
                        search.consume_hit(at);
                    }
                    taken += at + 1;
                }
                consumed += taken;
            }
            REQUIRE(found.size() ==
                    static_cast<std::size_t>(std::count_if(
                        places.begin(), places.end(), [&](std::size_t at) { return at < 300 / portion * portion; })));
            for (std::size_t index = 0; index != found.size(); ++index) REQUIRE(found[index] == places[index]);
        }
    }
}

TEST_CASE("remembered_search: consuming forgets hits in what is consumed, and only those", "[framing][byte_search]") {
    const auto bytes = some_bytes(150, 3);
    for (std::size_t first = 0; first <= bytes.size(); ++first) {
        for (std::size_t shown = first; shown <= bytes.size(); shown += 7) {
            remembered_search search;
            (void)search.find(byte_view(bytes).first(shown), either_byte{cr, lf});
            search.consume(first);
            const byte_view rest = byte_view(bytes).subspan(first);
            REQUIRE(search.find(rest, either_byte{cr, lf}) == find_either(rest, cr, lf));
        }
    }
}
