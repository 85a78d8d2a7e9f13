// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: view_of_a_temporary<.*std::array<(enum )?std::byte, 6(UL)?> ?>
#include <structwire/pack/records.hpp>

#include <array>
#include <cstddef>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::records<">IH">(std::array<std::byte, 6>{});
#else
    static constexpr std::array<std::byte, 6> wire{};
    (void)structwire::records<">IH">(wire);
#endif
}
