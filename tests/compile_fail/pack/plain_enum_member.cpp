// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*enum_without_fixed_underlying_type, 'I', 0, .*plain>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

enum plain { zero, one };

}  // namespace

namespace {

struct target {
    plain number;
};

}  // namespace

void test(const std::array<std::byte, 4>& wire);

void test(const std::array<std::byte, 4>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">I">(wire);
#else
    (void)structwire::unpack_as<std::uint32_t, ">I">(wire);
#endif
}
