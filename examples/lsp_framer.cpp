// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Messages to a language server, cut by a framer that is not structwire's.
#include "lsp_framer.hpp"

#include <structwire/framing.hpp>
#include <structwire/framing/conformance.hpp>
#include <structwire/inspect.hpp>

#include <cstddef>
#include <cstdio>
#include <string>

int main() {
    // What an editor could send: two messages, one of them with a field that is left out mostly, and a lie.
    std::string stream;
    const auto initialize = structwire::as_bytes(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})");
    if (!structwire::append(stream, lsp::framer{}, initialize)) return 1;
    stream += "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n";
    stream += "Content-Length: 33\r\n\r\n";
    stream += R"({"jsonrpc":"2.0","method":"exit"})";
    stream += "Content-Length: 999999999\r\n\r\n{";

    std::size_t messages = 0;
    structwire::frame_decoder<lsp::framer> in;
    for (std::size_t begin = 0; begin < stream.size() && !in.failed(); begin += 10) {
        const std::string piece = stream.substr(begin, 10);
        for (const auto& event : in.feed(structwire::as_bytes(piece))) {
            if (event) ++messages;
            std::puts(event ? structwire::quoted(event->payload).c_str() : structwire::describe(event.error()).c_str());
        }
    }

    // The test of a framer: whether the same bytes give the same in pieces of any other size, and more.
    const auto difference = structwire::check_conformance(lsp::framer{}, structwire::as_bytes(stream));
    return messages == 2 && in.failed() && !difference ? 0 : 1;
}
