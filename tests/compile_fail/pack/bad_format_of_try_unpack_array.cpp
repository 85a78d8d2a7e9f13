// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unknown_code, 1, 'k'>
#include <structwire/pack/array.hpp>

#include <cstdint>
#include <vector>

void test(structwire::byte_view wire, std::vector<std::uint32_t>& values);

void test(structwire::byte_view wire, std::vector<std::uint32_t>& values) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_unpack_array<">k">(wire, values);
#else
    (void)structwire::try_unpack_array<">I">(wire, values);
#endif
}
