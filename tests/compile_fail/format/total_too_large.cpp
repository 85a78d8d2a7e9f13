// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*total_too_large, 0, '9'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::calcsize<"9223372036854775808x">;
#else
    (void)structwire::calcsize<"1024x">;
#endif
}
