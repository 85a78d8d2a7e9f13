// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*missing_byte_order, 0, 'I'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"IH">(1, 2);
#else
    (void)structwire::pack<">IH">(1, 2);
#endif
}
