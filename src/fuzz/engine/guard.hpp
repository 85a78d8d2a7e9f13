// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Runs of the target, and what happens when one of them does not come back.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_GUARD_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_GUARD_HPP

#include <cstdint>
#include <sys/types.h>

#include "fuzz/engine/files.hpp"
#include "fuzz/engine/options.hpp"

namespace structwire::fuzz::engine {

enum class exit_status : std::uint8_t {
    good = 0,
    failed = 1,
    timeout = 70,
    out_of_memory = 71,
    interrupted = 72,
    crash = 77
};

// Catches signals, the end of the process by a sanitizer and by exit(), runs that take too long or too much memory.
void install_guard(const options& settings);

// Runs the target once on a copy of exactly this size. False if the target does not want the input in the corpus.
bool run_target(input_view bytes);

std::uint64_t executions();
// Ends the program if the latest run lost memory, as LeakSanitizer sees it. Repeats the run: a target may keep something
// once. The bytes that were run are still there; what coverage says of them is no more.
void check_leaks();
// A signal asked the program to stop. What is between two runs asks for this; a run that goes on for more than a second
// is ended, and so is the whole program at the second signal.
bool is_interrupted();
// The status of what came to its end, or was stopped, which this says.
exit_status good_unless_interrupted();
// Changes once a second.
unsigned seconds();
std::uint64_t peak_memory_mb();

// The process that a signal is passed on to; 0: none.
void set_child(pid_t child);
// Inputs that a search adds to the corpus, for the statistics.
void count_new_input();
// If they are wanted. A finding and a signal print them too.
void print_final_stats();

// The inputs that follow are this file or, nullptr, no file at all: of a file no other is written when it ends the
// program.
void set_source(const char* path);

// For a child process that may crash: no report, no file, only the exit status.
void become_child();

}  // namespace structwire::fuzz::engine

#endif
