// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*wrong_number_of_elements, 'H', 0, (short unsigned int|unsigned short) ?\[4\]>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    std::uint16_t numbers[4];
};

}  // namespace

void test(const std::array<std::byte, 8>& wire);

void test(const std::array<std::byte, 8>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">3H2x">(wire);
#else
    (void)structwire::unpack_as<target, ">4H">(wire);
#endif
}
