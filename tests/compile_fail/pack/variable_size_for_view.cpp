// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: variable_size_use_try_unpack<0(UL)?, 'v'>
#include <structwire/pack/view.hpp>

#include <cstddef>
#include <span>

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_view<"{uv}">(wire);
#else
    (void)structwire::try_view<"B">(wire);
#endif
}
