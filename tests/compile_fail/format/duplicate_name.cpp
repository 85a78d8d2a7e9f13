// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*duplicate_name, 7, 'a'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">I:a:H:a:">(1, 2);
#else
    (void)structwire::pack<">I:a:H:b:">(1, 2);
#endif
}
