// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a stranger's first program needs from an installed structwire: headers, the library, C++23, no foreign flags.
#include <structwire/error.hpp>
#include <structwire/pack.hpp>
#include <structwire/version.hpp>
#ifdef CONSUMER_HAS_asio
#include <structwire/asio.hpp>
#endif
#ifdef CONSUMER_HAS_net
#include <structwire/net.hpp>
#endif
#ifdef CONSUMER_HAS_protobuf
#include <structwire/protobuf.hpp>
#endif

#include <cstdio>

// structwire's own warning flags would refuse both lines.
static long wide = 70000;
static short narrow = (short)wide + wide;

int main() {
    constexpr auto wire = structwire::pack<">I H 8s">(42, 7, "BTCUSD");
    const auto [id, kind, symbol] = structwire::unpack<">I H 8s">(wire);
    const auto failure = structwire::describe({.code = structwire::errc::short_buffer, .wanted = 14, .given = 3});
    std::printf("%u %d %s (%d)\n", id, kind, failure.c_str(), narrow);
    return id == 42 && kind == 7 && !failure.view().empty() && structwire::header_version.major_number == 0 ? 0 : 1;
}
