// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames over the system's streams: TCP, local sockets, pipes; coroutines, cancellation, memory.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <concepts>
#include <exception>
#include <unistd.h>

#include "asio/asio_support.hpp"
#include "support/catch.hpp"
#include "support/counting_new.hpp"

namespace {

using namespace asio_support;
using boost::asio::ip::tcp;
using namespace std::string_view_literals;
using local = boost::asio::local::stream_protocol;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::frame_decoder;
namespace io = boost::asio::error;
namespace asio = structwire::asio;

/// Two connected sockets of one kind.
template <class Protocol>
struct socket_pair {
    explicit socket_pair(boost::asio::io_context& context) : near_end(context), far_end(context) {
        if constexpr (std::same_as<Protocol, tcp>) {
            tcp::acceptor door(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
            near_end.connect(door.local_endpoint());
            door.accept(far_end);
        } else {
            boost::asio::local::connect_pair(near_end, far_end);
        }
    }

    typename Protocol::socket near_end, far_end;
};

/// Bytes that no two neighbouring runs have in common.
std::string some_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t index = 0; index != size; ++index) bytes[index] = static_cast<char>(index * 7 + (index >> 8));
    return bytes;
}

/// Answers every frame with itself, until the peer ends; remembers how it ended.
template <class Stream>
class echo {
public:
    explicit echo(Stream& stream) : stream_(&stream) { read(); }

    error_code ended;
    int frames = 0;

private:
    using messages = structwire::framing<"u32be,limit=4M">;

    void read() {
        asio::async_read_frame(*stream_, decoder_, [this](error_code code, const structwire::frame& got) {
            if (code) {
                ended = code;
                return;
            }
            ++frames;
            asio::async_write_frame(*stream_, decoder_.framer(), got.payload, [this](error_code failed, std::size_t) {
                ended = failed;
                if (!failed) read();
            });
        });
    }

    Stream* stream_;
    frame_decoder<messages> decoder_;
};

