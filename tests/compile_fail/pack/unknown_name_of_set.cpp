// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: unknown_name<.*"ip"
#include <structwire/pack/view.hpp>

#include <array>
#include <cstddef>

void test(std::array<std::byte, 6>& wire);

void test(std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    structwire::mutable_view<">I:id: H">(wire).set<"ip">(1);
#else
    structwire::mutable_view<">I:id: H">(wire).set<"id">(1);
#endif
}
