// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*wrong_number_of_elements, 'I', 0, std::array<unsigned int, 3(UL)?> ?>
#include <structwire/pack.hpp>

#include <array>
#include <cstdint>

void test(const std::array<std::uint32_t, 3>& numbers);

void test(const std::array<std::uint32_t, 3>& numbers) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">4I">(numbers);
#else
    (void)structwire::pack<">3I">(numbers);
#endif
}
