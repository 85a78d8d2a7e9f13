// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Never comes back from an input that begins with `!`.
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    volatile bool on = size > 0 && data[0] == '!';
    while (on) {
    }
    return 0;
}
