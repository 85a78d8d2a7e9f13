// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a run of the target did: the edges it took, the values it compared.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_COVERAGE_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_COVERAGE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace structwire::fuzz::engine::coverage {

// The map: one counter for each edge (a pair of blocks, hashed), and behind them one mark for each pair of compare
// site and distance between its operands (the value profile).
inline constexpr std::uint32_t edges = 1U << 16;
inline constexpr std::uint32_t map_size = 2 * edges;

// A feature is a place of the map and the bucket of its count: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more.
inline constexpr std::uint32_t feature_count = map_size * 8;

// Forgets the last run and counts from now on what is done with an input of this size.
void start(std::size_t size);
void stop();
void use_value_profile(bool on);

// Places of the map that the last run touched.
std::span<const std::uint32_t> touched();
std::uint32_t feature_at(std::uint32_t place);
bool has_feature(std::uint32_t feature);
// Sum of all counts of the last run: its cost, without a clock.
std::uint64_t work();

// What the target did between one structwire_fuzz_enter and the next structwire_fuzz_leave: a number for the blocks that
// ran and the values that were compared. Two of the same size and with other bytes differ if the parser is seen.
struct part {
    std::size_t size = 0;
    std::uint64_t trace = 0;
};
// The first ones of the last run.
std::span<const part> parts();

// The instrumentation was called since the program began, counted or not.
bool is_instrumented();

// Two integers that the target compared and that were not equal.
struct comparison {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
};

// Two runs of bytes that the target compared (by memcmp and the like, seen through AddressSanitizer).
struct byte_comparison {
    static constexpr std::size_t max_size = 32;
    std::array<std::uint8_t, max_size> first{};
    std::array<std::uint8_t, max_size> second{};
    std::uint8_t first_size = 0;
    std::uint8_t second_size = 0;
};

// The latest ones of all runs, spread by site and values; places never written hold equal numbers or size 0.
std::span<const comparison> comparisons();
std::span<const byte_comparison> byte_comparisons();

}  // namespace structwire::fuzz::engine::coverage

#endif
