// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: the function returns nothing, bool or std::expected
#include <structwire/fuzz.hpp>

#ifdef STRUCTWIRE_FAULT
int parse(const std::uint8_t* data, std::size_t size);
#else
bool parse(const std::uint8_t* data, std::size_t size);
#endif

STRUCTWIRE_FUZZ(">Ib", "u32be", &parse)
