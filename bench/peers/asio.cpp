// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Boost.Asio's read() and read_until() with a streambuf, from a stream in memory.
///
///     asio u32be|line PAYLOAD_BYTES STREAM_BYTES CHUNK_BYTES
///
/// Prints nanoseconds for one frame, the best of all repetitions.
#include <boost/asio/buffer.hpp>
#include <boost/asio/completion_condition.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

namespace asio = boost::asio;
using seconds = std::chrono::duration<double>;

constexpr std::size_t limit = 128 * 1024;

// A SyncReadStream that gives at most `chunk` bytes at once.
struct chunks {
    const std::string& all;
    std::size_t chunk;
    std::size_t at = 0;

    template <class Buffers>
    std::size_t read_some(const Buffers& to, boost::system::error_code& failure) {
        const std::size_t count =
            asio::buffer_copy(to, asio::buffer(all.data() + at, std::min(chunk, all.size() - at)));
        if (count == 0) failure = asio::error::eof;
        at += count;
        return count;
    }
};

struct seen {
    std::size_t frames = 0;
    std::size_t size = 0;
    unsigned last = 0;

    void take(const asio::streambuf& buffer, std::size_t begin, std::size_t count) {
        const auto* const payload = static_cast<const unsigned char*>(buffer.data().data()) + begin;
        ++frames;
        size += count;
        last += payload[count - 1];
    }
};

seen read_lines(chunks from, asio::streambuf& buffer) {
    seen all;
    boost::system::error_code failure;
    for (;;) {
        const std::size_t count = asio::read_until(from, buffer, '\n', failure);
        if (failure) return all;
        all.take(buffer, 0, count - 1);
        buffer.consume(count);
    }
}

// Whether `count` bytes are there, after reading what was missing.
bool fill(chunks& from, asio::streambuf& buffer, std::size_t count) {
    if (buffer.size() >= count) return true;
    boost::system::error_code failure;
    asio::read(from, buffer, asio::transfer_at_least(count - buffer.size()), failure);
    return !failure;
}

seen read_lengths(chunks from, asio::streambuf& buffer) {
    seen all;
    while (fill(from, buffer, 4)) {
        const auto* const head = static_cast<const unsigned char*>(buffer.data().data());
        const std::size_t size =
            std::size_t{head[0]} << 24 | std::size_t{head[1]} << 16 | std::size_t{head[2]} << 8 | head[3];
        if (size > limit - 4 || !fill(from, buffer, 4 + size)) break;
        all.take(buffer, 4, size);
        buffer.consume(4 + size);
    }
    return all;
}

}  // namespace

int main(int, char** arguments) {
    const bool lines = std::string(arguments[1]) == "line";
    const std::size_t payload = std::stoul(arguments[2]), total = std::stoul(arguments[3]);
    std::string stream;
    std::size_t frames = 0;
    for (; stream.size() < total; ++frames) {
        for (unsigned shift = 32; !lines && shift != 0; shift -= 8)
            stream += static_cast<char>(payload >> (shift - 8) & 0xff);
        stream.append(payload, static_cast<char>('a' + frames % 26));
        if (lines) stream += '\n';
    }
    asio::streambuf buffer(4 * limit);
    double best = 1e9;
    const auto begin = std::chrono::steady_clock::now();
    for (int run = 0; run < 3 || seconds(std::chrono::steady_clock::now() - begin).count() < 0.5; ++run) {
        const auto start = std::chrono::steady_clock::now();
        const seen all = (lines ? read_lines : read_lengths)({stream, std::stoul(arguments[4])}, buffer);
        best = std::min(best, seconds(std::chrono::steady_clock::now() - start).count());
        if (all.frames != frames || all.size != frames * payload || all.last == 1) {
            std::fputs("these are not the frames of the stream\n", stderr);
            return 1;
        }
    }
    std::printf("%.3f\n", best * 1e9 / static_cast<double>(frames));
}
