// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The oracles: what must hold for any input, without knowing what the input means.
///
/// | rule | in a unit test | in a fuzz target |
/// |---|---|---|
/// | the result does not depend on how the stream is cut | check_any_split(function, stream) | STRUCTWIRE_FUZZ_STREAM with a function of chunks, any_split(function) |
/// | a framer keeps its contract | check_framer(framer, stream) | a framer as framing, conforming(framer) |
/// | unpack, pack, unpack gives the same values, pack the same bytes | check_round_trip(format, bytes) | round_trip(format) |
/// | parse, serialize, parse gives the same value | check_round_trip(parse, serialize, bytes) | round_trip(parse, serialize) |
/// | parse, serialize gives the same bytes | check_canonical(parse, serialize, bytes) | canonical(parse, serialize) |
/// | two parsers agree | check_same(first, second, bytes) | same(first, second) |
/// | memory and time stay in proportion to the input | check_bounds(limits, function, bytes) | bounded(limits, function) |
/// | nothing is read outside the input | on_exact_copy(function, bytes) | a sanitizer: all inputs are exact copies |
///
/// The functions of the second column need no fuzzer: they return a finding, or nothing, and run in any test program
/// that links structwire::fuzz. Those of the third column are made for STRUCTWIRE_FUZZ and STRUCTWIRE_FUZZ_STREAM: they
/// give an object that is called with each input, and stop() on a finding. They may stand inside each other:
/// `fuzz::bounded({.max_allocations = 10}, fuzz::same(&parse_fast, &parse_slow))`. A function with a state is made anew
/// for each input by a function without parameters around them.
#ifndef STRUCTWIRE_FUZZ_ORACLES_HPP
#define STRUCTWIRE_FUZZ_ORACLES_HPP

#include <structwire/fuzz/finding.hpp>
#include <structwire/fuzz/guarded_copy.hpp>
#include <structwire/fuzz/limits.hpp>
#include <structwire/fuzz/oracles/any_split.hpp>
#include <structwire/fuzz/oracles/bounds.hpp>
#include <structwire/fuzz/oracles/round_trip.hpp>
#include <structwire/fuzz/oracles/same.hpp>

#endif
