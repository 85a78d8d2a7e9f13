// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "crc32.h"

uint32_t crc32(const uint8_t* data, size_t size) {
    uint32_t value = 0xffffffffu;
    for (size_t index = 0; index < size; ++index) {
        value ^= data[index];
        for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1u ? 0xedb88320u : 0u);
    }
    return ~value;
}
