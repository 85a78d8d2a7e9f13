// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unknown_code, 2, 'k'>
#include <structwire/pack.hpp>

void test(structwire::byte_view wire);

void test(structwire::byte_view wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_unpack<">Ik">(wire);
#else
    (void)structwire::try_unpack<">I">(wire);
#endif
}
