// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*unpacking_could_lose_values, 'd', 1, \(anonymous namespace\)::inner|bad_member<.*unpacking_could_lose_values, 'd', 1, \{anonymous\}::inner>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct inner {
    float number;
};

}  // namespace

namespace {

struct target {
    std::uint8_t id;
    inner part;
};

}  // namespace

void test(const std::array<std::byte, 9>& wire);

void test(const std::array<std::byte, 9>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_unpack_as<target, ">BT{d}">(wire);
#else
    (void)structwire::try_unpack_as<target, ">BT{f4x}">(wire);
#endif
}
