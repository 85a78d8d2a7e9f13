// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: view_of_a_temporary<.*std::vector<(enum )?std::byte
#include <structwire/pack/view.hpp>

#include <cstddef>
#include <vector>

void test(std::vector<std::byte>& wire);

void test(std::vector<std::byte>& wire) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::try_view<">IH">(std::vector<std::byte>(6));
#else
    (void)structwire::try_view<">IH">(wire);
#endif
}
