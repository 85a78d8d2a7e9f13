// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: array_size_unknown_use_the_try_form<std::vector<unsigned int
#include <structwire/pack/array.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

void test(const std::array<std::byte, 8>& wire, std::vector<std::uint32_t>& values);

void test(const std::array<std::byte, 8>& wire, std::vector<std::uint32_t>& values) {
#ifdef STRUCTWIRE_FAULT
    structwire::unpack_array<">I">(wire, values);
#else
    (void)structwire::try_unpack_array<">I">(wire, values);
#endif
}
