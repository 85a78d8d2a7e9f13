// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*floating_value_for_integer_code, 'I', 0, double>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">I">(1.0);
#else
    (void)structwire::pack<">d">(1.0);
#endif
}
