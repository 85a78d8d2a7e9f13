// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unknown_code, 1, 'k'>
#include <structwire/pack/view.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::view<">kH">(wire);
#else
    (void)structwire::view<">IH">(wire);
#endif
}
