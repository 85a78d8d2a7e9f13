// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_array_size<8, 7>
#include <structwire/pack/array.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

void test(std::array<std::byte, 7>& wire, const std::array<std::uint32_t, 2>& values);

void test(std::array<std::byte, 7>& wire, const std::array<std::uint32_t, 2>& values) {
#ifdef STRUCTWIRE_FAULT
    structwire::pack_array<">I">(wire, values);
#else
    (void)structwire::try_pack_array<">I">(wire, values);
#endif
}
