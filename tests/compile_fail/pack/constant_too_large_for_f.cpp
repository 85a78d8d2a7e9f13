// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: field<'f', 0>.*only_constants_that_fit
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">f">(1e39);
#else
    (void)structwire::pack<">f">(1e38);
#endif
}
