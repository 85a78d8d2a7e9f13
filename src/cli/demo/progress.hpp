// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A progress bar on a terminal, nothing elsewhere.
#ifndef STRUCTWIRE_CLI_DEMO_PROGRESS_HPP
#define STRUCTWIRE_CLI_DEMO_PROGRESS_HPP

#include <cstdint>
#include <string_view>

namespace structwire::cli {

/// One bar on stderr, redrawn at most 20 times per second and removed at the end.
class progress {
public:
    progress(std::string_view label, std::uint64_t total);
    ~progress();
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    /// Shows that `done` of the total are done.
    void show(std::uint64_t done);

private:
    std::string_view label_;
    std::uint64_t total_;
    std::int64_t next_draw_ = 0;  // steady clock, nanoseconds
    bool on_terminal_;
};

}  // namespace structwire::cli

#endif
