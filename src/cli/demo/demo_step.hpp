// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The steps of `structwire demo`: the main job on real input.
#ifndef STRUCTWIRE_CLI_DEMO_DEMO_STEP_HPP
#define STRUCTWIRE_CLI_DEMO_DEMO_STEP_HPP

#include <structwire/error.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <expected>
#include <string_view>
#include <utility>

#include "cli/command.hpp"

namespace structwire::cli {

/// Fails the demo, and with it the program, when a check does not hold.
template <class... Arguments>
void require(bool holds, fmt::format_string<Arguments...> what, Arguments&&... arguments) {
    if (!holds) throw bad_input{"demo failed: " + fmt::format(what, std::forward<Arguments>(arguments)...)};
}

/// The value, or the demo fails with the error's sentence.
template <class Value>
Value require(std::expected<Value, error> result, std::string_view doing) {
    if (!result) throw bad_input{fmt::format("demo failed: {}: {}", doing, describe(result.error()).view())};
    if constexpr (!std::is_void_v<Value>) return *std::move(result);
}

/// (a) Reads the ELF header of this very executable and compares it with the system's `<elf.h>`.
void show_elf_header();

/// (b) Splits a PNG file into its chunks and verifies every CRC.
void show_png_chunks();

/// (c) Sends `messages` packed records and as many protobuf messages through a server on loopback.
void show_traffic(std::uint64_t messages);

}  // namespace structwire::cli

#endif
