// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The code of docs/transport.md, word for word, at work.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "net_support.hpp"
#include "support/catch.hpp"

using namespace std::chrono_literals;
namespace net = structwire::net;

namespace {

std::expected<std::string, structwire::error> ask(std::string_view where, std::string_view question) {
    const auto until = net::deadline::in(5s);     // for everything together
    const auto at = net::endpoint::parse(where);  // "tcp://localhost:7000", "unix:/run/app.sock"
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

// One for each connection: what it holds needs no lock.
class echo {
public:
    std::expected<void, structwire::error> operator()(const structwire::frame& in, net::reply& out) {
        if (++frames_ == 1000) out.close();  // enough for one connection
        return out.write(in.payload);
    }

private:
    int frames_ = 0;
};

std::expected<net::server_statistics, structwire::error> serve(net::listener door, net::server_style style,
                                                               std::stop_token stop) {
    net::server server(std::move(door), structwire::framing<"u32be,limit=64k">{}, [] { return echo(); },
                       {.style = style});
    const std::stop_callback on_stop(stop, [&server] { server.stop(); });  // signal handlers may call stop() too
    return server.run();
}

void serve_by_hand(net::listener door, std::stop_token stop) {
    std::vector<std::jthread> threads;  // joined at the end; the server takes leave of them earlier
    for (;;) {
        auto peer = door.accept(net::deadline::never, stop);
        if (!peer && peer.error().code != structwire::errc::overload) return;  // stopped
        if (!peer) {
            std::this_thread::sleep_for(100ms);  // no descriptor or memory just now: at once would be a busy loop
            continue;
        }
        threads.emplace_back([line = *std::move(peer), stop]() mutable {
            net::connection<structwire::framing<"u32be,limit=64k">> frames(std::move(line));
            while (auto got = frames.read_frame(net::deadline::in(60s), stop)) {
                if (!frames.write_frame(got->payload, net::deadline::in(10s))) return;
            }
            std::ignore = frames.close_gracefully(net::deadline::in(1s));  // the last answer arrives, stopped or not
        });
    }
}

template <structwire::fixed_string Framing>
std::optional<std::string> passed_on(std::string_view text) {
    auto [near_end, far_end] = net::memory_stream::pair();  // a connection without a network
    net::connection sender(std::move(near_end), structwire::framing<Framing>{});
    net::connection receiver(std::move(far_end), structwire::framing<Framing>{});
    if (!sender.write_frame(structwire::as_bytes(text)) || !sender.shutdown_write()) return std::nullopt;
    const auto got = receiver.read_frame();
    if (!got) return std::nullopt;
    return std::string(structwire::as_text(got->payload));
}

std::expected<std::vector<std::string>, structwire::error> ask_all(net::stream line,
                                                                   const std::vector<std::string>& questions) {
    const auto until = net::deadline::in(5s);
    net::connection<structwire::framing<"lf,limit=1k">> frames(std::move(line));
    for (const auto& each : questions) {
        if (auto queued = frames.queue_frame(structwire::as_bytes(each)); !queued)
            return std::unexpected(queued.error());
    }
    if (auto sent = frames.shutdown_write(until); !sent) return std::unexpected(sent.error());  // no more questions
    std::vector<std::string> answers;
    for (;;) {
        const auto got = frames.read_frame(until);
        if (!got && got.error().code == structwire::errc::closed) return answers;  // the peer has finished, too
        if (!got) return std::unexpected(got.error());                             // truncated, reset, timed_out ...
        answers.emplace_back(structwire::as_text(got->payload));
    }
}

template <class Connection>
std::expected<structwire::frame, structwire::error> next_frame(Connection& frames, int patience) {
    for (;;) {
        auto got = frames.read_frame(net::deadline::in(20ms));
        if (got || got.error().code != structwire::errc::timed_out || --patience == 0) return got;
        const auto asked = frames.write_frame(structwire::as_bytes("still there?"), net::deadline::in(20ms));
        if (!asked) return got;
    }
}

TEST_CASE("transport.md: its client and its server talk to each other", "[net][docs]") {
    const auto style = GENERATE(net::server_style::thread, net::server_style::poll);
    auto door = net::listener::open(net::endpoint::tcp("127.0.0.1", 0)).value();
    const auto where = door.local_endpoint()->to_string();
    std::expected<net::server_statistics, structwire::error> served;
    {
        const std::jthread server([&](const std::stop_token& stop) { served = serve(std::move(door), style, stop); });
        CHECK(ask(where, "hello").value() == "hello");
        CHECK(ask(where, "").value().empty());
    }
    CHECK(served.value().frames_sent == 2);
    CHECK(ask(where, "anybody there?").error().code == structwire::errc::refused);
    CHECK(ask("localhost", "").error().position == 0);
}

TEST_CASE("transport.md: the loop by hand serves one client beside another that is silent", "[net][docs]") {
    auto door = net_support::open_door();
    const auto at = door.local_endpoint().value();
    std::optional<net::stream> silent;
    {
        const std::jthread server([&](const std::stop_token& stop) { serve_by_hand(std::move(door), stop); });
        silent = net_support::dial(at);
        CHECK(ask(at.to_string(), "hello").value() == "hello");
    }
    CHECK(net_support::read_all(*silent).empty());
}

TEST_CASE("transport.md: four ways to end a message", "[net][docs]") {
    CHECK(passed_on<"fixed=5">("hello") == "hello");
    CHECK(passed_on<"lf,limit=1k">("hello") == "hello");
    CHECK(passed_on<"u32be,limit=64k">("hello") == "hello");
    CHECK(passed_on<"eof,limit=64k">("hello") == "hello");
    CHECK(passed_on<"fixed=5">("hi") == std::nullopt);
    CHECK(passed_on<"lf,limit=1k">("two\nlines") == std::nullopt);
    CHECK(passed_on<"u32be,limit=64k">("two\nlines") == "two\nlines");
}

TEST_CASE("transport.md: a half-close ends the questions, not the answers", "[net][docs][rule-01]") {
    auto [near_end, far_end] = net_support::make_pair();
    const std::jthread server([line = std::move(far_end)]() mutable {
        net::connection<structwire::framing<"lf,limit=1k">> frames(std::move(line));
        std::vector<std::string> questions;
        while (auto got = frames.read_frame()) questions.emplace_back(structwire::as_text(got->payload));
        for (const auto& each : questions) CHECK(frames.write_frame(structwire::as_bytes("re: " + each)).has_value());
        CHECK(frames.close_gracefully(net_support::patience()).has_value());
    });
    CHECK(ask_all(std::move(near_end), {"one", "", "three"}).value() ==
          std::vector<std::string>{"re: one", "re: ", "re: three"});
}

TEST_CASE("transport.md: a silent peer is asked, and given up", "[net][docs]") {
    auto [near_end, far_end] = net_support::make_pair();
    net::connection<structwire::framing<"u32be,limit=64k">> frames(std::move(near_end));
    CHECK(next_frame(frames, 3).error().code == structwire::errc::timed_out);
    net::connection<structwire::framing<"u32be,limit=64k">> peer(std::move(far_end));
    CHECK(structwire::as_text(peer.read_frame().value().payload) == "still there?");
    REQUIRE(peer.write_frame(structwire::as_bytes("yes")));
    CHECK(structwire::as_text(next_frame(frames, 1000).value().payload) == "yes");
}

}  // namespace
