// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A Redis client: commands written with two framings, replies read by a framer that is made of the same two.
#include <structwire/framing.hpp>
#include <structwire/inspect.hpp>
#include <structwire/net.hpp>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::literals;
using structwire::as_bytes, structwire::as_text, structwire::byte_view, structwire::quoted, structwire::step;
using bulk_string = structwire::framing<"redis_bulk,limit=1M">;
using line = structwire::framing<"crlf,limit=4k">;
namespace net = structwire::net;

// One element of a reply: a bulk string, with the header `-1` if it is null, or a line, whose type is the header.
// Always a new `line` looks at it, because an old one would remember bytes that a bulk string has taken since.
struct element_framer : bulk_string {
    static step next(byte_view bytes) noexcept {
        if (bytes.empty() || as_text(bytes)[0] == '$') return bulk_string{}.next(bytes);
        if (!"+-:*"sv.contains(as_text(bytes)[0])) return step::fail(structwire::errc::bad_prefix, 0, 0);
        const step now = line{}.next(bytes);
        if (now.what != step::kind::frame) return now;
        return step::deliver(now.payload.first(1), now.payload.subspan(1), now.consumed);
    }
    static step finish(byte_view bytes) noexcept {
        return as_text(bytes).starts_with('$') ? bulk_string{}.finish(bytes) : line{}.finish(bytes);
    }
};

std::string read_reply(net::connection<element_framer>& server, const net::deadline& until) {
    std::string text;
    for (unsigned left = 1, more = 0; left != 0; left += more - 1, more = 0) {
        const structwire::frame got = server.read_frame(until).value();
        const std::string type(as_text(got.header)), value(as_text(got.payload));
        text += (text.empty() ? "" : " ") + (type.empty() ? quoted(got.payload) : type == "-1" ? "null" : type + value);
        if (type == "*") std::from_chars(value.data(), value.data() + value.size(), more);  // elements that follow
    }
    return text;
}

const std::vector<std::pair<std::vector<std::string_view>, std::string_view>> conversation{
    {{"SET", "structwire:text", "two\r\nlines\0"sv}, "+OK"},
    {{"GET", "structwire:text"}, R"("two\r\nlines\0")"},
    {{"MGET", "structwire:text", "structwire:nothing"}, R"(*2 "two\r\nlines\0" null)"},
    {{"INCR", "structwire:text"}, "-ERR value is not an integer or out of range"},
    {{"DEL", "structwire:text"}, ":1"}};

}  // namespace

int main(int argc, char** argv) try {
    const auto at = net::endpoint::parse(argc > 1 ? argv[1] : "tcp://127.0.0.1:6379").value();
    const auto until = net::deadline::in(10s);
    net::connection<element_framer> server(net::connect(at, {.until = until}).value());
    std::string batch;
    for (const auto& [command, expected] : conversation) {
        (void)structwire::append(batch, line{}, as_bytes("*" + std::to_string(command.size()))).value();
        for (const auto word : command) (void)structwire::append(batch, bulk_string{}, as_bytes(word)).value();
    }
    server.write_encoded(as_bytes(batch), until).value();  // all commands in one write
    for (const auto& [command, expected] : conversation) {
        const std::string reply = read_reply(server, until);
        std::printf("%-4s -> %s\n", std::string(command[0]).c_str(), reply.c_str());
        if (reply != expected) return 1;
    }
    return 0;
} catch (const std::bad_expected_access<structwire::error>& failure) {
    std::puts(structwire::describe(failure.error()).c_str());
    return 1;
}
