// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Where bytes stop being a message of a type, which the runtime does not say.
#ifndef STRUCTWIRE_CLI_PROTO_FAULT_HPP
#define STRUCTWIRE_CLI_PROTO_FAULT_HPP

#include <structwire/bytes.hpp>

#include <cstdint>
#include <string>

namespace google::protobuf {
class Descriptor;
}  // namespace google::protobuf

namespace structwire::cli {

/// The first field that the runtime refuses, for people: `offset 215: field 2: 200 bytes wanted, 5 there, in acme.Leg`.
///
/// Looks into messages and groups that the type knows, and at its packed fields; then, if all of those are good, for a
/// string that is not UTF-8.
///
/// @param payload  bytes that could not be parsed as a message of the type
/// @param place    where in the file they begin
/// @return  empty if it finds none
[[nodiscard]] std::string find_proto_fault(const google::protobuf::Descriptor& type, byte_view payload,
                                           std::uint64_t place);

}  // namespace structwire::cli

#endif
