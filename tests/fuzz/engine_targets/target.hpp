// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the targets of the engine's tests share.
#ifndef STRUCTWIRE_TESTS_FUZZ_ENGINE_TARGETS_TARGET_HPP
#define STRUCTWIRE_TESTS_FUZZ_ENGINE_TARGETS_TARGET_HPP

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// A big-endian number of `count` bytes.
inline std::uint64_t number_at(const std::uint8_t* data, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < count; ++at) number = number * 256 + data[at];
    return number;
}

#endif
