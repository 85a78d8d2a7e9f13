// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A client of structwire::net and a server of structwire::asio, and blocking calls that signals interrupt.
#include <structwire/net.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <thread>

#include "asio/asio_support.hpp"
#include "net/net_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace asio_support;
using boost::asio::ip::tcp;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::frame_decoder;
namespace asio = structwire::asio;
namespace net = structwire::net;

TEST_CASE("asio: a client of structwire::net talks to a server of structwire::asio", "[asio][interop]") {
    boost::asio::io_context context;
    tcp::acceptor door(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    std::string seen, last;
    std::jthread asking([&, port = door.local_endpoint().port()] {
        net::connection<messages> peer(net_support::dial(net::endpoint::tcp("127.0.0.1", port)));
        for (const std::string_view text : {"one", "", "three"}) {
            if (!peer.queue_frame(as_bytes(text))) return;
        }
        if (!peer.shutdown_write(net_support::patience())) return;
        for (;;) {
            const auto answer = peer.read_frame(net_support::patience());
            if (!answer) {
                last = structwire::name(answer.error().code);
                return;
            }
            seen += std::string(as_text(answer->payload)) + ";";
        }
    });
    tcp::socket socket = door.accept();
    frame_decoder<messages> decoder;
    structwire::frame_encoder<messages> out;
    read_result got{};
    while (!(got = read_one(context, socket, decoder)).code) CHECK(out.add(as_bytes(got.payload + "!")));
    CHECK(got.code == boost::asio::error::eof);
    CHECK(write_one(context, [&](auto handler) { asio::async_write_frames(socket, out, std::move(handler)); }).count ==
          4 + 4 + 4 + 3 + 8);
    socket.close();
    asking.join();
    CHECK(seen == "one!;!;three!;");
    CHECK(last == "closed");
}

TEST_CASE("asio: blocking calls go on while signals arrive", "[asio][interop][rule-09]") {
    boost::asio::io_context context;
    tcp::acceptor door(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    tcp::socket near_end(context);
    near_end.connect(door.local_endpoint());
    tcp::socket far_end = door.accept();
    near_end.set_option(boost::asio::socket_base::send_buffer_size(4096));
    const std::string payload(4 << 20, 'x');
    const structwire::framing<"u32be,limit=8M"> rules;
    std::size_t received = 0;
    std::jthread peer([&] {
        net_support::signal_storm::wait_for(50);  // the writer waits meanwhile
        frame_decoder<structwire::framing<"u32be,limit=8M">> decoder;
        const auto got = asio::read_frame(far_end, decoder);
        if (got) received = got->payload.size();
        net_support::signal_storm::wait_for(50);  // and now the reader
        (void)asio::write_frame(far_end, rules, as_bytes("done"));
    });
    const net_support::signal_storm storm;
    CHECK(asio::write_frame(near_end, rules, as_bytes(payload)).value() == payload.size() + 4);
    frame_decoder<messages> decoder;
    const auto answer = asio::read_frame(near_end, decoder);
    REQUIRE(answer.has_value());
    CHECK(as_text(answer->payload) == "done");
    peer.join();
    CHECK(received == payload.size());
}

}  // namespace
