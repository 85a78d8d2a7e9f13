// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: bad_width.*, 'u'>
#include <structwire/pack.hpp>

#include <cstddef>

extern const std::size_t size;
#ifdef STRUCTWIRE_FAULT
const std::size_t size = structwire::calcsize<">{u65}">;
#else
const std::size_t size = structwire::calcsize<">{u64}">;
#endif
