// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Failures of accept: seen, since what a server in the same process does then cannot be seen from outside, and made.
#ifndef STRUCTWIRE_TESTS_NET_REFUSED_ACCEPTS_HPP
#define STRUCTWIRE_TESTS_NET_REFUSED_ACCEPTS_HPP

#include <chrono>
#include <cstddef>
#include <vector>

namespace net_support {

/// The accepts of this process that have failed with EMFILE since this was made. One at a time.
class refused_accepts {
public:
    refused_accepts();

    [[nodiscard]] std::size_t count() const;

    /// Waits for the first `count` of them and gives their times, fewer where they do not come.
    [[nodiscard]] std::vector<std::chrono::steady_clock::time_point> wait_for(std::size_t count) const;
};

/// Makes the next accepts of this process fail with these errno values, in their order, while it lives. One at a time.
class injected_accepts {
public:
    explicit injected_accepts(std::vector<int> natives);
    ~injected_accepts();
    injected_accepts(const injected_accepts&) = delete;
    injected_accepts& operator=(const injected_accepts&) = delete;

    /// How many are left.
    [[nodiscard]] std::size_t left() const;
};

}  // namespace net_support

#endif
