// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: input_size_unknown_use_try_unpack<4>
#include <structwire/pack.hpp>

void test(structwire::byte_view wire);

void test(structwire::byte_view wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack<">I">(wire);
#else
    (void)structwire::try_unpack<">I">(wire);
#endif
}
