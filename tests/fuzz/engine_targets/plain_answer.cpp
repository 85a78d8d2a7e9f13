// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A parser without a fault: records of a kind, a size and bytes.
#include "target.hpp"

namespace {

// Somebody may look at it: a parser that does nothing is left out by the optimizer.
volatile std::size_t good_records = 0;

bool good_record(std::uint8_t kind, const std::uint8_t* data, std::size_t size) {
    switch (kind) {
        case 1: return size == 2;
        case 2: return size == 4 && number_at(data, 4) < 1000;
        case 3: return size > 0 && data[0] == size;
        default: return false;
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::size_t at = 0;
    while (at + 2 <= size) {
        const std::size_t length = data[at + 1];
        if (length > size - at - 2 || !good_record(data[at], data + at + 2, length)) return 0;
        at += 2 + length;
        good_records = good_records + 1;
    }
    return 0;
}
