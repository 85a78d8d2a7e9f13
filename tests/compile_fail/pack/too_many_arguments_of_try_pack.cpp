// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_number_of_arguments<2, 3>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_pack<">IH">(1, 2, 3);
#else
    (void)structwire::try_pack<">IH">(1, 2);
#endif
}
