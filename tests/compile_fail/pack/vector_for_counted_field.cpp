// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_argument<.*wrong_type_for_this_code, 'I', 0, std::vector
#include <structwire/pack.hpp>

#include <cstdint>
#include <vector>

void test(const std::vector<std::uint32_t>& numbers);

void test(const std::vector<std::uint32_t>& numbers) {
#ifdef STRUCTWIRE_FAULT
    (void)structwire::pack<">4I">(numbers);
#else
    (void)structwire::try_pack<">4I">(numbers);
#endif
}
