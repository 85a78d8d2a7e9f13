// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*integer_for_bool_code, '\?', 0, int>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"?">(1);
#else
    (void)structwire::pack<"?">(1 != 0);
#endif
}
