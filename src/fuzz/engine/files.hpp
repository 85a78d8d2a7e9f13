// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Inputs as files: corpus folders, names by content.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_FILES_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_FILES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace structwire::fuzz::engine {

using input = std::vector<std::uint8_t>;
using input_view = std::span<const std::uint8_t>;

// The SHA-1 of the bytes in hexadecimal, NUL-terminated; allocates nothing.
std::array<char, 41> hash_name(input_view bytes);

bool is_folder(const std::string& path);
bool is_file(const std::string& path);  // also a pipe or a device
bool is_kept(const std::string& path);  // a file that is there to be read again
// At most `max_size` bytes of a file, a pipe or a device; nothing if it cannot be read.
std::optional<input> read_file(const std::string& path, std::size_t max_size);
// Writes with nothing but system calls, so that a signal handler may call it.
bool write_file(const char* path, input_view bytes);
// All files below a folder, in the order of their names; a path of a file is that file.
std::vector<std::string> files_below(const std::string& path);

}  // namespace structwire::fuzz::engine

#endif
