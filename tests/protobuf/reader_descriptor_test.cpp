// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader::read over sockets and pipes, blocking or not: what interrupts a message loses none of it.
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/fd_stream.hpp>
#include <structwire/net/stream.hpp>
#include <structwire/protobuf/reader.hpp>

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <stop_token>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "hostile_support.hpp"
#include "net/net_support.hpp"

namespace {

using namespace protobuf_support;
using namespace std::chrono_literals;
using net_support::patience;
using structwire::net::deadline;
using structwire::net::descriptor;
using structwire::net::fd_stream;
using structwire::net::stream;
using structwire::protobuf::reader;
using clock = std::chrono::steady_clock;

// Asserts nothing, for threads beside that of the test: what does not arrive is missed by the reader.
void write_all(const descriptor& to, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(to.get(), text.data(), text.size());
        if (count <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

// A stream to read from, and the descriptor behind it, which the test writes to.
template <class Stream>
struct line {
    Stream near_end;
    descriptor far_end;
    int number;  // of the near end

    void end() { far_end.reset(); }
};

line<stream> socket_line() {
    int both[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) == 0);
    return {stream(descriptor(both[0])), descriptor(both[1]), both[0]};
}

line<fd_stream> pipe_line() {
    int both[2];
    REQUIRE(::pipe2(both, O_CLOEXEC) == 0);
    return {fd_stream(descriptor(both[0]), descriptor()), descriptor(both[1]), both[0]};
}

line<fd_stream> socket_line_by_number() {
    int both[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) == 0);
    return {fd_stream(descriptor(both[0])), descriptor(both[1]), both[0]};
}

void make_non_blocking(int number) { REQUIRE(::fcntl(number, F_SETFL, ::fcntl(number, F_GETFL) | O_NONBLOCK) == 0); }

void set_receive_timeout(int number, std::chrono::microseconds wait) {
    const timeval value{.tv_sec = 0, .tv_usec = wait.count()};
    REQUIRE(::setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value) == 0);
}

// Calls what it is given with every kind of line, blocking and not. It may not change the descriptor's flags.
template <class Check>
void over_every_line(const Check& check) {
    const auto one = [&](const char* kind, const auto& make) {
        for (const bool blocking : {true, false}) {
            CAPTURE(kind, blocking);
            auto over = make();
            if (!blocking) make_non_blocking(over.number);
            const int flags = ::fcntl(over.number, F_GETFL);
            check(over);
            if (over.near_end.is_open()) CHECK(::fcntl(over.number, F_GETFL) == flags);
            CHECK(((flags & O_NONBLOCK) == 0) == blocking);
        }
    };
    one("socket", socket_line);
    one("pipe", pipe_line);
    one("socket as descriptor", socket_line_by_number);
}

// Three messages, the last behind a prefix of three bytes.
const std::string frames[] = {delimited("one"), delimited(""), hex("85 80 00") + "three"};
const std::string wire = frames[0] + frames[1] + frames[2];
const std::string bodies[] = {"one", "", "three"};

TEST_CASE("protobuf::reader::read: a deadline at every byte, and then the rest",
          "[protobuf][reader][read][descriptor]") {
    for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
        CAPTURE(cut);
        over_every_line([&](auto& over) {
            reader<note> in;
            note got;
            record seen;
            const auto read_until = [&](const deadline& until) {
                for (;;) {
                    const auto frame = in.read(over.near_end, got, until);
                    if (!frame) return frame.error();
                    seen.events.push_back(message_at(frame->offset, got.text));
                }
            };
            write_all(over.far_end, wire.substr(0, cut));
            for (int again = 0; again < 2; ++again) {
                const error late = read_until(deadline::in(0s));
                CHECK(late.code == errc::timed_out);
                CHECK(late.during == operation::read);
                CHECK_FALSE(in.stopped());
                CHECK(in.offset() + in.leftover().size() == cut);
            }
            write_all(over.far_end, wire.substr(cut));
            over.end();
            CHECK(read_until(patience()) == stopped_by(wire.size(), errc::closed));
            record expected;
            expected.events = {message_at(0, "one"), message_at(4, ""), message_at(5, "three")};
            CHECK(seen == expected);
        });
    }
}

