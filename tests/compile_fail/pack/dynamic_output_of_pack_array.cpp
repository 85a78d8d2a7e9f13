// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: array_size_unknown_use_the_try_form<const std::array<unsigned int, 2(UL)?>, std::span<std::byte
#include <structwire/pack/array.hpp>

#include <array>
#include <cstdint>

void test(structwire::byte_span wire, const std::array<std::uint32_t, 2>& values);

void test(structwire::byte_span wire, const std::array<std::uint32_t, 2>& values) {
#ifdef STRUCTWIRE_FAULT
    structwire::pack_array<">I">(wire, values);
#else
    (void)structwire::try_pack_array<">I">(wire, values);
#endif
}
