// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_array_size<8, 9>
#include <structwire/pack/array.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

void test(const std::array<std::byte, 9>& wire, std::array<std::uint32_t, 2>& values);

void test(const std::array<std::byte, 9>& wire, std::array<std::uint32_t, 2>& values) {
#ifdef STRUCTWIRE_FAULT
    structwire::unpack_array<">I">(wire, values);
#else
    (void)structwire::try_unpack_array<">I">(wire, values);
#endif
}
