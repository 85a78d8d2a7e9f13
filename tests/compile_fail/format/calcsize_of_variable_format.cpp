// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// first error: variable_size.*, 'H'>
#include <structwire/pack.hpp>

#include <cstddef>

extern const std::size_t size;
#ifdef STRUCTWIRE_FAULT
const std::size_t size = structwire::calcsize<">I{H:s}">;
#else
const std::size_t size = structwire::min_size<">I{H:s}">;
#endif
