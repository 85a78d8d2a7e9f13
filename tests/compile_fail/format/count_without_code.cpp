// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*count_without_code, 2, '1'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">I12">(1);
#else
    (void)structwire::pack<">I12x">(1);
#endif
}
