// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::fd_stream over pipes, pseudo-terminals, sockets and files.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/fd_stream.hpp>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "net_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_view;
using structwire::errc;
using structwire::framing;
using structwire::net::connection;
using structwire::net::deadline;
using structwire::net::descriptor;
using structwire::net::fd_stream;

struct pipe_ends {
    descriptor out;
    descriptor in;
};

pipe_ends make_pipe(int flags = O_CLOEXEC) {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe2(ends, flags) == 0);
    return {descriptor(ends[0]), descriptor(ends[1])};
}

struct fd_pair {
    fd_stream near_end;
    fd_stream far_end;
};

// Two streams over two pipes.
fd_pair piped() {
    auto [a_out, a_in] = make_pipe();
    auto [b_out, b_in] = make_pipe();
    return {fd_stream(std::move(a_out), std::move(b_in)), fd_stream(std::move(b_out), std::move(a_in))};
}

struct line_ends {
    descriptor master;
    descriptor line;
};

// A pseudo-terminal whose line side is raw, as a serial line would be.
line_ends make_line() {
    descriptor master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    REQUIRE(master);
    REQUIRE(::grantpt(master.get()) == 0);
    REQUIRE(::unlockpt(master.get()) == 0);
    char name[64];
    REQUIRE(::ptsname_r(master.get(), name, sizeof name) == 0);
    descriptor line(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
    REQUIRE(line);
    termios mode{};
    REQUIRE(::tcgetattr(line.get(), &mode) == 0);
    ::cfmakeraw(&mode);
    REQUIRE(::tcsetattr(line.get(), TCSANOW, &mode) == 0);
    return {std::move(master), std::move(line)};
}

std::expected<std::size_t, structwire::error> write_once(fd_stream& to, std::string_view text,
                                                         const deadline& until = deadline::never,
                                                         const std::stop_token& stop = {}) {
    const byte_view piece = as_bytes(text);
    return to.write_some(std::span(&piece, 1), until, stop);
}

// Writes until nothing more goes and returns the error; fails where a call waits much longer than it may.
structwire::error fill(fd_stream& to, std::chrono::milliseconds wait = 20ms) {
    const std::string block(100000, 'x');
    for (;;) {
        const auto sent = write_once(to, block, deadline::in(wait));
        if (!sent) return sent.error();
        REQUIRE(*sent > 0);
    }
}

TEST_CASE("fd_stream: frames over pipes, both ways", "[net][fd_stream]") {
    auto [near_end, far_end] = piped();
    connection client(std::move(near_end), framing<"u32be,limit=1M">{});
    connection server(std::move(far_end), framing<"u32be,limit=1M">{});
    std::jthread echo([&server] {
        for (int round = 0; round < 6; ++round) {
            const auto got = server.read_frame(round % 2 == 0 ? deadline::never : patience());
            if (!got || !server.write_frame(got->payload, round % 3 == 0 ? deadline::never : patience())) return;
        }
    });
    for (const std::size_t size : {0u, 1u, 4096u, 5000u, 65536u, 300000u}) {
        const std::string sent(size, 'p');
        REQUIRE(client.write_frame(as_bytes(sent), patience()));
        const auto got = client.read_frame(patience());
        REQUIRE(got.has_value());
        const bool equal = as_text(got->payload) == sent;
        CHECK(equal);
    }
}

TEST_CASE("fd_stream::read_some: 0 is the end, after everything that was written", "[net][exact][fd_stream][rule-01]") {
    auto [near_end, far_end] = piped();
    REQUIRE(write_once(near_end, "last").value() == 4);
    REQUIRE(near_end.shutdown_write());
    std::array<std::byte, 16> room{};
    for (const deadline& until : {patience(), deadline::never}) {
        const auto got = far_end.read_some(room, until);
        CHECK(got.value() == (until.is_never() ? 0 : 4));
    }
    CHECK(write_once(far_end, "answer").value() == 6);
    CHECK(near_end.read_some(room, patience()).value() == 6);
}

TEST_CASE("fd_stream::shutdown_write: closes an output of its own, and only that", "[net][fd_stream][rule-01]") {
    auto [near_end, far_end] = piped();
    REQUIRE(near_end.shutdown_write());
    CHECK(near_end.output_handle() == -1);
    CHECK(near_end.input_handle() >= 0);
    CHECK(near_end.is_open());
    CHECK(write_once(near_end, "x").error().code == errc::closed);
    CHECK(near_end.shutdown_write().error().code == errc::closed);
    CHECK(far_end.is_open());
}

TEST_CASE("fd_stream::shutdown_write: half-closes a socket", "[net][exact][fd_stream][rule-01]") {
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    fd_stream near_end{descriptor(ends[0])};
    fd_stream far_end{descriptor(ends[1])};
    CHECK(near_end.input_handle() == near_end.output_handle());
    REQUIRE(near_end.shutdown_write());
    std::array<std::byte, 4> room{};
    CHECK(far_end.read_some(room, patience()).value() == 0);
    CHECK(write_once(far_end, "x", patience()).value() == 1);
    CHECK(near_end.read_some(room).value() == 1);
    CHECK(fill(far_end).code == errc::timed_out);
    near_end.close();
    const auto sent = write_once(far_end, "x", patience());
    CHECK(sent.error().code == errc::reset);
}

TEST_CASE("connection::shutdown_write: on a line without a half-close nothing has ended",
          "[net][fd_stream][connection]") {
    auto [master, line] = make_line();
    structwire::net::connection frames(fd_stream(std::move(line)), structwire::framing<"slip,limit=1k">{});
    REQUIRE_FALSE(frames.shutdown_write(patience()));
    CHECK_FALSE(frames.write_state());
    CHECK(frames.write_frame(structwire::as_bytes("still here"), patience()));
}

TEST_CASE("fd_stream::shutdown_write: a line for both directions has no half-close", "[net][fd_stream]") {
    auto [master, line] = make_line();
    fd_stream device(std::move(line));
    const auto ended = device.shutdown_write();
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code == errc::system_error);
    CHECK(ended.error().native == ENOTSUP);
    CHECK(device.is_open());
}

