// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*text_longer_than_the_field, 's', 0, (const )?char ?\[5\]>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"3s">("abcd");
#else
    (void)structwire::pack<"3s">("abc");
#endif
}
