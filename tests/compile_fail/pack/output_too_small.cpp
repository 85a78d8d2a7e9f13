// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: output_too_small<6, 5>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>

void test(std::array<std::byte, 5>& wire);

void test(std::array<std::byte, 5>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack_into<">IH">(wire, 1, 2);
#else
    (void)structwire::pack_into<">IB">(wire, 1, 2);
#endif
}
