// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The compile-time format layer: format strings checked by the compiler, packed and unpacked at the cost of
/// handwritten loads and stores. The run-time form has its own header, structwire/format.hpp.
#ifndef STRUCTWIRE_PACK_ALL_HPP
#define STRUCTWIRE_PACK_ALL_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/format/static_layout.hpp>
#include <structwire/pack/calcsize.hpp>
#include <structwire/pack/escapes.hpp>
#include <structwire/pack/group.hpp>
#include <structwire/pack/pack.hpp>
#include <structwire/pack/try_pack.hpp>
#include <structwire/pack/unpack.hpp>

#endif
