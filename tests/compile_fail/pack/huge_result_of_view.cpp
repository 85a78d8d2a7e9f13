// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: result_too_large<80000(UL)?, 65536(UL)?>
#include <structwire/pack/view.hpp>

#include <cstddef>
#include <span>

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_view<">20000II">(wire)->get<0>();
#else
    (void)structwire::try_view<">20000II">(wire)->get<1>();
#endif
}
