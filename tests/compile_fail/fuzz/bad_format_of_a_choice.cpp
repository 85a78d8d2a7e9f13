// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_format<.*unbalanced, 13, '{'>
#include <structwire/fuzz.hpp>

namespace fuzz = structwire::fuzz;

bool parse(std::span<const std::byte> payload);

#ifdef STRUCTWIRE_FAULT
#define SECOND ">{H:s}:text: {B:s"
#else
#define SECOND ">{H:s}:text: {B:s}"
#endif

STRUCTWIRE_FUZZ_STREAM(fuzz::message(">B:kind:", fuzz::choice("kind", fuzz::when(1, ">I:id:", fuzz::range("id", 1, 5)),
                                                              fuzz::when(2, SECOND, fuzz::one_of("text", {"a", "b"})))),
                       structwire::framing<"u32be">{}, &parse)