TEST_CASE("protobuf::reader::read: without a deadline it waits, also where the descriptor does not",
          "[protobuf][reader][read][descriptor]") {
    over_every_line([](auto& over) {
        std::jthread writer([&] {
            for (const char byte : wire) {
                std::this_thread::sleep_for(1ms);
                write_all(over.far_end, {&byte, 1});
            }
            over.end();
        });
        reader<note> in;
        note got;
        for (const std::string& body : bodies) {
            REQUIRE(in.read(over.near_end, got).has_value());
            CHECK(got.text == body);
        }
        CHECK(in.read(over.near_end, got).error() == stopped_by(wire.size(), errc::closed));
    });
}

TEST_CASE("protobuf::reader::read: SO_RCVTIMEO running out inside a message is no end",
          "[protobuf][reader][read][descriptor]") {
    const auto one = [](auto over) {
        set_receive_timeout(over.number, 2ms);
        reader<note> in;
        note got;
        write_all(over.far_end, wire.substr(0, 2));
        CHECK(in.read(over.near_end, got, deadline::in(10ms)).error().code == errc::timed_out);
        CHECK_FALSE(in.stopped());
        std::jthread writer([&] {
            std::this_thread::sleep_for(20ms);
            write_all(over.far_end, wire.substr(2));
            over.end();
        });
        for (const std::string& body : bodies) {
            REQUIRE(in.read(over.near_end, got).has_value());
            CHECK(got.text == body);
        }
        CHECK(in.read(over.near_end, got).error() == stopped_by(wire.size(), errc::closed));
        timeval value{};
        socklen_t size = sizeof value;
        REQUIRE(::getsockopt(over.number, SOL_SOCKET, SO_RCVTIMEO, &value, &size) == 0);
        CHECK(value.tv_usec > 0);
    };
    one(socket_line());
    one(socket_line_by_number());
}

TEST_CASE("protobuf::reader::read: a stop from another thread at every byte, and then the rest",
          "[protobuf][reader][read][descriptor]") {
    for (std::size_t cut = 0; cut < frames[0].size(); ++cut) {
        CAPTURE(cut);
        over_every_line([&](auto& over) {
            reader<note> in;
            note got;
            write_all(over.far_end, wire.substr(0, cut));
            std::stop_source source;
            std::jthread stopper([&] {
                std::this_thread::sleep_for(1ms);
                source.request_stop();
            });
            const auto cancelled = in.read(over.near_end, got, deadline::never, source.get_token());
            REQUIRE_FALSE(cancelled.has_value());
            CHECK(cancelled.error().code == errc::cancelled);
            CHECK_FALSE(in.stopped());
            CHECK(in.leftover().size() <= cut);
            write_all(over.far_end, wire.substr(cut));
            for (const std::string& body : bodies) {
                REQUIRE(in.read(over.near_end, got, patience()).has_value());
                CHECK(got.text == body);
            }
        });
    }
}

TEST_CASE("protobuf::reader::read: the peer's end at every byte", "[protobuf][reader][read][descriptor]") {
    for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
        CAPTURE(cut);
        over_every_line([&](auto& over) {
            write_all(over.far_end, wire.substr(0, cut));
            over.end();
            const std::size_t begin = cut < 4 ? 0 : cut < 5 ? 4 : cut < wire.size() ? 5 : wire.size();
            const std::size_t wanted = cut == 0 || (cut > 4 && cut < 8) ? 0 : cut < 4 ? 4 : wire.size() - 5;
            const error expected =
                cut == begin ? stopped_by(cut, errc::closed) : stopped_by(begin, errc::truncated, wanted, cut - begin);
            reader<note> in;
            note got;
            auto last = in.read(over.near_end, got, patience());
            for (int most = 3; last && most > 0; --most) last = in.read(over.near_end, got, patience());
            REQUIRE_FALSE(last.has_value());
            CHECK(last.error() == expected);
            CHECK(in.read(over.near_end, got, patience()).error() == expected);
        });
    }
}

