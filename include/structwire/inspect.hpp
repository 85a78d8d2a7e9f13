// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Bytes, values and errors for people: annotated dumps and marked texts.
#ifndef STRUCTWIRE_INSPECT_ALL_HPP
#define STRUCTWIRE_INSPECT_ALL_HPP

#include <structwire/inspect/dump.hpp>
#include <structwire/inspect/mark.hpp>
#include <structwire/inspect/value_text.hpp>

#endif
