// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Everything of Protocol Buffers as payload. It includes no header of the runtime.
#ifndef STRUCTWIRE_PROTOBUF_HPP
#define STRUCTWIRE_PROTOBUF_HPP

#include <structwire/protobuf/message.hpp>
#include <structwire/protobuf/reader.hpp>
#include <structwire/protobuf/writer.hpp>

#endif
