// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: wrong_number_of_members<3(UL)?, 2(UL)?, .*target>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    std::uint32_t id;
    std::uint16_t kind;
};

}  // namespace

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">IBB">(wire);
#else
    (void)structwire::unpack_as<target, ">IH">(wire);
#endif
}
