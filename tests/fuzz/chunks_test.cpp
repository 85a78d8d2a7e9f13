// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/chunks.hpp>

#include <algorithm>
#include <ranges>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_view;
using cuts = std::vector<std::size_t>;
using test_support::in_child;
using test_support::touch;

namespace {

std::vector<std::byte> stream_of(std::size_t size) {
    std::vector<std::byte> stream(size);
    for (std::size_t index = 0; index != size; ++index) stream[index] = static_cast<std::byte>(index * 7 + size);
    return stream;
}

std::vector<std::string> texts(const fuzz::chunks& pieces) {
    std::vector<std::string> found;
    for (const byte_view piece : pieces) found.emplace_back(as_text(piece));
    return found;
}

}  // namespace

static_assert(std::ranges::input_range<const fuzz::chunks>);

TEST_CASE("split_schedules: cuts are ascending and inside the stream, and each way has one", "[fuzz][chunks]") {
    for (std::size_t size = 1; size != 140; ++size) {
        const auto stream = stream_of(size);
        const auto schedules = fuzz::split_schedules(stream, {.random_schedules = 40});
        REQUIRE(schedules.size() >= 40);
        for (const cuts& schedule : schedules) {
            REQUIRE(!schedule.empty());
            CHECK(std::ranges::is_sorted(schedule));
            CHECK(schedule.back() <= size);
        }
    }
}

TEST_CASE("split_schedules: byte by byte, and in two at every place up to the limit", "[fuzz][chunks][limits]") {
    for (const std::size_t size : {std::size_t{63}, std::size_t{64}, std::size_t{65}}) {
        const auto schedules = fuzz::split_schedules(stream_of(size), {.random_schedules = 0});
        cuts every_byte;
        for (std::size_t cut = 1; cut != size; ++cut) every_byte.push_back(cut);
        REQUIRE(schedules.size() == (size <= 64 ? size : 1));
        CHECK(schedules[0] == every_byte);
        for (std::size_t cut = 1; cut != schedules.size(); ++cut) CHECK(schedules[cut] == cuts{cut});
    }
}

TEST_CASE("split_schedules: an empty stream is not cut, one byte by empty chunks only", "[fuzz][chunks]") {
    CHECK(fuzz::split_schedules({}).empty());
    const auto schedules = fuzz::split_schedules(stream_of(1));
    CHECK(schedules.size() == 4);
    for (const cuts& schedule : schedules) CHECK(schedule.back() <= 1);
    CHECK(fuzz::split_schedules(stream_of(1), {.random_schedules = 0}).empty());
}

TEST_CASE("split_schedules: depends on the bytes alone", "[fuzz][chunks]") {
    const auto stream = stream_of(100);
    CHECK(fuzz::split_schedules(stream) == fuzz::split_schedules(stream));
    auto other = stream;
    other[50] ^= std::byte{1};
    CHECK(fuzz::split_schedules(stream) != fuzz::split_schedules(other));
}

TEST_CASE("split_schedules: there are empty chunks in front, inside and at the end", "[fuzz][chunks]") {
    std::set<int> seen;
    for (std::size_t size = 20; size != 60; ++size) {
        for (const cuts& schedule : fuzz::split_schedules(stream_of(size))) {
            if (schedule.front() == 0) seen.insert(0);
            if (std::ranges::adjacent_find(schedule) != schedule.end()) seen.insert(1);
            if (schedule.back() == size) seen.insert(2);
        }
    }
    CHECK(seen.size() == 3);
}

TEST_CASE("chunks: gives the pieces between the cuts, empty ones too, as often as asked", "[fuzz][chunks]") {
    const cuts where{0, 2, 2, 5, 6};
    const fuzz::chunks pieces(as_bytes("abcdef"), where);
    const std::vector<std::string> expected{"", "ab", "", "cde", "f", ""};
    CHECK(texts(pieces) == expected);
    CHECK(texts(pieces) == expected);
    CHECK(texts(fuzz::chunks({}, {})) == std::vector<std::string>{""});
    CHECK(texts(fuzz::chunks(as_bytes("abc"), {})) == std::vector<std::string>{"abc"});
}

TEST_CASE("chunks: a view of an old chunk is found by AddressSanitizer", "[fuzz][chunks]") {
    if (!test_support::has_address_sanitizer) return;
    const cuts where{3};
    const fuzz::chunks pieces(as_bytes("abcdef"), where);
    const auto kept = in_child([&] {
        byte_view old;
        for (const byte_view piece : pieces) {
            if (!old.empty()) touch(old.data());
            old = piece;
        }
    });
    CHECK(kept.says("heap-use-after-free"));
    CHECK(in_child([&] {
              for (const byte_view piece : pieces) touch(piece.data());
          }).is_good());
}

TEST_CASE("exact_copy: a read outside is found by AddressSanitizer, of no bytes too", "[fuzz][chunks]") {
    if (!test_support::has_address_sanitizer) return;
    for (const std::size_t size : {0u, 1u, 7u, 8u, 100u}) {
        const fuzz::exact_copy copy(stream_of(size));
        CHECK(in_child([&] { touch(copy.bytes().data() + size); }).says("heap-buffer-overflow"));
        if (size == 0) continue;
        CHECK(in_child([&] { touch(copy.bytes().data() - 1); }).says("heap-buffer-overflow"));
        CHECK(in_child([&] { touch(copy.bytes().data() + size - 1); }).is_good());
    }
}

TEST_CASE("exact_copy: has the bytes, and none once it was moved from", "[fuzz][chunks]") {
    fuzz::exact_copy first(as_bytes("abc"));
    const fuzz::exact_copy second(std::move(first));
    CHECK(as_text(second.bytes()) == "abc");
    CHECK(first.bytes().empty());
    fuzz::exact_copy third;
    CHECK(third.bytes().empty());
    third = fuzz::exact_copy(as_bytes("de"));
    CHECK(as_text(third.bytes()) == "de");
}

TEST_CASE("cuts_text: tells the size and the cuts", "[fuzz][chunks]") {
    const auto stream = stream_of(20);
    CHECK(fuzz::cuts_text(stream, {}) == "20 bytes, cut nowhere");
    CHECK(fuzz::cuts_text(stream, cuts{3}) == "20 bytes, cut at 3");
    CHECK(fuzz::cuts_text(stream, cuts{3, 4, 20}) == "20 bytes, cut at 3, 4, 20");
    CHECK(fuzz::cuts_text(byte_view(stream).first(3), cuts{1, 2}) == "3 bytes, cut behind every byte");
    CHECK(fuzz::cuts_text(byte_view(stream).first(3), cuts{0, 2}) == "3 bytes, cut at 0, 2");
    CHECK(fuzz::cuts_text(stream, cuts(17, 1)) ==
          "20 bytes, cut at 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 and at 1 more places");
}
