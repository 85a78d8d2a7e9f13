// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// `--proto`, `--type` and `--proto-path`: a message type that is known at run time only.
#ifndef STRUCTWIRE_CLI_PROTO_SCHEMA_HPP
#define STRUCTWIRE_CLI_PROTO_SCHEMA_HPP

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace structwire::cli {

/// The options that say what the messages are.
struct proto_argument {
    std::string file;
    std::string type;
    std::vector<std::string> folders;

    /// Adds `--proto`, `--type` and `--proto-path` to a subcommand, in a group of its help; returns `--proto`.
    CLI::Option* add_to(CLI::App& command, const std::string& group);
};

/// A message type and what it needs to live.
///
/// Imports are looked for in the folders given, without any in the folder of the file, and what protobuf itself
/// brings (`google/protobuf/timestamp.proto` and so on) is part of the runtime. A file that is not named `.proto` is
/// tried as a FileDescriptorSet first, which is what `protoc --descriptor_set_out` writes.
class proto_schema {
public:
    /// From here on the runtime writes nothing to stderr.
    ///
    /// Throws bad_input, with exit status 2, when the file or an import cannot be read or has errors, which are then
    /// reported as protoc reports them; when there is no such type, or several of that name.
    explicit proto_schema(const proto_argument& argument);
    ~proto_schema();
    proto_schema(const proto_schema&) = delete;
    proto_schema& operator=(const proto_schema&) = delete;

    [[nodiscard]] const google::protobuf::Descriptor& type() const;

    /// Makes an empty message of a type of this schema.
    [[nodiscard]] std::unique_ptr<google::protobuf::Message> make(const google::protobuf::Descriptor& type) const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace structwire::cli

#endif
