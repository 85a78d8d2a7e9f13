// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the tests over Boost.Asio share: a stream that plays a script, and operations run to their end.
#ifndef STRUCTWIRE_TESTS_ASIO_ASIO_SUPPORT_HPP
#define STRUCTWIRE_TESTS_ASIO_ASIO_SUPPORT_HPP

#include <structwire/asio.hpp>
#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace asio_support {

using boost::system::error_code;
using namespace std::string_literals;

/// The framing of most of these tests: four bytes of length in big-endian order, at most 64 KiB on the wire.
using messages = structwire::framing<"u32be,limit=64k">;

/// What one read gives, or how much one write takes. After the script reads give the end and writes take all.
struct scripted_call {
    std::string bytes;
    error_code failure{};
    std::size_t most = 0;
};

inline scripted_call failing(error_code failure) { return {.bytes = {}, .failure = failure}; }
inline scripted_call taking(std::size_t most) { return {.bytes = {}, .failure = {}, .most = most}; }

/// One call for each piece of `wire`, cut every `step` bytes.
inline std::deque<scripted_call> pieces_of(std::string_view wire, std::size_t step) {
    std::deque<scripted_call> calls;
    for (std::size_t at = 0; at < wire.size(); at += step) calls.push_back({std::string(wire.substr(at, step))});
    return calls;
}

/// An AsyncStream and SyncStream without a system behind it.
class scripted_stream {
public:
    using executor_type = boost::asio::io_context::executor_type;

    explicit scripted_stream(boost::asio::io_context& context, std::deque<scripted_call> reads_to_give = {})
        : reads(std::move(reads_to_give)), context_(&context) {}

    [[nodiscard]] executor_type get_executor() noexcept { return context_->get_executor(); }

    template <class Buffers>
    std::size_t read_some(const Buffers& room, error_code& failure) {
        ++read_calls;
        failure = boost::asio::error::eof;
        if (reads.empty()) return 0;
        scripted_call& now = reads.front();
        failure = now.failure;
        const std::size_t count = boost::asio::buffer_copy(room, boost::asio::buffer(now.bytes));
        now.bytes.erase(0, count);
        if (now.bytes.empty()) reads.pop_front();
        return count;
    }

    template <class Buffers>
    std::size_t write_some(const Buffers& buffers, error_code& failure) {
        ++write_calls;
        buffers_of_last_write = 0;
        failure.clear();
        std::size_t most = boost::asio::buffer_size(buffers);
        if (!writes.empty()) {
            failure = writes.front().failure;
            most = std::min(most, writes.front().most);
            writes.pop_front();
        }
        const std::size_t before = written.size();
        for (auto at = boost::asio::buffer_sequence_begin(buffers); at != boost::asio::buffer_sequence_end(buffers);
             ++at) {
            const boost::asio::const_buffer piece(*at);
            ++buffers_of_last_write;
            written.append(static_cast<const char*>(piece.data()), piece.size());
        }
        written.resize(before + most);
        return most;
    }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& room, Token&& token) {
        return later(std::forward<Token>(token),
                     [this, room](error_code& failure) { return read_some(room, failure); });
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return later(std::forward<Token>(token),
                     [this, buffers](error_code& failure) { return write_some(buffers, failure); });
    }

    std::deque<scripted_call> reads;
    std::deque<scripted_call> writes;
    std::string written;
    int read_calls = 0;
    int write_calls = 0;
    int buffers_of_last_write = 0;

private:
    template <class Token, class Call>
    auto later(Token&& token, Call call) {
        auto start = [context = context_, call = std::move(call)](auto&& handler) mutable {
            const auto executor = boost::asio::get_associated_executor(handler, context->get_executor());
            boost::asio::post(executor,
                              [call = std::move(call), handler = std::forward<decltype(handler)>(handler)]() mutable {
                                  error_code failure;
                                  const std::size_t count = call(failure);
                                  handler(failure, count);
                              });
        };
        return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(std::move(start), token);
    }

    boost::asio::io_context* context_;
};

/// How a read completed, with what would not outlive the next one copied.
struct read_result {
    error_code code;
    std::string payload{};
    std::uint64_t offset = 0;
    std::string header{};

    friend bool operator==(const read_result&, const read_result&) = default;
};

inline read_result copy_of(error_code code, const structwire::frame& got) {
    return {code, std::string(structwire::as_text(got.payload)), got.offset,
            std::string(structwire::as_text(got.header))};
}

/// Runs until nothing is left to do, at most 20 seconds.
inline void run(boost::asio::io_context& context) {
    context.restart();
    context.run_for(std::chrono::seconds(20));
}

/// One async_read_frame, started and run to its completion, which never comes before the start has returned.
template <class Stream, class Decoder>
read_result read_one(boost::asio::io_context& context, Stream& stream, Decoder& decoder) {
    read_result result{boost::asio::error::timed_out, "no completion"};
    int completions = 0;
    structwire::asio::async_read_frame(stream, decoder, [&](error_code code, const structwire::frame& got) {
        ++completions;
        result = copy_of(code, got);
    });
    CHECK(completions == 0);
    run(context);
    CHECK(completions == 1);
    return result;
}

/// How a write completed.
struct write_result {
    error_code code;
    std::size_t count = 0;

    friend bool operator==(const write_result&, const write_result&) = default;
};

/// Starts a write with `start(handler)` and runs it to its completion.
template <class Start>
write_result write_one(boost::asio::io_context& context, Start start) {
    write_result result{boost::asio::error::timed_out, 0};
    int completions = 0;
    start([&](error_code code, std::size_t count) {
        ++completions;
        result = {code, count};
    });
    CHECK(completions == 0);
    run(context);
    CHECK(completions == 1);
    return result;
}

}  // namespace asio_support

#endif
