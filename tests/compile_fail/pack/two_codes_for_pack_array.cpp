// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_array_format<.*more_than_one_code, 2, 'H'>
#include <structwire/pack/array.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

void test(std::array<std::byte, 8>& wire, const std::array<std::uint32_t, 2>& values);

void test(std::array<std::byte, 8>& wire, const std::array<std::uint32_t, 2>& values) {
#ifdef STRUCTWIRE_FAULT
    structwire::pack_array<">IH">(wire, values);
#else
    structwire::pack_array<">I">(wire, values);
#endif
}
