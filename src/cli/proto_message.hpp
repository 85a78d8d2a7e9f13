// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// `--proto`: a payload as a message, in protobuf's text format or as JSON.
#ifndef STRUCTWIRE_CLI_PROTO_MESSAGE_HPP
#define STRUCTWIRE_CLI_PROTO_MESSAGE_HPP

#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/proto_schema.hpp"

namespace structwire::cli {

/// How a message is written.
enum class message_form : std::uint8_t {
    line,   ///< protobuf's text format on one line
    lines,  ///< the same with a line for each field, indented by two columns
    json,   ///< the JSON of protobuf's specification, on one line
};

/// A payload as a message.
struct shown_message {
    /// What is wrong, if anything is.
    struct fault {
        errc code;
        std::string why;
    };

    std::optional<std::string> text;  ///< nothing where there is no message; of a fault what could be read
    std::optional<fault> bad;
};

/// Most `google.protobuf.Any` inside one another that are shown by what they hold. The runtime itself has no limit and
/// would run out of stack.
inline constexpr int max_any_nesting = 10;

/// Shows the payloads of frames as messages of one type.
class message_reader {
public:
    /// Throws as proto_schema does.
    message_reader(const proto_argument& argument, message_form form);
    ~message_reader();

    /// The full name of the type.
    [[nodiscard]] std::string_view type_name() const;

    /// Shows one payload.
    ///
    /// @param place  where in the file the payload begins
    [[nodiscard]] shown_message show(const frame& got, std::uint64_t place);

private:
    [[nodiscard]] shown_message good();

    proto_schema schema_;
    message_form form_;
    std::unique_ptr<google::protobuf::Message> message_;  // its memory serves the next payload
};

}  // namespace structwire::cli

#endif
