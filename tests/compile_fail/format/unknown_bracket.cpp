// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_bracket.*, 'q'>
#include <structwire/pack.hpp>

#include <cstddef>

extern const std::size_t size;
#ifdef STRUCTWIRE_FAULT
const std::size_t size = structwire::calcsize<">{q}">;
#else
const std::size_t size = structwire::calcsize<">q">;
#endif
