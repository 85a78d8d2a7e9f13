// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The run-time format layer: formats from configuration or a command line. Apart from structwire/pack.hpp because
/// it needs `<vector>`, which compile-time formats do not; structwire/pack/format_text.hpp, which needs `<string>`, is
/// included by those who write formats.
#ifndef STRUCTWIRE_FORMAT_ALL_HPP
#define STRUCTWIRE_FORMAT_ALL_HPP

#include <structwire/format/reader.hpp>
#include <structwire/pack/format.hpp>
#include <structwire/pack/value.hpp>

#endif
