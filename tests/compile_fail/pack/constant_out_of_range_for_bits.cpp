// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: field<'u', 1, .*kind.*>.*only_constants_from<
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">{u4}:version:{u4}:kind:">(1, 16);
#else
    (void)structwire::pack<">{u4}:version:{u4}:kind:">(1, 15);
#endif
}
