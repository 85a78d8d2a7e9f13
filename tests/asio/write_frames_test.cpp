// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of structwire/asio/write_frames.hpp without a system behind the stream.
#include <structwire/asio/write_frames.hpp>

#include <boost/asio/use_future.hpp>

#include <future>

#include "asio/asio_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace asio_support;
using structwire::as_bytes;
using structwire::errc;
namespace io = boost::asio::error;

using encoder = structwire::frame_encoder<messages>;

const std::string two_frames = "\0\0\0\3one\0\0\0\3two"s;

encoder with_two_frames() {
    encoder out;
    REQUIRE(out.add(as_bytes("one")));
    REQUIRE(out.add(as_bytes("two")));
    return out;
}

write_result write(boost::asio::io_context& context, scripted_stream& stream, encoder& out) {
    return write_one(context,
                     [&](auto handler) { structwire::asio::async_write_frames(stream, out, std::move(handler)); });
}

TEST_CASE("asio: a batch is one write, and the encoder is empty behind it", "[asio][write_frames][rule-17]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    encoder out = with_two_frames();
    if (GENERATE(true, false)) {
        CHECK(write(context, stream, out) == write_result{{}, 14});
    } else {
        CHECK(structwire::asio::write_frames(stream, out).value() == 14);
    }
    CHECK(stream.written == two_frames);
    CHECK(stream.write_calls == 1);
    CHECK(out.bytes().empty());
}

TEST_CASE("asio: a batch without frames is no write", "[asio][write_frames]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    encoder out;
    CHECK(write(context, stream, out) == write_result{{}, 0});  // checks that it was posted
    CHECK(structwire::asio::write_frames(stream, out).value() == 0);
    CHECK(stream.write_calls == 0);
}

TEST_CASE("asio: a batch that goes in parts is sent whole", "[asio][write_frames]") {
    const std::size_t most = GENERATE(1u, 2u, 5u);
    const bool blocking = GENERATE(false, true);
    boost::asio::io_context context;
    scripted_stream stream(context);
    for (std::size_t call = 0; call != 14; ++call) stream.writes.push_back(taking(most));
    encoder out = with_two_frames();
    error_code code;
    if (blocking) {
        stream.writes.push_front(failing(io::interrupted));
        CHECK(structwire::asio::write_frames(stream, out, code) == 14);
        CHECK_FALSE(code);
    } else {
        CHECK(write(context, stream, out) == write_result{{}, 14});
    }
    CHECK(stream.written == two_frames);
    CHECK(out.bytes().empty());
}

TEST_CASE("asio: what went of a batch is consumed when the write fails", "[asio][write_frames]") {
    const bool blocking = GENERATE(false, true);
    boost::asio::io_context context;
    scripted_stream stream(context);
    stream.writes = {taking(9), failing(io::operation_aborted)};
    encoder out = with_two_frames();
    error_code code;
    if (blocking) {
        CHECK(structwire::asio::write_frames(stream, out, code) == 9);
        CHECK(code == io::operation_aborted);
    } else {
        CHECK(write(context, stream, out) == write_result{io::operation_aborted, 9});
    }
    CHECK(structwire::as_text(out.bytes()) == two_frames.substr(9));
    stream.writes = {failing(io::connection_reset)};
    CHECK(structwire::asio::write_frames(stream, out).error() ==
          structwire::error{.code = errc::reset,
                            .during = structwire::operation::write,
                            .native = error_code(io::connection_reset).value()});
    auto future = structwire::asio::async_write_frames(stream, out, boost::asio::use_future);
    run(context);
    CHECK(future.get() == 5);
    CHECK(stream.written == two_frames);
}

}  // namespace
