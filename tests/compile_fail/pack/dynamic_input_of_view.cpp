// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: input_size_unknown_use_try_view<6(UL)?>
#include <structwire/pack/view.hpp>

#include <cstddef>
#include <span>

void test(std::span<std::byte> wire);

void test(std::span<std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::mutable_view<">IH">(wire);
#else
    (void)structwire::try_mutable_view<">IH">(wire);
#endif
}
