// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz.hpp>

#include "prices.hpp"

STRUCTWIRE_FUZZ_STREAM(">B:kind: {B:(H)}:prices:", "u16be,limit=200+crc32", [](std::span<const std::byte> stream) {
    std::uint64_t sum = 0;
    return add_prices(reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size(), sum);
})