TEST_CASE("protobuf::reader::read: a bad descriptor is an error and no end, between messages too",
          "[protobuf][reader][read][descriptor]") {
    constexpr int nobody = 1 << 30;
    REQUIRE(::fcntl(nobody, F_GETFD) == -1);
    const auto one = [](auto from, std::string_view before) {
        CAPTURE(before.size());
        reader<note> in;
        note got;
        in.feed(as_bytes(before));
        for (int again = 0; again < 2; ++again) {
            const auto failed = in.read(from, got);
            REQUIRE_FALSE(failed.has_value());
            CHECK(failed.error().code == errc::system_error);
            CHECK(failed.error().native == EBADF);
            CHECK(failed.error().during == operation::read);
            CHECK(in.stopped() == failed.error());
        }
        CHECK(as_text(in.leftover()) == before);
    };
    for (std::size_t cut = 0; cut < frames[0].size(); ++cut) {
        one(stream(descriptor(nobody)), wire.substr(0, cut));
        one(fd_stream(descriptor(nobody)), wire.substr(0, cut));
    }
}

TEST_CASE("protobuf::reader::read: a reset of TCP at every byte is no clean end",
          "[protobuf][reader][read][descriptor]") {
    for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
        CAPTURE(cut);
        auto [near_end, far_end] = net_support::make_pair();
        REQUIRE(net_support::write_all(far_end, wire.substr(0, cut)));
        reader<note> in;
        note got;
        std::size_t whole = 0;
        for (std::size_t begin = 0; whole < 3 && (begin += frames[whole].size()) <= cut; ++whole) {
            REQUIRE(in.read(near_end, got, patience()).has_value());
            CHECK(got.text == bodies[whole]);
        }
        far_end.reset();
        for (int again = 0; again < 3; ++again) {
            const auto failed = in.read(near_end, got, patience());
            REQUIRE_FALSE(failed.has_value());
            CHECK(failed.error().code == errc::reset);
            CHECK(in.stopped() == failed.error());
        }
    }
}

TEST_CASE("protobuf::reader::read: large messages through a full socket, with deadlines that pass",
          "[protobuf][reader][read][descriptor]") {
    over_every_line([](auto& over) {
        std::string sent;
        std::vector<std::string> all;
        for (std::size_t size : {300'000u, 0u, 1u, 70'000u, 16'384u, 500'000u}) {
            all.emplace_back(size, static_cast<char>('a' + all.size()));
            sent += delimited(all.back());
        }
        std::jthread writer([&] {
            write_all(over.far_end, sent);
            over.end();
        });
        reader<note> in;
        note got;
        std::size_t next = 0;
        std::size_t begin = 0;
        while (!in.stopped()) {
            const auto frame = in.read(over.near_end, got, deadline::in(100us));
            if (!frame) continue;
            REQUIRE(next < all.size());
            CHECK((got.text == all[next]));
            CHECK(frame->offset == begin);
            begin += delimited(all[next++]).size();
        }
        CHECK(next == all.size());
        CHECK(in.stopped() == stopped_by(sent.size(), errc::closed));
    });
}

TEST_CASE("protobuf::reader: bytes received without a wait from a non-blocking descriptor",
          "[protobuf][reader][descriptor]") {
    // What an event loop does: recv() until EAGAIN, which is no event for the reader.
    for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
        CAPTURE(cut);
        auto over = socket_line();
        make_non_blocking(over.number);
        reader<note> in;
        note got;
        record seen;
        const auto receive_all = [&] {
            for (;;) {
                const byte_span room = in.prepare(3);
                REQUIRE_FALSE(room.empty());
                const ssize_t count = ::recv(over.number, room.data(), 3, 0);
                if (count < 0) break;
                in.commit(static_cast<std::size_t>(count));
                if (count == 0) return in.finish();
            }
            REQUIRE(errno == EAGAIN);
        };
        const auto next = [&](note& into) { return in.next(into); };
        for (const std::string& part : {wire.substr(0, cut), wire.substr(cut)}) {
            write_all(over.far_end, part);
            receive_all();
            take<note>(next, got, seen);
            CHECK_FALSE(in.stopped());
        }
        over.end();
        receive_all();
        take<note>(next, got, seen);
        record expected;
        expected.events = {message_at(0, "one"), message_at(4, ""), message_at(5, "three")};
        CHECK(seen == expected);
        CHECK(in.stopped() == stopped_by(wire.size(), errc::closed));
    }
}

}  // namespace