TEMPLATE_TEST_CASE("asio: frames of every size come back from an echo over small buffers", "[asio][streams]", tcp,
                   local) {
    boost::asio::io_context context;
    socket_pair<TestType> ends(context);
    for (auto* const end : {&ends.near_end, &ends.far_end}) {
        end->set_option(boost::asio::socket_base::send_buffer_size(4096));
        if constexpr (std::same_as<TestType, tcp>) end->set_option(tcp::no_delay(true));  // else each write waits 40 ms
    }
    echo served(ends.far_end);
    const structwire::framing<"u32be,limit=4M"> rules;
    frame_decoder<structwire::framing<"u32be,limit=4M">> decoder;
    for (const std::size_t size : {0u, 1u, 5000u, 70'000u, 1'000'000u}) {
        const std::string payload = some_bytes(size);
        write_result sent{io::timed_out, 0};
        read_result got{io::timed_out};
        asio::async_write_frame(ends.near_end, rules, as_bytes(payload),
                                [&](error_code code, std::size_t count) { sent = {code, count}; });
        asio::async_read_frame(ends.near_end, decoder, [&](error_code code, const structwire::frame& frame) {
            got = copy_of(code, frame);
            context.stop();  // the echo waits on
        });
        run(context);
        CHECK(sent == write_result{{}, size + 4});
        CHECK(got.code == error_code{});
        CHECK((got.payload == payload));
    }
    ends.near_end.shutdown(boost::asio::socket_base::shutdown_send);
    run(context);
    CHECK(served.frames == 5);
    CHECK(served.ended == io::eof);
}

TEST_CASE("asio: a half-closed peer gets its answers", "[asio][streams][rule-01]") {
    boost::asio::io_context context;
    socket_pair<tcp> ends(context);
    echo served(ends.far_end);
    structwire::frame_encoder<messages> out;
    REQUIRE(out.add(as_bytes("one")));
    REQUIRE(out.add(as_bytes("two")));
    CHECK(asio::write_frames(ends.near_end, out).value() == 14);
    ends.near_end.shutdown(tcp::socket::shutdown_send);
    run(context);
    CHECK(served.frames == 2);
    CHECK(served.ended == io::eof);
    ends.far_end.close();
    frame_decoder<messages> decoder;
    CHECK(as_text(asio::read_frame(ends.near_end, decoder).value().payload) == "one");
    CHECK(as_text(asio::read_frame(ends.near_end, decoder).value().payload) == "two");
    CHECK(asio::read_frame(ends.near_end, decoder).error().code == errc::closed);
}

TEMPLATE_TEST_CASE("asio: the end is given call after call, also behind a last frame", "[asio][streams][rule-01]", tcp,
                   local) {
    boost::asio::io_context context;
    socket_pair<TestType> ends(context);
    boost::asio::write(ends.near_end, boost::asio::buffer("a\nb", 3));
    ends.near_end.close();
    frame_decoder<structwire::framing<"line">> decoder;
    CHECK(read_one(context, ends.far_end, decoder).payload == "a");
    CHECK(read_one(context, ends.far_end, decoder).payload == "b");
    for (int call = 0; call < 4; ++call) CHECK(read_one(context, ends.far_end, decoder).code == io::eof);
    CHECK(asio::read_frame(ends.far_end, decoder).error().code == errc::closed);
}

TEST_CASE("asio: a real reset comes behind the frames, and never turns into an end",
          "[asio][streams][rule-03][rule-04][rule-05]") {
    boost::asio::io_context context;
    const bool blocking = GENERATE(false, true);
    socket_pair<tcp> ends(context);
    const std::string wire = "\0\0\0\3one\0\0"s;
    boost::asio::write(ends.near_end, boost::asio::buffer(wire));
    frame_decoder<messages> decoder;
    CHECK(read_one(context, ends.far_end, decoder).payload == "one");
    ends.near_end.set_option(boost::asio::socket_base::linger(true, 0));
    ends.near_end.close();  // a reset
    for (int call = 0; call < 3; ++call) {
        if (blocking) {
            const auto said = asio::read_frame(ends.far_end, decoder);
            REQUIRE_FALSE(said.has_value());
            CHECK(said.error().code == errc::reset);
            CHECK(said.error().native == ECONNRESET);
        } else {
            CHECK(read_one(context, ends.far_end, decoder).code == io::connection_reset);
        }
    }
    // What the system itself says from then on.
    std::array<char, 1> byte;
    error_code code;
    ends.far_end.read_some(boost::asio::buffer(byte), code);
    CHECK(code == io::eof);
}

TEST_CASE("async_read_frame: cancelled by its socket, and called again, loses nothing", "[asio][streams]") {
    boost::asio::io_context context;
    socket_pair<local> ends(context);
    frame_decoder<messages> decoder;
    for (const std::string_view part : {"\0\0"sv, "\0\3o"sv}) {
        boost::asio::write(ends.near_end, boost::asio::buffer(part));
        read_result got{};
        asio::async_read_frame(ends.far_end, decoder,
                               [&](error_code code, const structwire::frame& frame) { got = copy_of(code, frame); });
        context.restart();
        for (const std::size_t before = decoder.pending_bytes(); decoder.pending_bytes() == before;) {
            REQUIRE(context.run_one_for(std::chrono::seconds(20)) == 1);
        }
        ends.far_end.cancel();
        run(context);
        CHECK(got.code == io::operation_aborted);
    }
    boost::asio::write(ends.near_end, boost::asio::buffer("ne", 2));
    CHECK(read_one(context, ends.far_end, decoder) == read_result{{}, "one", 0});
}

TEST_CASE("asio: a pipe is a stream as well", "[asio][streams]") {
    boost::asio::io_context context;
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    boost::asio::posix::stream_descriptor from(context, ends[0]), to(context, ends[1]);
    const structwire::framing<"crlf"> rules;
    frame_decoder<structwire::framing<"crlf">> decoder;
    CHECK(asio::write_frame(to, rules, as_bytes("a line")).value() == 8);
    CHECK(read_one(context, from, decoder).payload == "a line");
    to.close();
    CHECK(read_one(context, from, decoder).code == io::eof);
}

#ifdef BOOST_ASIO_HAS_CO_AWAIT

TEST_CASE("asio: a coroutine reads and writes with use_awaitable", "[asio][streams][coroutine]") {
    boost::asio::io_context context;
    socket_pair<tcp> ends(context);
    const auto serve = [&]() -> boost::asio::awaitable<void> {
        frame_decoder<messages> in;
        structwire::frame_encoder<messages> out;
        for (;;) {
            const structwire::frame got = co_await asio::async_read_frame(ends.far_end, in, boost::asio::use_awaitable);
            const bool added = out.add(got.payload) && out.add(as_bytes("again"));
            if (!added) co_return;
            co_await asio::async_write_frames(ends.far_end, out, boost::asio::use_awaitable);
        }
    };
    std::vector<std::string> seen;
    const auto ask = [&]() -> boost::asio::awaitable<void> {
        frame_decoder<messages> in;
        for (const std::string_view question : {"one"sv, ""sv, "three"sv}) {
            // The framer is a temporary, and the operation starts only when it is awaited.
            auto write =
                asio::async_write_frame(ends.near_end, messages{}, as_bytes(question), boost::asio::use_awaitable);
            co_await std::move(write);
            for (int answer = 0; answer < 2; ++answer) {
                const auto got = co_await asio::async_read_frame(ends.near_end, in, boost::asio::use_awaitable);
                seen.emplace_back(as_text(got.payload));
            }
        }
        ends.near_end.shutdown(tcp::socket::shutdown_send);
    };
    error_code ended;
    boost::asio::co_spawn(context, serve, [&](const std::exception_ptr& thrown) {
        try {
            if (thrown) std::rethrow_exception(thrown);
        } catch (const boost::system::system_error& failure) {
            ended = failure.code();
        }
    });
    boost::asio::co_spawn(context, ask, boost::asio::detached);
    run(context);
    CHECK(seen == std::vector<std::string>{"one", "again", "", "again", "three", "again"});
    CHECK(ended == io::eof);
}

TEST_CASE("asio: the token can be the socket's default", "[asio][streams][coroutine]") {
    using socket_type = boost::asio::use_awaitable_t<>::as_default_on_t<tcp::socket>;
    boost::asio::io_context context;
    socket_pair<tcp> ends(context);
    socket_type near_end(std::move(ends.near_end));
    std::string seen;
    const auto talk = [&]() -> boost::asio::awaitable<void> {
        structwire::frame_encoder<structwire::framing<"grpc">> out;
        const bool added = out.add(as_bytes("c"), as_bytes("\1"sv)).has_value();
        structwire::framing<"grpc"> rules;
        co_await asio::async_write_frame(near_end, rules, as_bytes("ab"), as_bytes("\1"sv));
        if (added) co_await asio::async_write_frames(near_end, out);
        ends.far_end.shutdown(tcp::socket::shutdown_send);
        frame_decoder<messages> in;
        try {
            co_await asio::async_read_frame(near_end, in);
        } catch (const boost::system::system_error& failure) {
            seen = failure.code() == io::eof ? "eof" : "?";
        }
    };
    boost::asio::co_spawn(context, talk, boost::asio::detached);
    run(context);
    CHECK(seen == "eof");
    frame_decoder<structwire::framing<"grpc">> decoder;
    CHECK(read_one(context, ends.far_end, decoder) == read_result{{}, "ab", 0, "\1"});
    CHECK(read_one(context, ends.far_end, decoder) == read_result{{}, "c", 7, "\1"});
}

#endif

/// `rounds` frames: `send(stream, done)`, then a read, then the next one; the handlers are small.
template <class Send>
struct exchange {
    socket_pair<local>& ends;
    frame_decoder<messages>& decoder;
    Send send;
    int left = 200;
    std::size_t before = 0, during = 0;  // allocations up to the middle, and from there

    void next() {
        // Within one run: Asio keeps the memory of finished operations for the next ones as long as that lasts.
        if (left == 100) before = structwire::testing::allocations;
        if (left == 0) during = structwire::testing::allocations - before;
        if (left-- == 0) return;
        send(ends.near_end, [this](error_code, std::size_t) {
            asio::async_read_frame(ends.far_end, decoder, [this](error_code, const structwire::frame&) { next(); });
        });
    }
};

TEST_CASE("asio: allocations per frame in the steady state", "[asio][streams]") {
    boost::asio::io_context context;
    socket_pair<local> ends(context);
    frame_decoder<messages> decoder;
    structwire::frame_encoder<messages> out;
    const messages rules;
    const auto allocations = [&](auto send) {
        exchange<decltype(send)> all{ends, decoder, send};
        boost::asio::post(context, [&all] { all.next(); });
        context.restart();
        context.run();
        return all.during;
    };
    CHECK(allocations([&](local::socket& to, auto done) {
              const auto count = asio::write_frame(to, rules, as_bytes("hello"));
              done(error_code{}, count.value_or(0));
          }) == 0);
    CHECK(allocations([&](local::socket& to, auto done) {
              (void)out.add(as_bytes("hello"));
              asio::async_write_frames(to, out, done);
          }) == 0);
    // What the pieces of the frame point into.
    CHECK(allocations([&](local::socket& to, auto done) {
              asio::async_write_frame(to, rules, as_bytes("hello"), done);
          }) == 100);
}

}  // namespace
