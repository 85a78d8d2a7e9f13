// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Everything of Protocol Buffers as payload. It includes no header of the runtime.
///
/// - protobuf::reader takes bytes as they come and gives messages, and says exactly how a stream ended.
/// - protobuf::writer collects framed messages into batches to send.
/// - protobuf::message_stream does both over a connection.
/// - protobuf::dispatcher takes several types of messages from one stream: a number in front, a `oneof`, an Any,
///   Confluent's header.
/// - protobuf::parse and merge make a message of a frame that something else cut.
///
/// Any framing serves; the default is the varint length of the runtimes' delimited streams. The guide is
/// docs/protobuf.md.
#ifndef STRUCTWIRE_PROTOBUF_HPP
#define STRUCTWIRE_PROTOBUF_HPP

#include <structwire/protobuf/confluent.hpp>
#include <structwire/protobuf/dispatcher.hpp>
#include <structwire/protobuf/envelope.hpp>
#include <structwire/protobuf/message.hpp>
#include <structwire/protobuf/message_stream.hpp>
#include <structwire/protobuf/reader.hpp>
#include <structwire/protobuf/write_message.hpp>
#include <structwire/protobuf/writer.hpp>

#endif
