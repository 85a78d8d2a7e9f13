// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*wrong_type_for_this_code, 'c', 0, int>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"c">(65);
#else
    (void)structwire::pack<"c">('A');
#endif
}
