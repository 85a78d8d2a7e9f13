// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: variable_size_use_try_pack<(\(unsigned (long|int)\))?2(ul)?, 'H'>
#include <structwire/pack.hpp>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">I{H:s}">(1, "text");
#else
    (void)structwire::pack<">I4s">(1, "text");
#endif
}
