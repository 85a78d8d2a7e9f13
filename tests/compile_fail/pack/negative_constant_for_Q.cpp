// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: field<'Q', 0>.*only_constants_from<0(UL)?, 18446744073709551615(UL)?>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">Q">(-1);
#else
    (void)structwire::pack<">Q">(1);
#endif
}
