// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*wrong_type_for_this_code, 'B', 0, char>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    char number;
};

}  // namespace

void test(const std::array<std::byte, 1>& wire);

void test(const std::array<std::byte, 1>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, "B">(wire);
#else
    (void)structwire::unpack_as<target, "c">(wire);
#endif
}
