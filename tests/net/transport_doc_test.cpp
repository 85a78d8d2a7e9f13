// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The code of docs/transport.md, word for word.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>

#include <string>
#include <string_view>
#include <thread>

#include "support/catch.hpp"

using namespace std::chrono_literals;
namespace net = structwire::net;

namespace {

std::expected<std::string, structwire::error> ask(std::string_view where, std::string_view question) {
    const auto until = net::deadline::in(5s);     // for everything together
    const auto at = net::endpoint::parse(where);  // "tcp://localhost:7000"
    if (!at) return std::unexpected(at.error());
    auto peer = net::connect(*at, {.until = until});
    if (!peer) return std::unexpected(peer.error());
    net::connection<structwire::framing<"u32be,limit=64k">> frames(*std::move(peer));
    if (auto sent = frames.write_frame(structwire::as_bytes(question), until); !sent) {
        return std::unexpected(sent.error());
    }
    const auto answer = frames.read_frame(until);
    if (!answer) return std::unexpected(answer.error());
    return std::string(structwire::as_text(answer->payload));
}

std::expected<net::server_statistics, structwire::error> serve(net::listener door, std::stop_token stop) {
    auto echo = [] {  // called for each connection: what the handler holds needs no lock
        return [count = 0](const structwire::frame& in, net::reply& out) mutable {
            if (++count == 1000) out.close();  // enough for one connection
            return out.write(in.payload);
        };
    };
    net::server server(std::move(door), structwire::framing<"u32be,limit=64k">{}, echo);
    const std::stop_callback on_stop(stop, [&server] { server.stop(); });  // signal handlers may call stop() too
    return server.run();
}

TEST_CASE("transport.md: its client and its server talk to each other", "[net][docs]") {
    auto door = net::listener::open(net::endpoint::tcp("127.0.0.1", 0)).value();
    const auto where = door.local_endpoint()->to_string();
    std::expected<net::server_statistics, structwire::error> served;
    {
        const std::jthread server([&](const std::stop_token& stop) { served = serve(std::move(door), stop); });
        CHECK(ask(where, "hello").value() == "hello");
        CHECK(ask(where, "").value().empty());
    }
    CHECK(served.value().frames_sent == 2);
    CHECK(ask(where, "anybody there?").error().code == structwire::errc::refused);
    CHECK(ask("localhost", "").error().position == 0);
}

}  // namespace
