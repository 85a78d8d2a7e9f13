// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts behind comparisons of 16, 32 and 64 bits, one of them little-endian and one with a sum.
#include <cstdlib>
#include <cstring>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size != 14) return 0;
    std::uint64_t wide = 0;
    std::memcpy(&wide, data, 8);
    if (wide != 0x0123'4567'89AB'CDEF) return 0;
    if (number_at(data + 8, 2) != 0xBEEF) return 0;
    if (number_at(data + 10, 4) + 7 == 0xCAFE'F00D) std::abort();
    return 0;
}
