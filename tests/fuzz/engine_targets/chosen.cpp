// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts in one case of a switch over 32 bits, in another, over 8.
#include <cstdlib>

#include "target.hpp"

namespace {

int by_kind(const std::uint8_t* data) {
    switch (data[4]) {
        case 3: return 1;
        case 77: return 2;
        case 200: std::abort();
        default: return 0;
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 5) return 0;
    switch (number_at(data, 4)) {
        case 1'000'000: return 0;
        case 2'345'678'901: return by_kind(data) > 5 ? -1 : 0;
        case 42: return 0;
        default: return 0;
    }
}
