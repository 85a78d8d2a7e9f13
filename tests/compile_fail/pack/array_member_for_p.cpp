// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*wrong_type_for_this_code, 'p', 0, char ?\[4\]>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    char text[4];
};

}  // namespace

void test(const std::array<std::byte, 4>& wire);

void test(const std::array<std::byte, 4>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, "4p">(wire);
#else
    (void)structwire::unpack_as<target, "4s">(wire);
#endif
}
