// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: field<'b', 0>.*only_constants_from<
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"b">(-129);
#else
    (void)structwire::pack<"b">(-128);
#endif
}
