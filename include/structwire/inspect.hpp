// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Bytes, values and errors for people: annotated dumps and marked texts.
///
/// - dump() shows which bytes of a record are which field, also of one that is too short or too long.
/// - mark() puts a caret under the character of a format, framing or endpoint that an error is about.
/// - value_text(), value_json() and quoted() write single values.
///
/// All of them return std::string and need `<string>`, which packing and framing do without.
#ifndef STRUCTWIRE_INSPECT_ALL_HPP
#define STRUCTWIRE_INSPECT_ALL_HPP

#include <structwire/inspect/dump.hpp>
#include <structwire/inspect/mark.hpp>
#include <structwire/inspect/value_text.hpp>

#endif
