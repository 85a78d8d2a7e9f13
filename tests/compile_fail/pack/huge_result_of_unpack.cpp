// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: result_too_large<262144, 65536>
#include <structwire/pack.hpp>

#include <cstddef>
#include <span>

void test(std::span<const std::byte, 262144> large, std::span<const std::byte, 65536> small);

void test(std::span<const std::byte, 262144> large, std::span<const std::byte, 65536> small) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack<">65536I">(large);
#else
    (void)large;
    (void)structwire::unpack<">16384I">(small);
#endif
}
