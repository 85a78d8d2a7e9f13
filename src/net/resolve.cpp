// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// From host names to numeric addresses.
#include <structwire/net/resolve.hpp>

#include "address.hpp"

namespace structwire::net {

std::expected<std::vector<endpoint>, error> resolve(const endpoint& from) {
    const auto addresses = detail::resolve(from, false);
    if (!addresses) return std::unexpected(addresses.error());
    std::vector<endpoint> result;
    for (const detail::address& each : *addresses) {
        auto next = detail::to_endpoint(each);
        if (!next) return std::unexpected(next.error());
        result.push_back(*std::move(next));
    }
    return result;
}

}  // namespace structwire::net
