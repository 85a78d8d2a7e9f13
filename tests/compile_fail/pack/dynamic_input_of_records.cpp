// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: input_size_unknown_use_try_records<6(UL)?>
#include <structwire/pack/records.hpp>

#include <cstddef>
#include <span>

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::records<">IH">(wire);
#else
    (void)structwire::try_records<">IH">(wire);
#endif
}
