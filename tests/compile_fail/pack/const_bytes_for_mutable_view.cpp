// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: view_cannot_write_to<const std::array<(enum )?std::byte, 6(UL)?> ?>
#include <structwire/pack/view.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::mutable_view<">IH">(wire);
#else
    (void)structwire::view<">IH">(wire);
#endif
}
