// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*floating_value_for_integer_code, 'I', 0, double>
#include <structwire/pack.hpp>

void test(double number);

void test(double number) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_pack<">I">(number);
#else
    (void)structwire::try_pack<">d">(number);
#endif
}
