// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Dictionary files: one word per line, `name="word"`, as libFuzzer and AFL++ read them.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_DICTIONARY_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_DICTIONARY_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/engine/files.hpp"

namespace structwire::fuzz::engine {

// One line: a word, an empty word for comments and empty lines, nothing if it is neither.
// Escapes: \\ \" \xHH.
std::optional<input> parse_dictionary_line(std::string_view line);

// The words of a file; nothing, and a message on stderr, if there is a fault in it.
std::optional<std::vector<input>> read_dictionary(const std::string& path);

}  // namespace structwire::fuzz::engine

#endif
