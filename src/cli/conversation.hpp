// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Standard input and a peer, in both directions at the same time.
#ifndef STRUCTWIRE_CLI_CONVERSATION_HPP
#define STRUCTWIRE_CLI_CONVERSATION_HPP

#include <structwire/format.hpp>
#include <structwire/framing/any_framing.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/channel.hpp"
#include "cli/frame_output.hpp"

namespace structwire::cli {

/// What is sent and how it is shown.
struct conversation_plan {
    std::string peer;  ///< what messages call it
    any_framing framing;
    frame_printer printer;
    std::optional<format> pack;     ///< lines are its values
    std::vector<std::byte> header;  ///< of every frame sent
    bool hex = false;               ///< lines are hexadecimal digits, unless they are values
    std::uint64_t count = 0;        ///< ends behind so many frames received; 0: never
};

/// Sends the lines of standard input and prints the frames received, in two threads, until both have ended or
/// a stop is requested. Reports on stderr what went wrong.
///
/// @return     whether nothing did
[[nodiscard]] bool hold_conversation(channel peer, const conversation_plan& plan, std::stop_source& stop);

}  // namespace structwire::cli

#endif
