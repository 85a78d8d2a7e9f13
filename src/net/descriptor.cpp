// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Ownership of one file descriptor.
#include <structwire/net/descriptor.hpp>

#include <unistd.h>

namespace structwire::net {

void descriptor::reset(int number) noexcept {
    const int old = std::exchange(number_, number);
    if (old >= 0) ::close(old);
}

}  // namespace structwire::net