TEST_CASE("fd_stream: a serial line with noise in front of its frames", "[net][exact][fd_stream]") {
    auto [master, line] = make_line();
    fd_stream device(std::move(master));
    using noisy = framing<"u16be,offset=2,magic=aa55,resync,limit=256">;
    connection host(fd_stream(std::move(line)), noisy{});
    REQUIRE(write_once(device, std::string_view("noise\xaa\x55\0\3abc", 12), patience()).value() == 12);
    auto got = host.read_frame(patience());
    if (!got) got = host.read_frame(patience());  // the noise, reported once
    REQUIRE(got.has_value());
    CHECK(as_text(got->payload) == "abc");
    REQUIRE(host.write_frame(as_bytes("back"), as_bytes("\xaa\x55"), patience()));
    std::array<std::byte, 16> room{};
    CHECK(device.read_some(room, patience()).value() == 8);
}

TEST_CASE("fd_stream::read_some: a terminal whose other side hung up is errc::reset, on either side",
          "[net][fd_stream][rule-04]") {
    for (const bool of_master : {true, false}) {
        auto [master, line] = make_line();
        fd_stream stays(std::move(of_master ? master : line));
        (of_master ? line : master).reset();
        std::array<std::byte, 4> room{};
        for (const deadline& until : {patience(), deadline::never}) {
            const auto got = stays.read_some(room, until);
            REQUIRE_FALSE(got.has_value());
            CHECK(got.error().code == errc::reset);
            CHECK(got.error().native == EIO);
        }
        if (!of_master) CHECK(write_once(stays, "x", patience()).error().code == errc::reset);
    }
}

