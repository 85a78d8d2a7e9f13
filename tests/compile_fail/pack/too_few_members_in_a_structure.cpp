// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*wrong_number_of_members, 'T', 1, .*inner ?>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct inner {
    std::uint8_t number;
};

}  // namespace

namespace {

struct target {
    std::uint8_t id;
    inner part;
};

}  // namespace

void test(const std::array<std::byte, 3>& wire);

void test(const std::array<std::byte, 3>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, "BT{BB}">(wire);
#else
    (void)structwire::unpack_as<target, "BT{Bx}">(wire);
#endif
}
