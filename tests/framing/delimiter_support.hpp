// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Delimiters for tests.
#ifndef STRUCTWIRE_TESTS_FRAMING_DELIMITER_SUPPORT_HPP
#define STRUCTWIRE_TESTS_FRAMING_DELIMITER_SUPPORT_HPP

#include <structwire/framing/delimiter.hpp>

#include <array>
#include <cstddef>

namespace test {

template <std::size_t... Sizes>
constexpr structwire::delimiters ended_by(const char (&... texts)[Sizes]) {
    structwire::delimiters all;
    const auto add = [&]<std::size_t Size>(const char(&text)[Size]) {
        std::array<std::byte, Size> bytes{};
        for (std::size_t index = 0; index != Size; ++index) bytes[index] = static_cast<std::byte>(text[index]);
        return all.add(structwire::byte_view(bytes).first(Size - 1));
    };
    if (!(add(texts) && ...)) all.count = 0;
    return all;
}

}  // namespace test

#endif