TEST_CASE("fd_stream::write_some: neither a full pipe nor a full terminal holds a write beyond its deadline",
          "[net][fd_stream][rule-10]") {
    for (const bool terminal : {false, true}) {
        CAPTURE(terminal);
        auto [near_end, far_end] = piped();
        auto [master, line] = make_line();
        fd_stream written = terminal ? fd_stream(std::move(line)) : std::move(near_end);
        fd_stream read = terminal ? fd_stream(std::move(master)) : std::move(far_end);
        for (int round = 0; round < 20; ++round) {
            const auto begin = clock::now();
            REQUIRE(fill(written).code == errc::timed_out);
            REQUIRE(clock::now() - begin < 10s);
            // Room of every size has to be believed.
            std::array<std::byte, 4096> room{};
            const auto count = static_cast<std::size_t>(1 << (round % 13));
            REQUIRE(read.read_some(std::span(room).first(count), patience()).has_value());
        }
        const int flags = ::fcntl(written.output_handle(), F_GETFL);
        CHECK((flags & O_NONBLOCK) == 0);
    }
}

TEST_CASE("fd_stream: a deadline that has passed takes what is there", "[net][fd_stream][rule-10]") {
    auto [near_end, far_end] = piped();
    std::array<std::byte, 4> room{};
    CHECK(far_end.read_some(room, deadline::in(0s)).error().code == errc::timed_out);
    REQUIRE(write_once(near_end, "x", deadline::in(0s)).value() == 1);
    CHECK(far_end.read_some(room, deadline::in(0s)).value() == 1);
}

TEST_CASE("fd_stream: a stop ends reading and writing within 10 ms, and comes first",
          "[net][exact][fd_stream][rule-16]") {
    auto [near_end, far_end] = piped();
    std::array<std::byte, 4> room{};
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        CHECK(near_end.read_some(room, patience(), stop).error().code == errc::cancelled);
    }));
    REQUIRE(fill(near_end).code == errc::timed_out);
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        CHECK(write_once(near_end, "x", patience(), stop).error().code == errc::cancelled);
    }));
    std::stop_source stopped;
    stopped.request_stop();
    CHECK(far_end.read_some(room, deadline::never, stopped.get_token()).error().code == errc::cancelled);
    CHECK(far_end.read_some(room, patience()).value() == 4);
}

TEST_CASE("fd_stream: interrupted calls go on", "[net][fd_stream][rule-09]") {
    auto [near_end, far_end] = piped();
    std::array<std::byte, 4> room{};
    {
        std::jthread writer([&near = near_end] {
            signal_storm::wait_for(20);
            for (const char each : {'a', 'b'}) {
                const auto sent = write_once(near, std::string_view(&each, 1), patience());
                if (!sent) return;
                signal_storm::wait_for(20);
            }
        });
        const signal_storm storm;
        CHECK(far_end.read_some(std::span(room).first(1), patience()).value() == 1);
        CHECK(far_end.read_some(std::span(room).first(1), deadline::never).value() == 1);
        writer.join();
    }
    const signal_storm storm;
    const auto begin = clock::now();
    CHECK(far_end.read_some(room, deadline::in(50ms)).error().code == errc::timed_out);
    CHECK(clock::now() - begin >= 50ms);
}

int pipe_signals = 0;

TEST_CASE("fd_stream::write_some: nobody to read is errc::reset and raises no signal",
          "[net][fd_stream][rule-07][rule-08]") {
    struct sigaction counting{};
    struct sigaction before{};
    counting.sa_handler = [](int) { ++pipe_signals; };
    ::sigaction(SIGPIPE, &counting, &before);
    pipe_signals = 0;
    auto [near_end, far_end] = piped();
    far_end.close();
    sigset_t pending;
    sigset_t mask;
    for (const deadline& until : {deadline::never, patience()}) {
        const auto sent = write_once(near_end, "x", until);
        REQUIRE_FALSE(sent.has_value());
        CHECK(sent.error().code == errc::reset);
        CHECK(sent.error().native == EPIPE);
        REQUIRE(::sigpending(&pending) == 0);
        CHECK(sigismember(&pending, SIGPIPE) == 0);
        ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
        CHECK(sigismember(&mask, SIGPIPE) == 0);
    }
    CHECK(pipe_signals == 0);

    struct sigaction now{};
    ::sigaction(SIGPIPE, &before, &now);
    CHECK(now.sa_handler == counting.sa_handler);  // nobody has touched it
}

