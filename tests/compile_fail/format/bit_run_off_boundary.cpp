// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: off_byte_boundary.*, '\{'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">{u4}H">(1, 2);
#else
    (void)structwire::pack<">{u4}{x4}H">(1, 2);
#endif
}
