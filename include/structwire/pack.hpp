// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The compile-time format layer: format strings checked by the compiler, packed and unpacked at the cost of
/// handwritten loads and stores. Three things have their own headers because of what these cost to compile: the run-time
/// form (structwire/format.hpp), packing records of variable size (structwire/pack/variable.hpp), and to_tuple
/// (structwire/pack/to_tuple.hpp).
#ifndef STRUCTWIRE_PACK_ALL_HPP
#define STRUCTWIRE_PACK_ALL_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/format/static_layout.hpp>
#include <structwire/pack/aggregate.hpp>
#include <structwire/pack/array.hpp>
#include <structwire/pack/calcsize.hpp>
#include <structwire/pack/escapes.hpp>
#include <structwire/pack/group.hpp>
#include <structwire/pack/layout_matches.hpp>
#include <structwire/pack/pack.hpp>
#include <structwire/pack/packable.hpp>
#include <structwire/pack/records.hpp>
#include <structwire/pack/try_pack.hpp>
#include <structwire/pack/unpack.hpp>
#include <structwire/pack/view.hpp>

#endif
