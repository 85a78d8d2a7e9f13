// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The code of docs/asio.md, word for word.
#include <structwire/asio.hpp>
#include <structwire/framing.hpp>

#include <boost/asio.hpp>

#include <cstdio>
#include <exception>

#include "asio/asio_support.hpp"
#include "support/catch.hpp"

namespace {

#ifdef BOOST_ASIO_HAS_CO_AWAIT

using messages = structwire::framing<"u32be,limit=64k">;

boost::asio::awaitable<void> answer(boost::asio::ip::tcp::socket peer) {
    structwire::frame_decoder<messages> in;  // one for each stream, for as long as it is read
    for (;;) {
        const auto question = co_await structwire::asio::async_read_frame(peer, in, boost::asio::use_awaitable);
        co_await structwire::asio::async_write_frame(peer, in.framer(), question.payload, boost::asio::use_awaitable);
    }
}

TEST_CASE("asio.md: its coroutine answers until the peer ends", "[asio][docs]") {
    using boost::asio::ip::tcp;
    boost::asio::io_context context;
    tcp::acceptor door(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    tcp::socket socket(context);
    socket.connect(door.local_endpoint());
    boost::system::error_code ended;
    boost::asio::co_spawn(context, answer(door.accept()), [&](const std::exception_ptr& thrown) {
        try {
            std::rethrow_exception(thrown);
        } catch (const boost::system::system_error& failure) {
            ended = failure.code();
        }
    });
    structwire::frame_encoder<messages> out;
    CHECK(out.add(structwire::as_bytes("one")));
    CHECK(out.add(structwire::as_bytes("two")));
    CHECK(structwire::asio::write_frames(socket, out).value() == 14);
    socket.shutdown(tcp::socket::shutdown_send);
    asio_support::run(context);
    CHECK(ended == boost::asio::error::eof);
    structwire::frame_decoder<messages> in;
    CHECK(structwire::as_text(structwire::asio::read_frame(socket, in).value().payload) == "one");
    CHECK(structwire::as_text(structwire::asio::read_frame(socket, in).value().payload) == "two");
    CHECK(structwire::asio::read_frame(socket, in).error().code == structwire::errc::closed);
}

#endif

TEST_CASE("asio.md: its callback compares an error_code with an errc", "[asio][docs]") {
    boost::asio::io_context context;
    asio_support::scripted_stream peer(context, {{"a line\r\n"}});
    structwire::frame_decoder<structwire::framing<"crlf">> in;
    structwire::asio::async_read_frame(peer, in, [&](boost::system::error_code failure, structwire::frame line) {
        if (failure == structwire::errc::too_long) std::puts(describe(in.last_error()).c_str());
        if (!failure) std::printf("%zu bytes\n", line.payload.size());
    });
    asio_support::run(context);
    CHECK(in.offset() == 8);
}

}  // namespace
