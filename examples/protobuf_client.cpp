// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Asks a server for prices: Protocol Buffers over TCP. See docs/protobuf.md and protobuf_server.cpp.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/protobuf.hpp>

#include <cstdint>
#include <cstdio>
#include <map>

#include "prices.pb.h"

namespace net = structwire::net;
using structwire::demo::Answer, structwire::demo::Question;
using wire = structwire::framing<"varint,limit=64k">;  // a varint length in front; 64 KiB are plenty here

int main(int argc, char** argv) try {
    if (argc < 3) return std::puts("usage: protobuf_client ENDPOINT SYMBOL..."), 2;
    const auto until = net::deadline::in(std::chrono::seconds(5));  // for everything together
    const auto at = net::endpoint::parse(argv[1]).value();          // "tcp://localhost:7000"
    net::connection<wire> line(net::connect(at, {.until = until}).value());
    auto server = structwire::protobuf::make_message_stream<Answer, Question>(std::move(line));

    std::map<std::uint32_t, const char*> asked;
    Question question;
    for (std::uint32_t id = 1; argv[id + 1] != nullptr; ++id) {
        question.set_id(id);
        question.set_symbol(argv[id + 1]);
        server.write(question, until).value();  // collected, not sent yet
        asked[id] = argv[id + 1];
    }
    server.shutdown_write(until).value();  // sends all with one call, and says that there are no more

    Answer answer;
    for (;;) {
        const auto got = server.read(answer, until);
        if (!got && got.error().code == structwire::errc::closed) break;  // the server has finished, too
        if (!got) return std::puts(describe(got.error()).c_str()), 1;     // truncated, reset, timed_out, bad_message
        const auto found = asked.find(answer.id());
        if (found == asked.end()) continue;  // not ours: nothing that a peer says is to be trusted
        if (answer.has_price()) {
            std::printf("%s %lld\n", found->second, static_cast<long long>(answer.price()));
        } else {
            std::printf("%s: %s\n", found->second, answer.refusal().c_str());
        }
        asked.erase(found);
    }
    return asked.empty() ? 0 : 1;
} catch (const std::bad_expected_access<structwire::error>& failure) {
    std::puts(structwire::describe(failure.error()).c_str());
    return 1;
}
