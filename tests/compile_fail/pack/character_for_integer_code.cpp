// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*character_for_integer_code, 'B', 1, char>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">B B">(1, 'a');
#else
    (void)structwire::pack<">B c">(1, 'a');
#endif
}
