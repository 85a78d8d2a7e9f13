// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A smaller input with the same end.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_MINIMIZE_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_MINIMIZE_HPP

#include "fuzz/engine/guard.hpp"
#include "fuzz/engine/options.hpp"

namespace structwire::fuzz::engine {

// Makes the one file of `settings.paths` smaller: parts left out first, then `settings.runs` mutations without success.
exit_status minimize(const options& settings);

}  // namespace structwire::fuzz::engine

#endif
