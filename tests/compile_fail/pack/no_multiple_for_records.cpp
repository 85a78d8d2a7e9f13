// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: no_multiple_of_the_record<4(UL)?, 6(UL)?>
#include <structwire/pack/records.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::records<">I">(wire);
#else
    (void)structwire::records<">H">(wire);
#endif
}
