// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*embedded_null, 2, '\\(0+|x00)'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">I\0">(1);
#else
    (void)structwire::pack<">I">(1);
#endif
}
