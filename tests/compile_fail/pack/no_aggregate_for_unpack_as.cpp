// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_number_of_members<2(UL)?, 65(UL)?, .*string
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <utility>

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<std::string, ">IH">(wire);
#else
    (void)structwire::unpack_as<std::pair<long, long>, ">IH">(wire);
#endif
}
