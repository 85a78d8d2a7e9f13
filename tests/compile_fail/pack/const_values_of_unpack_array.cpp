// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_elements<'I', const unsigned int>
#include <structwire/pack/array.hpp>

#include <cstdint>
#include <span>

void test(structwire::byte_view wire, std::span<std::uint32_t> values);

void test(structwire::byte_view wire, std::span<std::uint32_t> values) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_unpack_array<">I">(wire, std::span<const std::uint32_t>(values));
#else
    (void)structwire::try_unpack_array<">I">(wire, values);
#endif
}
