// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: field<'e', 0>.*only_constants_that_fit
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">e">(65520.0);
#else
    (void)structwire::pack<">e">(65519.99);
#endif
}
