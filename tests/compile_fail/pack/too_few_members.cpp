// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_element_count<'T', 0, 3, 2>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">T{BBB}">({1, 2});
#else
    (void)structwire::pack<">T{BBB}">({1, 2, 3});
#endif
}
