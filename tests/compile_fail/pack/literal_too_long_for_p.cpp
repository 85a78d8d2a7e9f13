// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*text_longer_than_the_field, 'p', 0, (const )?char ?\[4\]>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"3p">("abc");
#else
    (void)structwire::pack<"3p">("ab");
#endif
}
