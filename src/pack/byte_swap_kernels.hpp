// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The ways to swap bytes among which copy_swapped_2, _4 and _8 choose, for the tests and benchmarks of each.
#ifndef STRUCTWIRE_PACK_BYTE_SWAP_KERNELS_HPP
#define STRUCTWIRE_PACK_BYTE_SWAP_KERNELS_HPP

#include <array>
#include <cstddef>

namespace structwire::detail {

using copy_swapped_function = void (*)(std::byte* to, const std::byte* from, std::size_t count) noexcept;

/// One set of instructions, as functions that keep what copy_swapped_2, _4 and _8 promise.
struct byte_swap_kernel {
    const char* name;
    bool supported;  ///< this CPU has the instructions; calling is undefined otherwise
    copy_swapped_function swap_2;
    copy_swapped_function swap_4;
    copy_swapped_function swap_8;
};

#if defined(__x86_64__)
inline constexpr std::size_t byte_swap_kernel_count = 4;
#elif defined(__aarch64__)
inline constexpr std::size_t byte_swap_kernel_count = 2;
#else
inline constexpr std::size_t byte_swap_kernel_count = 1;
#endif

/// From this length on, kernels may write past the caches: no such run leaves room for its input in most of them.
inline constexpr std::size_t streamed_bytes = std::size_t{32} << 20U;

/// All kernels of this architecture, the slowest first. The last that is supported is the one in use.
std::array<byte_swap_kernel, byte_swap_kernel_count> byte_swap_kernels() noexcept;

}  // namespace structwire::detail

#endif
