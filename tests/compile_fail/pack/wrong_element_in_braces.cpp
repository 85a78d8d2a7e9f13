// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*floating_value_for_integer_code, 'H', 0, double>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">2H">({1, 1.5});
#else
    (void)structwire::pack<">2H">({1, 2});
#endif
}
