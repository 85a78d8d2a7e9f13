// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: field<'H', 0>.*only_constants_from<(\(unsigned short\))?0, (\(unsigned short\))?65535>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">2H">({1, 70000});
#else
    (void)structwire::pack<">2H">({1, 7});
#endif
}
