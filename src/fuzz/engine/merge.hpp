// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Several corpus folders made one, without what adds nothing.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_MERGE_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_MERGE_HPP

#include "fuzz/engine/guard.hpp"
#include "fuzz/engine/options.hpp"

namespace structwire::fuzz::engine {

// Adds to the first folder the smallest inputs of the others that reach what it does not. Inputs that end the program
// are left out, with a message.
exit_status merge(const options& settings);

}  // namespace structwire::fuzz::engine

#endif
