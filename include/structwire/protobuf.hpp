// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Everything of Protocol Buffers as payload. It includes no header of the runtime.
///
/// - protobuf::reader takes bytes as they come and gives messages, and says exactly how a stream ended.
/// - protobuf::writer collects framed messages into batches to send.
/// - protobuf::parse makes a message of a frame that something else cut, a net::connection for example.
///
/// Any framing serves; the default is the varint length of the runtimes' delimited streams.
#ifndef STRUCTWIRE_PROTOBUF_HPP
#define STRUCTWIRE_PROTOBUF_HPP

#include <structwire/protobuf/message.hpp>
#include <structwire/protobuf/reader.hpp>
#include <structwire/protobuf/writer.hpp>

#endif
