// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*wrong_type_for_this_code, 'I', 0, (const )?char ?\[3\]>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">I">("42");
#else
    (void)structwire::pack<"2s">("42");
#endif
}
