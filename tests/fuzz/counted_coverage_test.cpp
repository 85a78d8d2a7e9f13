// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What counts as coverage of a parser: its own work, and nothing that the kit does around it.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

namespace fuzz = structwire::fuzz;

bool counting = false;
std::vector<std::size_t> sizes;  // of what the engine was told that the parser got

/// What was counted of one run.
struct seen {
    int calls = 0;
    int calls_counted = 0;
    int comparisons = 0;
    int comparisons_counted = 0;
};
seen now;

struct number {
    std::size_t value;
    friend bool operator==(const number& one, const number& other) {
        ++now.comparisons;
        now.comparisons_counted += counting ? 1 : 0;
        return one.value == other.value;
    }
};

void called() {
    ++now.calls;
    now.calls_counted += counting ? 1 : 0;
}

std::optional<number> parse(structwire::byte_view bytes) {
    called();
    if (bytes.empty()) return std::nullopt;
    return number{bytes.size()};
}

number always(structwire::byte_view bytes) {
    called();
    return {bytes.size()};
}

std::string serialize(const number& what) {
    called();
    return std::string(what.value, 'x');
}

seen after(std::unique_ptr<fuzz::target> target, std::string_view stream) {
    now = {};
    sizes.clear();
    counting = true;  // as the engine begins a run
    target->run(structwire::as_bytes(stream));
    CHECK_FALSE(counting);
    return now;
}

}  // namespace

// NOLINTBEGIN(misc-use-internal-linkage): the names are the engine's
extern "C" {
void structwire_fuzz_enter(std::size_t size);
void structwire_fuzz_leave();
void structwire_fuzz_enter(std::size_t size) {
    counting = true;
    sizes.push_back(size);
}
void structwire_fuzz_leave() { counting = false; }
}
// NOLINTEND(misc-use-internal-linkage)

TEST_CASE("coverage: same() counts both parsers, and not the comparison of what they return",
          "[fuzz][coverage][same]") {
    const auto frames = [](auto function) {
        return fuzz::frame_target(fuzz::usable_model_of(fuzz::any_bytes), fuzz::wire_of("u8"), std::move(function));
    };
    for (const bool holds : {true, false}) {
        const seen got = holds ? after(frames(fuzz::same(&parse, &parse)), "\3abc\1d")
                               : after(frames(fuzz::same(&always, &always)), "\3abc\1d");
        CHECK(got.calls == 4);
        CHECK(got.calls_counted == 4);
        CHECK(got.comparisons == 2);
        CHECK(got.comparisons_counted == 0);
        // Each frame's parsers, and what comes behind the comparison.
        CHECK(sizes == std::vector<std::size_t>{3, 3, 1, 1});
    }
}

TEST_CASE("coverage: round_trip() counts parser and serializer, and no comparison", "[fuzz][coverage][round_trip]") {
    const seen got = after(fuzz::frame_target(fuzz::usable_model_of(fuzz::any_bytes), fuzz::wire_of(fuzz::unframed),
                                              fuzz::round_trip(&parse, &serialize)),
                           "abc");
    CHECK(got.calls == 3);
    CHECK(got.calls_counted == 3);
    CHECK(got.comparisons > 0);
    CHECK(got.comparisons_counted == 0);
}

TEST_CASE("coverage: of a stream in pieces each schedule counts, and no comparison", "[fuzz][coverage][stream]") {
    const auto count = [](const fuzz::chunks& pieces) { return always(pieces.stream()); };
    const seen got =
        after(fuzz::stream_target(fuzz::usable_model_of(fuzz::any_bytes), fuzz::wire_of("u8"), count), "\3abc\1d");
    CHECK(got.calls > 2);
    CHECK(got.calls_counted == got.calls);
    CHECK(got.comparisons == got.calls - 1);
    CHECK(got.comparisons_counted == 0);
    CHECK(sizes == std::vector<std::size_t>(static_cast<std::size_t>(got.calls), 6));
}
