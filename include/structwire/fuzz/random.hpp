// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The random numbers of mutations: the same ones for the same seed, everywhere.
#ifndef STRUCTWIRE_FUZZ_RANDOM_HPP
#define STRUCTWIRE_FUZZ_RANDOM_HPP

#include <cstddef>
#include <cstdint>

namespace structwire::fuzz {

/// Pseudo-random numbers that are a function of the seed alone.
///
/// Not the generators of <random>: distributions of the standard library differ between implementations.
/// Source:  Steele, Lea, Flood: Fast splittable pseudorandom number generators (SplitMix64), 2014
class random {
public:
    explicit constexpr random(std::uint64_t seed) noexcept : state_(seed) {}

    /// Any number of 64 bits.
    constexpr std::uint64_t next() noexcept {
        std::uint64_t number = state_ += 0x9e3779b97f4a7c15;
        number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
        number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
        return number ^ (number >> 31);
    }

    /// A number from 0 to `bound` - 1, 0 if `bound` is 0. Not perfectly uniform, which nothing here needs.
    constexpr std::size_t below(std::size_t bound) noexcept {
        return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound);
    }

    /// True once in `times` calls, on average.
    constexpr bool one_in(std::size_t times) noexcept { return below(times) == 0; }

private:
    std::uint64_t state_;
};

}  // namespace structwire::fuzz

#endif
