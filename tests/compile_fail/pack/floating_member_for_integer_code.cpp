// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*wrong_type_for_this_code, 'H', 0, float>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    float number;
};

}  // namespace

void test(const std::array<std::byte, 2>& wire);

void test(const std::array<std::byte, 2>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">H">(wire);
#else
    (void)structwire::unpack_as<target, ">e">(wire);
#endif
}
