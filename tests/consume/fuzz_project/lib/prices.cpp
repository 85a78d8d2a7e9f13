// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "prices.hpp"

#include "crc32.h"

#if !defined(PRICES_ARE_BUILT) || defined(__cpp_exceptions)
#error "the library's own flags did not come along"
#endif

namespace {

std::uint32_t load(const std::uint8_t* at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t index = 0; index < size; ++index) value = value << 8 | at[index];
    return value;
}

// kind (1 byte), number of prices (1 byte), prices (2 bytes each).
bool add_frame(const std::uint8_t* data, std::size_t size, std::uint64_t& sum) {
    if (size < 2) return false;
    const std::size_t count = data[1];
    if (data[0] > 2 || count > size) return false;  // the fault: a price has two bytes
    for (std::size_t index = 0; index < count; ++index) sum += load(data + 2 + 2 * index, 2);
    return true;
}

}  // namespace

// Frames: their length (2 bytes, most significant first), payload, its CRC-32 (4 bytes, least significant first).
bool add_prices(const std::uint8_t* data, std::size_t size, std::uint64_t& sum) {
    while (size != 0) {
        if (size < 2 || load(data, 2) < 4 || load(data, 2) > size - 2) return false;
        const std::size_t payload = load(data, 2) - 4;
        const std::uint8_t* check = data + 2 + payload;
        const std::uint32_t given = check[0] | check[1] << 8 | check[2] << 16 | std::uint32_t{check[3]} << 24;
        if (given != crc32(data + 2, payload) || !add_frame(data + 2, payload, sum)) return false;
        data += 2 + payload + 4;
        size -= 2 + payload + 4;
    }
    return true;
}
