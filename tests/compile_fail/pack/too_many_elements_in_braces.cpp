// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_element_count<.H., 0, 2, 3>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">2H">({1, 2, 3});
#else
    (void)structwire::pack<">2H">({1, 2});
#endif
}
