// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: the function takes bytes .a std::span, .* or a pointer and a size. or const structwire::frame&
#include <structwire/fuzz.hpp>

#include <string>

#ifdef STRUCTWIRE_FAULT
bool parse(const std::string& payload);
#else
bool parse(std::string_view payload);
#endif

STRUCTWIRE_FUZZ(">Ib", "u32be", &parse)
