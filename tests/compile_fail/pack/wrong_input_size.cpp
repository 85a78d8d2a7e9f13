// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_input_size<6, 4>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 4>& wire);

void test(const std::array<std::byte, 4>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack<">IH">(wire);
#else
    (void)structwire::unpack<">I">(wire);
#endif
}
