// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*wrong_type_for_this_code, 'f', 0, .*low_bits
#include <structwire/pack.hpp>

void test(int number);

void test(int number) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">f">(structwire::low_bits(number));
#else
    (void)structwire::pack<">f">(structwire::rounded(number));
#endif
}
