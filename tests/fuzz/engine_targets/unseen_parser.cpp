// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A parser in a library of its own; it aborts behind two bytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

bool parse_unseen(const std::vector<std::uint8_t>& bytes);

bool parse_unseen(const std::vector<std::uint8_t>& bytes) {
    if (bytes.size() < 4) return true;
    if (bytes[0] != 0x42) return true;
    if (bytes[1] * 256 + bytes[2] == 0xABCD) std::abort();
    return bytes[3] < 128;
}
