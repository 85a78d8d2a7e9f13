// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: result_too_large<16777216, 65536>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"16777216s">("text");
#else
    (void)structwire::pack<"65536s">("text");
#endif
}
