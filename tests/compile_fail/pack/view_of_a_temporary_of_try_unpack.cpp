// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: view_of_a_temporary<.*std::vector<(enum )?std::byte
#include <structwire/pack.hpp>

#include <cstddef>
#include <vector>

void test();

void test() {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_unpack<"4s">(std::vector<std::byte>(4));
#else
    (void)structwire::try_unpack<">I">(std::vector<std::byte>(4));
#endif
}
