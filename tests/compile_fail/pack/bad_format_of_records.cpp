// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*missing_byte_order, 0, 'I'>
#include <structwire/pack/records.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::records<"IH">(wire);
#else
    (void)structwire::records<">IH">(wire);
#endif
}
