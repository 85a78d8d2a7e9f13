// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of structwire/asio/write_frame.hpp without a system behind the stream.
#include <structwire/asio/write_frame.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <memory>
#include <new>

#include "asio/asio_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace asio_support;
using structwire::any_framing;
using structwire::as_bytes;
using structwire::errc;
namespace io = boost::asio::error;

/// One async_write_frame, run to its completion.
template <class Framer>
write_result write(boost::asio::io_context& context, scripted_stream& stream, Framer&& framer, std::string_view payload,
                   std::string_view header = {}) {
    return write_one(context, [&](auto handler) {
        structwire::asio::async_write_frame(stream, framer, as_bytes(payload), as_bytes(header), std::move(handler));
    });
}

TEST_CASE("asio: a frame is one gathered write, its payload not copied", "[asio][write_frame][rule-17]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    const messages rules;
    if (GENERATE(true, false)) {
        CHECK(write(context, stream, rules, "hello") == write_result{{}, 9});
    } else {
        CHECK(structwire::asio::write_frame(stream, rules, as_bytes("hello")).value() == 9);
    }
    CHECK(stream.written == "\0\0\0\5hello"s);
    CHECK(stream.write_calls == 1);
    CHECK(stream.buffers_of_last_write == 2);
}

TEST_CASE("asio: writes that the stream takes in parts send the same bytes", "[asio][write_frame]") {
    const auto [framing, wire] = GENERATE(table<std::string, std::string>({
        {"u32be,limit=64k", "\0\0\0\5hello"s},
        {"crlf", "hello\r\n"},
        {"cobs", "\6hello\0"s},
        {"delim=2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d", "hello--------------------"},
        {"eof", "hello"},
    }));
    CAPTURE(framing);
    const std::size_t most = GENERATE(1u, 2u, 3u, 100u);
    const bool blocking = GENERATE(false, true);
    boost::asio::io_context context;
    scripted_stream stream(context);
    for (std::size_t call = 0; call != wire.size(); ++call) stream.writes.push_back(taking(most));
    const any_framing rules = any_framing::parse(framing).value();
    if (blocking) {
        stream.writes.push_front(failing(io::interrupted));  // [rule-09]: a signal does not end the call
        CHECK(structwire::asio::write_frame(stream, rules, as_bytes("hello")).value() == wire.size());
    } else {
        CHECK(write(context, stream, rules, "hello") == write_result{{}, wire.size()});
    }
    CHECK(stream.written == wire);
}

TEST_CASE("asio: the header in front of a length is sent with the frame", "[asio][write_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    structwire::framing<"grpc"> rules;
    CHECK(write(context, stream, rules, "hi", "\1") == write_result{{}, 7});
    CHECK(structwire::asio::write_frame(stream, rules, as_bytes("ho"), as_bytes("\1")).value() == 7);
    error_code code;
    CHECK(structwire::asio::write_frame(stream, rules, as_bytes("he"), as_bytes("\1"), code) == 7);
    CHECK(stream.written == "\1\0\0\0\2hi\1\0\0\0\2ho\1\0\0\0\2he"s);
    CHECK(stream.write_calls == 3);
}

TEST_CASE("asio: an empty frame of a framing without bytes of its own completes", "[asio][write_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    CHECK(write(context, stream, structwire::framing<"eof">{}, "") == write_result{{}, 0});
    CHECK(structwire::asio::write_frame(stream, structwire::framing<"eof">{}, {}).value() == 0);
    CHECK(stream.written.empty());
}

TEST_CASE("asio: a frame that cannot be encoded sends nothing", "[asio][write_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    const structwire::framing<"u32be,limit=10"> rules;
    CHECK(write(context, stream, rules, "seven b").code == errc::not_encodable);  // checks that it was posted
    CHECK(write(context, stream, rules, "six by") == write_result{{}, 10});
    error_code code;
    CHECK(structwire::asio::write_frame(stream, rules, as_bytes("seven b"), code) == 0);
    CHECK(code == errc::not_encodable);
    const auto said = structwire::asio::write_frame(stream, rules, as_bytes("seven b"));
    REQUIRE_FALSE(said.has_value());
    auto same_rules = rules;
    CHECK(said.error() == same_rules.encode(as_bytes("seven b")).error());
    CHECK(said.error().code == errc::not_encodable);
    CHECK(said.error().wanted == 6);
    CHECK(said.error().given == 7);
    CHECK(stream.write_calls == 1);
}

