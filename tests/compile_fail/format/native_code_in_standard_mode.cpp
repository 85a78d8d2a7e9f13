// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unknown_code, 1, 'P'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">P">(0u);
#else
    (void)structwire::pack<"@P">(0u);
#endif
}
