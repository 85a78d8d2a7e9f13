// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*unpacking_could_lose_values, 'i', 0, unsigned int>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    std::uint32_t id;
};

}  // namespace

void test(const std::array<std::byte, 4>& wire);

void test(const std::array<std::byte, 4>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">i">(wire);
#else
    (void)structwire::unpack_as<target, ">I">(wire);
#endif
}
