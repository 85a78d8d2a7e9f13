// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
#endif
    uint32_t
    crc32(const uint8_t* data, size_t size);
