// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_shape.*, ';'>
#include <structwire/pack.hpp>

#include <cstddef>

extern const std::size_t size;
#ifdef STRUCTWIRE_FAULT
const std::size_t size = structwire::calcsize<">(2;3)f">;
#else
const std::size_t size = structwire::calcsize<">(2,3)f">;
#endif
