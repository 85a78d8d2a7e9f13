// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: result_too_large<80000(UL)?, 65536(UL)?>
#include <structwire/pack/records.hpp>

#include <cstddef>
#include <span>

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_records<">20000I">(wire);
#else
    (void)structwire::try_records<">2000I">(wire);
#endif
}
