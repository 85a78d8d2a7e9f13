// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_member<.*enum_has_a_validator_use_the_try_form, 'B', 0, color>
#include <structwire/pack/aggregate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

enum class color : std::uint8_t { red, green };
template <>
inline constexpr auto structwire::enum_validator<color> = [](color c) { return c <= color::green; };

namespace {

struct target {
    color shade;
};

}  // namespace

void test(const std::array<std::byte, 1>& wire);

void test(const std::array<std::byte, 1>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack_as<target, "B">(wire);
#else
    (void)structwire::try_unpack_as<target, "B">(wire);
#endif
}
