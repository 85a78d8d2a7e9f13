// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Files run as they are, without a search.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_RUN_FILES_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_RUN_FILES_HPP

#include "fuzz/engine/guard.hpp"
#include "fuzz/engine/options.hpp"

namespace structwire::fuzz::engine {

// Runs each file of `settings.paths`, and those of folders.
exit_status run_files(const options& settings);

// What all programs do first: the target's own initialization, the command line, the guard. Nothing: print no more and
// exit with the status.
struct start_result {
    bool go_on = false;
    exit_status status = exit_status::good;
};
start_result start_program(int& argc, char**& argv, options& settings);

}  // namespace structwire::fuzz::engine

#endif
