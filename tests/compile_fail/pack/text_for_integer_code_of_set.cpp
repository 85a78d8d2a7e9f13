// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*wrong_type_for_this_code, 'H', 1, char ?\[5\]>
#include <structwire/pack/view.hpp>

#include <array>
#include <cstddef>

void test(std::array<std::byte, 6>& wire);

void test(std::array<std::byte, 6>& wire) {
#ifdef STRUCTWIRE_FAULT
    structwire::mutable_view<">IH">(wire).set<1>("four");
#else
    structwire::mutable_view<">IH">(wire).set<1>(4);
#endif
}
