// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: unknown_name<.*"ip"
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 4>& wire);

void test(const std::array<std::byte, 4>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::unpack<">I:id:">(wire).get<"ip">();
#else
    (void)structwire::unpack<">I:id:">(wire).get<"id">();
#endif
}
