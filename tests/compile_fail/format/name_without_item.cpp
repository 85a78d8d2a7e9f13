// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*bad_name, 0, ':'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<":id:B">(1);
#else
    (void)structwire::pack<"B:id:">(1);
#endif
}
