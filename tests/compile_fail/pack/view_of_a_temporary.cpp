// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: view_of_a_temporary<.*std::array<(enum )?std::byte, 4(UL)?> ?>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack<"4s">(std::array<std::byte, 4>{});
#else
    (void)structwire::unpack<">I">(std::array<std::byte, 4>{});
#endif
}
