// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: unknown_name<.*"ip"
#include <structwire/pack/view.hpp>

#include <array>
#include <cstddef>

void test(const std::array<std::byte, 6>& wire);

void test(const std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::view<">I:id: H">(wire).get<"ip">();
#else
    (void)structwire::view<">I:id: H">(wire).get<"id">();
#endif
}
