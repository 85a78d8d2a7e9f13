// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: result_too_large<65540(UL)?, 65536(UL)?>
#include <structwire/pack/aggregate.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace {

struct target {
    std::uint32_t id;
#ifdef STRUCTWIRE_FAULT
    char text[65536];
#else
    structwire::bytes_view<65536> text;
#endif
};

}  // namespace

void test(std::span<const std::byte> wire);

void test(std::span<const std::byte> wire) { (void)structwire::try_unpack_as<target, ">I65536s">(wire); }
