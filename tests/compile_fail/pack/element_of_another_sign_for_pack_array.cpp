// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_elements<'i', const unsigned int>
#include <structwire/pack/array.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

void test(std::array<std::byte, 8>& wire, const std::array<std::uint32_t, 2>& values);

void test(std::array<std::byte, 8>& wire, const std::array<std::uint32_t, 2>& values) {
#ifdef STRUCTWIRE_FAULT
    structwire::pack_array<">i">(wire, values);
#else
    structwire::pack_array<">I">(wire, values);
#endif
}
