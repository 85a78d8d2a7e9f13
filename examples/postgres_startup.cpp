// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A conversation with PostgreSQL: start-up without a password, a query, a query that fails, the end.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/pack.hpp>
#include <structwire/pack/variable.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

using structwire::as_bytes, structwire::as_text, structwire::byte_view, structwire::try_pack, structwire::unpack_prefix;
using message = structwire::framing<"postgres,limit=1M">;  // the type is the header
namespace net = structwire::net;

// What a message says, as one line, if that is of interest here.
std::string line_of(char type, byte_view payload) {
    std::string line;
    if (type == 'R') {  // Authentication: 0 is "ok"
        if (unpack_prefix<">I">(payload).value().fields.get<0>() != 0) line = " the server wants a password";
    } else if (type == 'T') {  // RowDescription: each column has a name and 18 bytes about its type
        const auto row = structwire::try_unpack<">{h:({z}:name: 18x)}:columns:">(payload).value();
        for (const auto column : row.get<"columns">()) line += ' ' + column.get<"name">().str();
    } else if (type == 'D') {  // DataRow: how many values, then each behind its length; NULL has the length -1
        for (payload = unpack_prefix<">h">(payload).value().rest; !payload.empty();) {
            const auto value = unpack_prefix<">{i:s}">(payload);
            const bool is_null = !value && value.error().code == structwire::errc::bad_count;
            line += ' ' + (is_null ? "NULL" : value.value().fields.get<0>().str());
            payload = is_null ? payload.subspan(4) : value->rest;
        }
    } else if (type == 'E') {  // ErrorResponse: texts behind letters, then a zero
        while (payload.size() > 1) {
            const auto [part, behind] = unpack_prefix<"c:meaning: {z}:text:">(payload).value();
            if (std::string_view("SCM").contains(part.get<"meaning">())) line += ' ' + part.get<"text">().str();
            payload = behind;
        }
    }
    return line.empty() ? line : line + '\n';
}

// Prints and returns what the server says, up to its being ready for a query or wanting a password.
std::string read_answer(net::connection<message>& server, const net::deadline& until) {
    for (std::string answer;;) {
        const auto [header, payload, offset] = server.read_frame(until).value();
        const std::string line = line_of(as_text(header)[0], payload);
        std::fputs(line.c_str(), stdout);
        answer += line;
        if (as_text(header) == "Z" || (as_text(header) == "R" && !line.empty())) return answer;
    }
}

}  // namespace

int main(int argc, char** argv) try {
    const auto until = net::deadline::in(std::chrono::seconds(10));
    const auto at = net::endpoint::parse(argc > 1 ? argv[1] : "tcp://127.0.0.1:5432").value();
    const std::string user = argc > 2 ? argv[2] : "postgres";
    net::connection<message> server(net::connect(at, {.until = until}).value());
    std::string wire;  // the first message is framed in another way
    const auto hello = try_pack<">H:major: H:minor: {z}{z} {z}{z} x">(3, 0, "user", user, "database", "postgres");
    (void)structwire::append(wire, structwire::framing<"postgres_startup">{}, hello.value()).value();
    server.write_encoded(as_bytes(wire), until).value();
    if (!read_answer(server, until).empty()) return 1;

    server.write_frame(try_pack<"{z}">("VALUES (1, 'one'), (2, NULL)").value(), as_bytes("Q"), until).value();
    const bool rows = read_answer(server, until) == " column1 column2\n 1 one\n 2 NULL\n";
    server.write_frame(try_pack<"{z}">("SELECT 1 / 0").value(), as_bytes("Q"), until).value();
    const bool failure = read_answer(server, until) == " ERROR 22012 division by zero\n";
    server.write_frame({}, as_bytes("X"), until).value();  // Terminate
    return rows && failure ? 0 : 1;
} catch (const std::bad_expected_access<structwire::error>& failure) {
    std::puts(structwire::describe(failure.error()).c_str());
    return 1;
}
