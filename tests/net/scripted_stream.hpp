// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A byte_stream that plays a script and counts the calls.
#ifndef STRUCTWIRE_TESTS_NET_SCRIPTED_STREAM_HPP
#define STRUCTWIRE_TESTS_NET_SCRIPTED_STREAM_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing.hpp>
#include <structwire/net/byte_stream.hpp>
#include <structwire/net/deadline.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace net_support {

/// The framing of these tests: four bytes of length in big-endian order, at most 64 KiB on the wire.
using messages = structwire::framing<"u32be,limit=64k">;

/// The payload as it looks on the wire in `messages`, written out by hand.
inline std::string on_wire(std::string_view payload) {
    const auto size = static_cast<std::uint32_t>(payload.size());
    std::string wire;
    for (const unsigned shift : {24u, 16u, 8u, 0u})
        wire += static_cast<char>(static_cast<unsigned char>(size >> shift));
    return wire.append(payload);
}

/// What one read gives: bytes, or a failure. After the script every read gives the end, as sockets do.
struct scripted_read {
    std::string bytes;
    std::optional<structwire::errc> failure = std::nullopt;
};

/// What one write takes: at most so many bytes, or a failure. After the script every write takes all.
struct scripted_write {
    std::size_t most = 0;
    std::optional<structwire::errc> failure = std::nullopt;
};

/// What both the test and the stream see.
struct script {
    std::deque<scripted_read> reads;
    std::deque<scripted_write> writes;
    std::string written;
    int read_calls = 0;
    int write_calls = 0;
    std::size_t pieces_written = 0;  // of the last write, empty ones not counted
    int shutdown_calls = 0;
    int close_calls = 0;
    bool endless = false;  // one zero byte for each read, for ever
};

class scripted_stream {
public:
    explicit scripted_stream(std::shared_ptr<script> played) : script_(std::move(played)) {}

    std::expected<std::size_t, structwire::error> read_some(structwire::byte_span room,
                                                            const structwire::net::deadline&, const std::stop_token&) {
        ++script_->read_calls;
        if (script_->endless) {
            room.front() = std::byte{};
            return 1;
        }
        if (script_->reads.empty()) return 0;
        scripted_read& now = script_->reads.front();
        if (now.failure) {
            const structwire::error failure{.code = *now.failure, .during = structwire::operation::read};
            script_->reads.pop_front();
            return std::unexpected(failure);
        }
        const std::size_t count = std::min(room.size(), now.bytes.size());
        std::ranges::copy(structwire::as_bytes(now.bytes).first(count), room.begin());
        now.bytes.erase(0, count);
        if (now.bytes.empty()) script_->reads.pop_front();
        return count;
    }

    std::expected<std::size_t, structwire::error> write_some(std::span<const structwire::byte_view> pieces,
                                                             const structwire::net::deadline&, const std::stop_token&) {
        ++script_->write_calls;
        std::string all;
        script_->pieces_written = 0;
        for (const structwire::byte_view piece : pieces) {
            all += structwire::as_text(piece);
            if (!piece.empty()) ++script_->pieces_written;
        }
        if (!script_->writes.empty()) {
            const scripted_write now = script_->writes.front();
            script_->writes.pop_front();
            const structwire::operation during = structwire::operation::write;
            if (now.failure) return std::unexpected(structwire::error{.code = *now.failure, .during = during});
            all.resize(std::min(all.size(), now.most));
        }
        script_->written += all;
        return all.size();
    }

    std::expected<void, structwire::error> shutdown_write() {
        ++script_->shutdown_calls;
        return {};
    }

    void close() noexcept { ++script_->close_calls; }

private:
    std::shared_ptr<script> script_;
};

static_assert(structwire::net::byte_stream<scripted_stream>);

}  // namespace net_support

#endif
