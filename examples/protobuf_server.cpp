// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Answers questions for prices: Protocol Buffers over TCP. See docs/protobuf.md and protobuf_client.cpp.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/protobuf.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <map>
#include <string>

#include "prices.pb.h"

namespace net = structwire::net;
using structwire::demo::Answer, structwire::demo::Question;
using wire = structwire::framing<"varint,limit=64k">;

const std::map<std::string, std::int64_t> prices{{"BTCUSD", 6412350}, {"ETHUSD", 341207}};

// One for each connection: what it holds needs no lock.
class desk {
public:
    std::expected<void, structwire::error> operator()(const structwire::frame& in, net::reply& out) {
        if (auto parsed = structwire::protobuf::parse(in, question_); !parsed) return parsed;  // ends this connection
        answer_.Clear();
        answer_.set_id(question_.id());
        if (const auto found = prices.find(question_.symbol()); found != prices.end()) {
            answer_.set_price(found->second);
        } else {
            answer_.set_refusal("no such symbol");
        }
        return structwire::protobuf::write_message(out, answer_);  // framed; sent before the server waits
    }
    static void on_close(const structwire::error& why) {  // how the connection ended
        if (why.code != structwire::errc::closed) std::fprintf(stderr, "%s\n", structwire::describe(why).c_str());
    }

private:
    Question question_;  // reused: its memory serves the next one
    Answer answer_;
};
desk make_desk() { return {}; }

using price_server = net::server<wire, decltype(&make_desk)>;
std::atomic<price_server*> running = nullptr;

int main(int argc, char** argv) try {
    if (argc != 2) return std::puts("usage: protobuf_server ENDPOINT"), 2;
    auto door = net::listener::open(net::endpoint::parse(argv[1]).value()).value();
    std::printf("%s\n", door.local_endpoint().value().to_string().c_str());
    std::fflush(stdout);
    price_server server(std::move(door), wire{}, make_desk, {.style = net::server_style::thread});
    running = &server;
    for (const int each : {SIGINT, SIGTERM}) std::signal(each, [](int) { running.load()->stop(); });
    const auto done = server.run().value();  // until a signal comes; then what has begun is finished
    std::printf("%llu questions\n", static_cast<unsigned long long>(done.frames_received));
    return done.handler_failures == 0 ? 0 : 1;
} catch (const std::bad_expected_access<structwire::error>& failure) {
    std::puts(structwire::describe(failure.error()).c_str());
    return 1;
}
