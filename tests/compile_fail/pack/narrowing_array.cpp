// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*wrong_type_for_this_code, 'H', 0, std::array<int, 2(UL)?> ?>
#include <structwire/pack.hpp>

#include <array>

void test(const std::array<int, 2>& numbers);

void test(const std::array<int, 2>& numbers) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">2H">(numbers);
#else
    (void)structwire::pack<">2i">(numbers);
#endif
}
