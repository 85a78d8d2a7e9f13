// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_elements<'I', const std::(__cxx11::)?list<
#include <structwire/pack/array.hpp>

#include <cstdint>
#include <list>
#include <vector>

void test(structwire::byte_span wire, const std::list<std::uint32_t>& values);

void test(structwire::byte_span wire, const std::list<std::uint32_t>& values) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_pack_array<">I">(wire, values);
#else
    (void)structwire::try_pack_array<">I">(wire, std::vector(values.begin(), values.end()));
#endif
}
