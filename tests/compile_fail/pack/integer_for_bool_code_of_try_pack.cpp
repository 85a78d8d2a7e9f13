// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*integer_for_bool_code, '\?', 0, int>
#include <structwire/pack.hpp>

void test(int number);

void test(int number) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_pack<"?">(number);
#else
    (void)structwire::try_pack<"?">(number != 0);
#endif
}
