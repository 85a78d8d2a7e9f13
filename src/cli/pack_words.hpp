// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Words of people as the packed values of a format.
#ifndef STRUCTWIRE_CLI_PACK_WORDS_HPP
#define STRUCTWIRE_CLI_PACK_WORDS_HPP

#include <structwire/error.hpp>
#include <structwire/format.hpp>

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace structwire::cli {

/// Packs one word per value, a count in front of what it counts; see parse_value.
///
/// Errors:     those of format::pack, also for too few and too many words
/// Throws bad_input when a word does not have the form of its value.
[[nodiscard]] std::expected<std::vector<std::byte>, error> pack_words(const format& compiled,
                                                                      std::span<const std::string> words);

/// Splits a line at white space. Double quotes keep what is between them together, and are left out; behind a backslash
/// they are none. Backslashes stay, for parse_value.
///
/// @return     the words, or the index of a quote that is not closed
[[nodiscard]] std::expected<std::vector<std::string>, std::size_t> split_words(std::string_view line);

}  // namespace structwire::cli

#endif
