// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#ifndef STRUCTWIRE_TESTS_CONSUME_PRICES_HPP
#define STRUCTWIRE_TESTS_CONSUME_PRICES_HPP

#include <cstddef>
#include <cstdint>

#if !defined(PRICES_ARE_INCLUDED)
#error "the definitions of the library did not come along"
#endif

/// Adds the prices in the frames of a stream to a sum; false if it is not one.
bool add_prices(const std::uint8_t* data, std::size_t size, std::uint64_t& sum);

#endif
