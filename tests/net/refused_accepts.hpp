// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// When accept found no descriptor: what a server in the same process does then cannot be seen from outside.
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

}  // namespace net_support

#endif
