// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: view_of_a_temporary<.*std::array<(enum )?std::byte, 6(UL)?> ?>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    std::uint16_t id;
    structwire::bytes_view<4> text;
};

}  // namespace

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">H4s">(std::array<std::byte, 6>{});
#else
    (void)structwire::unpack_as<target, ">H4s">(wire);
#endif
}
