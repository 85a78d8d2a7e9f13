// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: the function takes bytes .a std::span, .* or a pointer and a size. or const structwire::fuzz::chunks&
#include <structwire/fuzz.hpp>

#ifdef STRUCTWIRE_FAULT
bool parse(const char* stream);
#else
bool parse(const char* stream, std::size_t size);
#endif

STRUCTWIRE_FUZZ_STREAM(">Ib", "u32be", &parse)
