// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: input_size_unknown_use_try_unpack<6(UL)?>
#include <structwire/pack/aggregate.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace {

struct target {
    std::uint32_t id;
    std::uint16_t kind;
};

}  // namespace

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, ">IH">(wire);
#else
    (void)structwire::try_unpack_as<target, ">IH">(wire);
#endif
}
