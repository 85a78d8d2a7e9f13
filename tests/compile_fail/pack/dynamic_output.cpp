// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: output_too_small<4, 18446744073709551615(UL)?>
#include <structwire/pack.hpp>

void test(structwire::byte_span wire);

void test(structwire::byte_span wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack_into<">I">(wire, 1);
#else
    (void)structwire::try_pack_into<">I">(wire, 0, 1);
#endif
}
