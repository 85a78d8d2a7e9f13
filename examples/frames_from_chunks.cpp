// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames out of bytes that arrive in pieces of any size, with a framing that is chosen at run time.
#include <structwire/framing.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// Feeds the stream in chunks and returns the payloads; an error ends them with its sentence.
std::vector<std::string> frames(structwire::any_framing how, structwire::byte_view stream, std::size_t chunk_bytes) {
    std::vector<std::string> seen;
    structwire::frame_decoder<structwire::any_framing> in(how);
    for (std::size_t begin = 0; begin < stream.size(); begin += chunk_bytes) {
        const auto chunk = stream.subspan(begin, std::min(chunk_bytes, stream.size() - begin));
        for (const auto& event : in.feed(chunk)) {
            if (!event) {
                seen.emplace_back(structwire::describe(event.error()).view());
                return seen;
            }
            seen.emplace_back(structwire::as_text(event->payload));
        }
    }
    if (const auto last = in.finish(); last && !*last) seen.emplace_back(structwire::describe(last->error()).view());
    return seen;
}

}  // namespace

int main(int argc, char** argv) {
    const char* const text = argc > 1 ? argv[1] : "u16be,limit=100";
    auto how = structwire::any_framing::parse(text);
    if (!how) {
        std::printf("%s\n", structwire::describe(how.error()).c_str());
        return 1;
    }

    std::vector<std::byte> stream;
    for (const std::string_view payload : {"first", "", "third"}) {
        if (!structwire::append(stream, *how, structwire::as_bytes(payload))) return 1;
    }
    stream.insert(stream.end(), 1, std::byte{0});  // and the input ends inside a fourth

    const auto whole = frames(*how, stream, stream.size());
    for (const auto& line : whole) std::printf("[%s]\n", line.c_str());
    bool same = whole.size() == 4;
    for (std::size_t chunk_bytes = 1; chunk_bytes != stream.size(); ++chunk_bytes) {
        same = same && frames(*how, stream, chunk_bytes) == whole;
    }
    std::printf("in chunks of 1 to %zu bytes: %s\n", stream.size(), same ? "the same" : "different");
    return same ? 0 : 1;
}
