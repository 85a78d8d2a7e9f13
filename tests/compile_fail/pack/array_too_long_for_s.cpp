// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*text_longer_than_the_field, 's', 0, std::array<char, 4(UL)?> ?>
#include <structwire/pack.hpp>

#include <array>

void test(const std::array<char, 4>& text);

void test(const std::array<char, 4>& text) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<"3s">(text);
#else
    (void)structwire::pack<"4s">(text);
#endif
}