TEST_CASE("fd_stream::write_some: a SIGPIPE that is blocked, or pending before, stays as it was",
          "[net][fd_stream][rule-08]") {
    auto [near_end, far_end] = piped();
    far_end.close();
    sigset_t only;
    sigset_t before;
    sigset_t pending;
    sigemptyset(&only);
    sigaddset(&only, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &only, &before);
    for (const bool pending_before : {false, true}) {
        if (pending_before) ::pthread_kill(::pthread_self(), SIGPIPE);
        CHECK(write_once(near_end, "x").error().code == errc::reset);
        REQUIRE(::sigpending(&pending) == 0);
        CHECK((sigismember(&pending, SIGPIPE) == 1) == pending_before);
    }
    sigset_t mask;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    CHECK(sigismember(&mask, SIGPIPE) == 1);
    const timespec at_once{};
    CHECK(::sigtimedwait(&only, nullptr, &at_once) == SIGPIPE);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("fd_stream: non-blocking descriptors are waited for, and their flags stay", "[net][fd_stream]") {
    auto [out, in] = make_pipe(O_CLOEXEC | O_NONBLOCK);
    fd_stream reader(std::move(out), descriptor());
    fd_stream writer(descriptor(), std::move(in));
    CHECK(fill(writer).code == errc::timed_out);
    std::jthread drain([&reader = reader] {
        std::array<std::byte, 65536> room{};
        for (std::size_t all = 0; all <= 65536;) {
            const auto got = reader.read_some(room);
            if (!got || *got == 0) return;
            all += *got;
        }
    });
    CHECK(write_once(writer, std::string(1000, 'y')).has_value());
    CHECK((::fcntl(reader.input_handle(), F_GETFL) & O_NONBLOCK) != 0);
    CHECK((::fcntl(writer.output_handle(), F_GETFL) & O_NONBLOCK) != 0);
    writer.close();
}

TEST_CASE("fd_stream: pieces go in order, many of them, with empty ones between", "[net][exact][fd_stream][rule-30]") {
    auto [near_end, far_end] = piped();
    std::vector<byte_view> pieces;
    for (int index = 0; index < 1500; ++index) {
        pieces.push_back(as_bytes("ab"));
        pieces.emplace_back();
    }
    CHECK(near_end.write_some(pieces, deadline::never).value() == 2048);
    CHECK(near_end.write_some(std::span(pieces).subspan(1, 1), deadline::never).value() == 0);
    std::array<std::byte, 4096> room{};
    REQUIRE(far_end.read_some(room, patience()).value() == 2048);
    CHECK(as_text(std::span(room).first(5)) == "ababa");
}

TEST_CASE("fd_stream: a file is a stream with an end", "[net][exact][fd_stream]") {
    descriptor file(::memfd_create("file", MFD_CLOEXEC));
    REQUIRE(file);
    const std::string path = "/proc/self/fd/" + std::to_string(file.get());
    descriptor again(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    REQUIRE(again);
    fd_stream both(std::move(again), std::move(file));
    const std::string text(10000, 't');
    CHECK(write_once(both, text, patience()).value() == text.size());
    std::array<std::byte, 16384> room{};
    CHECK(both.read_some(room, patience()).value() == text.size());
    CHECK(both.read_some(room, patience()).value() == 0);
}

TEST_CASE("fd_stream: a closed one refuses every call and keeps no descriptor", "[net][fd_stream]") {
    const std::size_t before = open_descriptors();
    fd_stream none;
    std::array<std::byte, 1> room{};
    CHECK_FALSE(none.is_open());
    CHECK(none.input_handle() == -1);
    CHECK(none.output_handle() == -1);
    CHECK(none.read_some(room).error().code == errc::closed);
    CHECK(write_once(none, "x").error().code == errc::closed);
    CHECK(none.shutdown_write().error().code == errc::closed);
    none.close();
    {
        auto [near_end, far_end] = piped();
        const std::stop_source stop;
        CHECK_FALSE(near_end.read_some(room, deadline::in(1ms), stop.get_token()));
        CHECK(open_descriptors() == before + 5);
        fd_stream moved = std::move(near_end);
        CHECK(moved.is_open());
        moved.close();
        CHECK(open_descriptors() == before + 2);
    }
    CHECK(open_descriptors() == before);
}

}  // namespace
