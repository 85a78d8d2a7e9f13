// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: records_of_no_bytes<0(UL)?>
#include <structwire/pack/records.hpp>

#include <cstddef>
#include <span>

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_records<">0I">(wire);
#else
    (void)structwire::try_records<">I">(wire);
#endif
}