TEST_CASE("asio: a write that fails says how much went", "[asio][write_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    stream.writes = {taking(6), failing(io::broken_pipe), taking(6), failing(io::broken_pipe),
                     failing(io::broken_pipe)};
    const messages rules;
    CHECK(write(context, stream, rules, "hello") == write_result{io::broken_pipe, 6});
    error_code code;
    CHECK(structwire::asio::write_frame(stream, rules, as_bytes("hello"), code) == 6);
    CHECK(code == io::broken_pipe);
    CHECK(structwire::asio::write_frame(stream, rules, as_bytes("hello")).error() ==
          structwire::error{.code = errc::reset, .during = structwire::operation::write, .native = code.value()});
    CHECK(structwire::asio::write_frame(stream, rules, as_bytes("hello"), code) == 9);
    CHECK_FALSE(code);
}

TEST_CASE("asio: encoding changes a framer that is no constant, and only when it succeeds", "[asio][write_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    structwire::framing<"eof,limit=4"> once;
    CHECK(write(context, stream, once, "too long").code == errc::not_encodable);
    CHECK(write(context, stream, once, "all") == write_result{{}, 3});
    CHECK(write(context, stream, once, "more").code == errc::not_encodable);
    CHECK(structwire::asio::write_frame(stream, once, as_bytes("more")).error().code == errc::not_encodable);
    structwire::framing<"eof"> another;
    CHECK(structwire::asio::write_frame(stream, another, as_bytes("all")).value() == 3);
    CHECK(write(context, stream, another, "more").code == errc::not_encodable);
    CHECK(stream.written == "allall");
}

TEST_CASE("async_write_frame: the framer may go away, the handler may be of any kind", "[asio][write_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    auto rules =
        std::make_unique<any_framing>(any_framing::parse("delim=2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d").value());
    std::size_t seen = 0;
    structwire::asio::async_write_frame(
        stream, std::as_const(*rules), as_bytes("x"),
        [&seen, owned = std::make_unique<int>(1)](error_code, std::size_t count) { seen = count; });
    rules.reset();
    run(context);
    CHECK(seen == 21);
    CHECK(stream.written == "x--------------------");

    auto future = structwire::asio::async_write_frame(stream, messages{}, as_bytes("y"), boost::asio::use_future);
    run(context);
    CHECK(future.get() == 5);
}

TEST_CASE("async_write_frame: completes on the executor that the handler is bound to", "[asio][write_frame]") {
    boost::asio::io_context context, other;
    scripted_stream stream(context);
    const auto strand = boost::asio::make_strand(other);
    const structwire::framing<"u8"> rules;
    for (const std::size_t size : {5u, 300u}) {  // by a write; posted
        const std::string payload(size, 'x');
        std::string seen;
        structwire::asio::async_write_frame(stream, rules, as_bytes(payload),
                                            boost::asio::bind_executor(strand, [&](error_code code, std::size_t) {
                                                CHECK(strand.running_in_this_thread());
                                                seen = code.message();
                                            }));
        context.restart();
        context.poll();
        CHECK(seen.empty());
        run(other);
        CHECK(seen == (size < 256 ? error_code{}.message() : "not_encodable"));
    }
}

/// Counts what goes through it.
template <class Type>
struct counting_allocator {
    using value_type = Type;

    explicit counting_allocator(int& held_count, int& taken_count) noexcept : held(&held_count), taken(&taken_count) {}
    template <class Other>
    counting_allocator(const counting_allocator<Other>& other) noexcept : held(other.held), taken(other.taken) {}

    Type* allocate(std::size_t count) {
        ++*held;
        ++*taken;
        return std::allocator<Type>().allocate(count);
    }
    void deallocate(Type* memory, std::size_t count) noexcept {
        --*held;
        std::allocator<Type>().deallocate(memory, count);
    }
    friend bool operator==(const counting_allocator& left, const counting_allocator& right) noexcept {
        return left.held == right.held;
    }

    int* held;
    int* taken;
};

struct allocating_handler {
    using allocator_type = counting_allocator<std::byte>;
    [[nodiscard]] allocator_type get_allocator() const noexcept { return allocator; }
    void operator()(error_code, std::size_t) const { *held_at_completion = *allocator.held; }

    allocator_type allocator;
    int* held_at_completion;
};

TEST_CASE("async_write_frame: memory comes from the handler's allocator and is back before the handler",
          "[asio][write_frame]") {
    boost::asio::io_context context;
    scripted_stream stream(context);
    const any_framing rules = any_framing::parse(GENERATE("u32be", "cobs")).value();
    int held = 0, taken = 0, held_at_completion = -1;
    structwire::asio::async_write_frame(
        stream, rules, as_bytes("hello"),
        allocating_handler{allocating_handler::allocator_type(held, taken), &held_at_completion});
    CHECK(held == 1);
    CHECK(taken >= 1);
    run(context);
    CHECK(held_at_completion == 0);
    CHECK(held == 0);
}

}  // namespace
