// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*unpacking_could_lose_values, 'I', 1, (short unsigned int|unsigned short)>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    std::uint8_t id;
    std::uint16_t kind;
};

}  // namespace

void test(const std::array<std::byte, 5>& wire);

void test(const std::array<std::byte, 5>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">BI">(wire);
#else
    (void)structwire::unpack_as<target, ">BH2x">(wire);
#endif
}
