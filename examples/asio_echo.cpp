// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// An echo server and its clients as coroutines of Boost.Asio: one thread, as many conversations as there are.
#include <structwire/asio.hpp>
#include <structwire/framing.hpp>

#include <boost/asio.hpp>

#include <cstdio>
#include <exception>
#include <string>

#ifdef BOOST_ASIO_HAS_CO_AWAIT

namespace {

using boost::asio::awaitable;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;
using messages = structwire::framing<"u32be,limit=64k">;

constexpr int most_clients = 3;

awaitable<void> echo(tcp::socket peer) {
    structwire::frame_decoder<messages> in;
    boost::system::error_code ended;
    while (!ended) {
        auto token = boost::asio::redirect_error(use_awaitable, ended);
        const structwire::frame got = co_await structwire::asio::async_read_frame(peer, in, token);
        if (!ended) co_await structwire::asio::async_write_frame(peer, in.framer(), got.payload, token);
    }
    if (ended != boost::asio::error::eof) std::printf("server: %s\n", ended.message().c_str());
}

awaitable<void> serve(tcp::acceptor& door) {
    for (int client = 0; client != most_clients; ++client) {
        boost::asio::co_spawn(door.get_executor(), echo(co_await door.async_accept(use_awaitable)),
                              boost::asio::detached);
    }
}

// Sends all its questions at once, and counts the answers that are right.
awaitable<int> ask(tcp::endpoint at, std::string name) {
    tcp::socket peer(co_await boost::asio::this_coro::executor);
    co_await peer.async_connect(at, use_awaitable);
    structwire::frame_encoder<messages> out;
    for (int question = 0; question != 3; ++question) {
        const std::string text = name + std::to_string(question);
        if (!out.add(structwire::as_bytes(text))) co_return 0;
    }
    co_await structwire::asio::async_write_frames(peer, out, use_awaitable);
    peer.shutdown(tcp::socket::shutdown_send);

    structwire::frame_decoder<messages> in;
    int right = 0;
    for (int question = 0; question != 3; ++question) {
        const structwire::frame got = co_await structwire::asio::async_read_frame(peer, in, use_awaitable);
        if (structwire::as_text(got.payload) == name + std::to_string(question)) ++right;
    }
    co_return right;
}

int run() {
    boost::asio::io_context loop;
    tcp::acceptor door(loop, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));  // port 0: any that is free
    boost::asio::co_spawn(loop, serve(door), boost::asio::detached);
    int right = 0;
    for (int client = 0; client != most_clients; ++client) {
        boost::asio::co_spawn(loop, ask(door.local_endpoint(), "client " + std::to_string(client) + ", question "),
                              [&right](const std::exception_ptr& thrown, int answers) {
                                  if (!thrown) right += answers;
                              });
    }
    loop.run();  // until every coroutine has ended
    std::printf("%d of %d answers\n", right, 3 * most_clients);
    return right == 3 * most_clients ? 0 : 1;
}

}  // namespace

int main() {
    try {
        return run();
    } catch (const std::exception& thrown) {
        std::printf("%s\n", thrown.what());
        return 1;
    }
}

#else

int main() { std::puts("this Boost.Asio has no coroutines with this compiler"); }

#endif
