// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: variable_size_use_try_unpack<0(UL)?, 'v'>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct target {
    std::uint64_t number;
};

}  // namespace

void test(const std::array<std::byte, 1>& wire);

void test(const std::array<std::byte, 1>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, "{uv}">(wire);
#else
    (void)structwire::try_unpack_as<target, "{uv}">(wire);
#endif
}
