// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of structwire/asio/read_frame.hpp without a system behind the stream.
#include <structwire/asio/read_frame.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>
#include <future>
#include <memory>
#include <vector>

#include "asio/asio_support.hpp"
#include "support/catch.hpp"
#include "support/resuming_framer.hpp"

namespace {

using namespace asio_support;
using structwire::any_framing;
using structwire::errc;
using structwire::frame_decoder;
namespace io = boost::asio::error;

/// Two frames of `messages`, "one" and "two", at offsets 0 and 7.
const std::string two_frames = "\0\0\0\3one\0\0\0\3two"s;

/// How `decoder` ends every stream of bytes on its own.
std::vector<read_result> events_of(any_framing framing, std::string_view wire) {
    std::vector<read_result> all;
    frame_decoder<any_framing> decoder(framing);
    const auto take = [&](const structwire::frame_event& event) {
        all.push_back(event ? copy_of({}, *event) : copy_of(event.error().code, {}));
    };
    for (const auto& event : decoder.feed(structwire::as_bytes(wire))) take(event);
    while (!decoder.failed()) {
        const auto last = decoder.finish();
        if (!last) break;
        take(*last);
    }
    if (!decoder.failed()) all.push_back(copy_of(io::eof, {}));
    return all;
}

std::vector<read_result> read_all(any_framing framing, std::deque<scripted_call> calls, bool blocking) {
    boost::asio::io_context context;
    scripted_stream stream(context, std::move(calls));
    frame_decoder<any_framing> decoder(framing);
    std::vector<read_result> all;
    do {
        if (blocking) {
            error_code code;
            const structwire::frame got = structwire::asio::read_frame(stream, decoder, code);
            all.push_back(copy_of(code, got));
        } else {
            all.push_back(read_one(context, stream, decoder));
        }
        if (all.size() > 100) break;
    } while (all.back().code != io::eof && !decoder.failed());
    return all;
}

TEST_CASE("asio: every chunking gives the same frames and the same end", "[asio][read_frame]") {
    struct conversation {
        std::string framing, wire;
        std::size_t events;
    };
    const auto [framing, wire, events] = GENERATE(values<conversation>({
        {"u32be,limit=64k", two_frames + "\0\0\0\0"s, 4},
        {"u32be,limit=64k", two_frames + "\0\0\0\5trunc"s, 4},
        {"u32be,limit=64k", two_frames + "\0\0\0\5trun"s, 3},
        {"u32be,limit=20", two_frames + "\0\0\1\0xyz"s, 3},
        {"u16be+crc32c", "\0\7abc\0\0\0\0"s, 1},
        {"crlf", "a\r\n\r\nbc\r\n", 4},
        {"line", "a\nbc", 3},
        {"cobs", "\3ab\0\2c\0"s, 3},
        {"slip",
         "\xc0"
         "a\xdb\xdc\xc0"
         "b\xc0",
         3},
        {"eof", "everything", 2},
        {"eof,limit=4", "everything", 1},
        {"eof", "", 2},
    }));
    CAPTURE(framing, wire);
    const any_framing rules = any_framing::parse(framing).value();
    const auto expected = events_of(rules, wire);
    CHECK(expected.size() == events);
    for (const bool blocking : {false, true}) {
        for (const std::size_t step : {std::size_t{1000}, std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
            CHECK(read_all(rules, pieces_of(wire, step), blocking) == expected);
        }
        for (std::size_t at = 1; at < wire.size(); ++at) {
            CHECK(read_all(rules, {{wire.substr(0, at)}, {wire.substr(at)}}, blocking) == expected);
        }
    }
}

TEST_CASE("async_read_frame: a frame that is there already is posted and needs no read", "[asio][read_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {{two_frames}});
    frame_decoder<messages> decoder;
    CHECK(read_one(context, stream, decoder) == read_result{{}, "one", 0, ""});
    CHECK(stream.read_calls == 1);
    CHECK(decoder.pending_bytes() == 7);
    CHECK(read_one(context, stream, decoder) == read_result{{}, "two", 7, ""});  // checks that it was posted
    CHECK(stream.read_calls == 1);
    CHECK(read_one(context, stream, decoder).code == io::eof);
    CHECK(stream.read_calls == 2);
}

TEST_CASE("async_read_frame: works for bytes that somebody else has received", "[asio][read_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    frame_decoder<messages> decoder;
    (void)decoder.feed(structwire::as_bytes(two_frames));  // nothing taken: all of it is kept
    CHECK(read_one(context, stream, decoder).payload == "one");
    CHECK(read_one(context, stream, decoder).payload == "two");
    CHECK(stream.read_calls == 0);
}

TEST_CASE("async_read_frame: an error of the framing comes behind its frames, and again", "[asio][read_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {{two_frames + "\1\0\0\0"s}});
    frame_decoder<messages> decoder;
    CHECK(read_one(context, stream, decoder).payload == "one");
    CHECK(read_one(context, stream, decoder).payload == "two");
    for (int call = 0; call < 3; ++call) {
        CHECK(read_one(context, stream, decoder).code == errc::too_long);
        CHECK(decoder.last_error().code == errc::too_long);
        CHECK(decoder.last_error().offset == 14);
        CHECK(decoder.last_error().wanted == 64 * 1024);
        CHECK(decoder.last_error().given == 0x1000004);
    }
    CHECK(stream.read_calls == 1);
    const auto said = structwire::asio::read_frame(stream, decoder);
    REQUIRE_FALSE(said.has_value());
    CHECK(said.error() == decoder.last_error());
}

TEST_CASE("async_read_frame: the call behind an error that can be survived goes on", "[asio][read_frame]") {
    boost::asio::io_context context;
    const std::string wire =
        "ab\xee\xee"
        "cd";
    for (const std::size_t step : {1u, 2u, 3u, 6u}) {
        scripted_stream stream(context, pieces_of(wire, step));
        frame_decoder<test_support::resuming_framer> decoder;
        CHECK(read_one(context, stream, decoder).payload == "ab");
        CHECK(read_one(context, stream, decoder).code == errc::bad_magic);
        CHECK(decoder.last_error().offset == 2);
        CHECK(read_one(context, stream, decoder) == read_result{{}, "cd", 4, ""});
        CHECK(read_one(context, stream, decoder).code == io::eof);
    }
}

TEST_CASE("async_read_frame: the end inside a frame is truncated, and stays so", "[asio][read_frame][rule-01]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {{two_frames + "\0\0\0\4th"s}});
    frame_decoder<messages> decoder;
    CHECK(read_one(context, stream, decoder).payload == "one");
    CHECK(read_one(context, stream, decoder).payload == "two");
    for (int call = 0; call < 3; ++call) {
        CHECK(read_one(context, stream, decoder).code == errc::truncated);
        CHECK(decoder.last_error().offset == 14);
        CHECK(decoder.last_error().wanted == 8);
        CHECK(decoder.last_error().given == 6);
    }
    CHECK(structwire::asio::read_frame(stream, decoder).error() == decoder.last_error());
}

TEST_CASE("async_read_frame: the end between frames is eof, call after call", "[asio][read_frame][rule-01]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {{two_frames}});
    frame_decoder<messages> decoder;
    CHECK(read_one(context, stream, decoder).payload == "one");
    CHECK(read_one(context, stream, decoder).payload == "two");
    for (int call = 0; call < 3; ++call) CHECK(read_one(context, stream, decoder).code == io::eof);
    CHECK(stream.read_calls == 2);
    const auto said = structwire::asio::read_frame(stream, decoder);
    CHECK(said.error() == structwire::error{.code = errc::closed, .during = structwire::operation::read});
}

TEST_CASE("asio: a reset comes behind the frames that arrived, and never turns into an end",
          "[asio][read_frame][rule-03][rule-04][rule-05]") {
    // As the system has it: said once, then the end of file.
    const error_code reset = GENERATE(error_code(io::connection_reset), error_code(io::timed_out),
                                      error_code(EPROTO, boost::system::system_category()));
    const bool blocking = GENERATE(false, true);
    const std::string rest = GENERATE(""s, "\0\0\0\4th"s);
    boost::asio::io_context context;
    scripted_stream stream(context, {{two_frames + rest}, failing(reset)});
    frame_decoder<messages> decoder;
    const auto next = [&] {
        if (!blocking) return read_one(context, stream, decoder);
        error_code code;
        const structwire::frame got = structwire::asio::read_frame(stream, decoder, code);
        return copy_of(code, got);
    };
    CHECK(next().payload == "one");
    CHECK(next().payload == "two");
    for (int call = 0; call < 3; ++call) {
        CHECK(next().code == reset);
        CHECK(decoder.pending_bytes() == rest.size());
    }
    CHECK(stream.read_calls == 2);
    errc expected = reset == io::connection_reset ? errc::reset : errc::unreachable;
    if (reset.value() == EPROTO) expected = errc::system_error;
    CHECK(structwire::asio::read_frame(stream, decoder).error() ==
          structwire::error{.code = expected, .during = structwire::operation::read, .native = reset.value()});
}

TEST_CASE("async_read_frame: a message up to the end is none after a failure", "[asio][read_frame][rule-04]") {
    struct truncation : boost::system::error_category {
        [[nodiscard]] const char* name() const noexcept override { return "other"; }
        [[nodiscard]] std::string message(int) const override { return "other"; }
    };
    static const truncation other{};
    const error_code failure = GENERATE(error_code(io::connection_reset), error_code(1, other));
    boost::asio::io_context context;
    scripted_stream stream(context, {{"every"}, failing(failure)});
    frame_decoder<structwire::framing<"eof">> decoder;
    CHECK(read_one(context, stream, decoder).code == failure);
    for (int call = 0; call < 2; ++call) {
        const error_code again = read_one(context, stream, decoder).code;
        CHECK(again == (failure.category() == other ? error_code(errc::system_error) : failure));
    }
    CHECK(decoder.pending_bytes() == 5);
    CHECK(stream.read_calls == 2);
}

TEST_CASE("asio: what does not end a stream loses nothing", "[asio][read_frame]") {
    const error_code failure =
        GENERATE(error_code(io::operation_aborted), error_code(io::try_again), error_code(io::no_buffer_space));
    boost::asio::io_context context;
    scripted_stream stream(context, {{"\0\0\0\3o"s}, failing(failure), {"ne"}});
    frame_decoder<messages> decoder;
    CHECK(read_one(context, stream, decoder).code == failure);
    CHECK(decoder.pending_bytes() == 5);
    CHECK(read_one(context, stream, decoder) == read_result{{}, "one", 0, ""});
}

TEST_CASE("read_frame: goes on when a signal interrupts it", "[asio][read_frame][rule-09]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {failing(io::interrupted), {"\0\0\0\3o"s}, failing(io::interrupted), {"ne"}});
    frame_decoder<messages> decoder;
    const auto got = structwire::asio::read_frame(stream, decoder);
    REQUIRE(got.has_value());
    CHECK(structwire::as_text(got->payload) == "one");
    CHECK(stream.read_calls == 4);
}

TEST_CASE("asio: a decoder of fixed capacity serves too, also byte by byte", "[asio][read_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context, pieces_of(two_frames, GENERATE(1u, 5u, 14u)));
    frame_decoder<structwire::framing<"u32be,limit=10">, 10> decoder;
    CHECK(read_one(context, stream, decoder).payload == "one");
    CHECK(structwire::as_text(structwire::asio::read_frame(stream, decoder).value().payload) == "two");
    CHECK(read_one(context, stream, decoder).code == io::eof);
}

TEST_CASE("async_read_frame: the header in front of a length is delivered", "[asio][read_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {{"\1\0\0\0\2hi"s}});
    frame_decoder<structwire::framing<"grpc">> decoder;
    CHECK(read_one(context, stream, decoder) == read_result{{}, "hi", 0, "\1"});
}

TEST_CASE("async_read_frame: handlers that can only be moved", "[asio][read_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {{two_frames}});
    frame_decoder<messages> decoder;
    std::string seen;
    for (int call = 0; call < 2; ++call) {
        structwire::asio::async_read_frame(
            stream, decoder, [&seen, owned = std::make_unique<int>(1)](error_code, const structwire::frame& got) {
                seen += structwire::as_text(got.payload);
                seen += std::to_string(*owned);
            });
        run(context);
    }
    CHECK(seen == "one1two1");
}

TEST_CASE("async_read_frame: completes on the executor that the handler is bound to", "[asio][read_frame]") {
    boost::asio::io_context context, other;
    scripted_stream stream(context, {{two_frames}});
    frame_decoder<messages> decoder;
    const auto strand = boost::asio::make_strand(other);
    for (const std::string_view expected : {"one", "two"}) {  // by a read; from the decoder
        std::string seen;
        structwire::asio::async_read_frame(
            stream, decoder, boost::asio::bind_executor(strand, [&](error_code, const structwire::frame& got) {
                CHECK(strand.running_in_this_thread());
                seen = structwire::as_text(got.payload);
            }));
        context.restart();
        context.poll();
        CHECK(seen.empty());
        run(other);
        CHECK(seen == expected);
    }
}

TEST_CASE("async_read_frame: use_future gives the frame or throws the error code", "[asio][read_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context, {{two_frames + "\1\0\0\0"s}});
    frame_decoder<messages> decoder;
    const auto next = [&] {
        auto future = structwire::asio::async_read_frame(stream, decoder, boost::asio::use_future);
        run(context);
        return std::string(structwire::as_text(future.get().payload));
    };
    CHECK(next() == "one");
    CHECK(next() == "two");
    error_code thrown;
    try {
        next();
    } catch (const boost::system::system_error& failure) {
        thrown = failure.code();
    }
    CHECK(thrown == errc::too_long);
}

TEST_CASE("async_read_frame: an operation that never completes is destroyed with its handler", "[asio][read_frame]") {
    const auto owned = std::make_shared<int>(1);
    {
        boost::asio::io_context context;
        scripted_stream stream(context, {{two_frames}});
        frame_decoder<messages> decoder;
        structwire::asio::async_read_frame(stream, decoder, [owned](error_code, const structwire::frame&) {});
        CHECK(owned.use_count() == 2);
    }
    CHECK(owned.use_count() == 1);
}

}  // namespace
