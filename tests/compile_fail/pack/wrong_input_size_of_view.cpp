// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_input_size<5(UL)?, 6(UL)?>
#include <structwire/pack/view.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::view<">IB">(wire);
#else
    (void)structwire::view<">IH">(wire);
#endif
}
