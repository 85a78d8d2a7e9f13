// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_number_of_arguments<2, 1>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>

void test(std::array<std::byte, 6>& wire);

void test(std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack_into<">IH">(wire, 1);
#else
    (void)structwire::pack_into<">IH">(wire, 1, 2);
#endif
}
