// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unknown_code, 2, 'k'>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>

void test(std::array<std::byte, 4>& wire);

void test(std::array<std::byte, 4>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack_into<">Ik">(wire, 1);
#else
    (void)structwire::pack_into<">I">(wire, 1);
#endif
}
