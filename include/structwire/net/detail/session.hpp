// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One connection of a server as its styles see it: bytes in, handler called, bytes out, no I/O.
#ifndef STRUCTWIRE_NET_DETAIL_SESSION_HPP
#define STRUCTWIRE_NET_DETAIL_SESSION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/reply.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/server_statistics.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace structwire::net::detail {

/// Bytes on their way out.
class output_buffer {
public:
    [[nodiscard]] byte_view unsent() const noexcept { return byte_view(bytes_).subspan(sent_); }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size() - sent_; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    void append(const encoded_frame& frame) {
        if (sent_ >= bytes_.size() / 2) drop_sent();
        const std::size_t before = bytes_.size();
        bytes_.resize(before + frame.size());
        frame.copy_to(bytes_.data() + before);
    }

    void consume(std::size_t count) noexcept {
        sent_ += count;
        if (sent_ == bytes_.size()) drop_sent();
    }

    void clear() noexcept { consume(size()); }

private:
    void drop_sent() noexcept {
        const std::size_t sent = std::exchange(sent_, 0);
        // What one large answer took is not kept for a silent connection.
        if (sent == bytes_.size() && bytes_.capacity() > most_kept_bytes) std::vector<std::byte>().swap(bytes_);
        bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(std::min(sent, bytes_.size())));
    }

    static constexpr std::size_t most_kept_bytes = 64 * 1024;

    std::vector<std::byte> bytes_;
    std::size_t sent_ = 0;
};

/// What a style does with the output of its sessions, and what it knows of their peers.
class outlet {
public:
    /// Sends what can be sent: all of it where the style waits, else what the send buffer takes now.
    virtual std::expected<void, error> send(output_buffer& output) = 0;

    [[nodiscard]] virtual std::expected<endpoint, error> peer() const = 0;

protected:
    ~outlet() = default;
};

/// What a session can do next.
enum class appetite : std::uint8_t {
    hungry,  ///< it needs further bytes
    busy,    ///< it had its share, more may be ready: call take({}, ...) when it is its turn again
    over,    ///< it has ended; see session::reason
};

/// The protocol of one connection. Used by one thread.
class session : public reply {
public:
    explicit session(const server_options& options) noexcept : options_(&options) {}
    virtual ~session() = default;

    /// Calls on_open. `way_out` must outlive the session.
    virtual void open(outlet& way_out) noexcept = 0;

    /// Handles the frames in `chunk`, behind those left over before, at most so many, and stops when the output is over
    /// its mark.
    virtual appetite take(byte_view chunk, std::size_t most_frames) noexcept = 0;

    /// The same when the input has ended; over when nothing is left.
    virtual appetite finish(std::size_t most_frames) noexcept = 0;

    /// Calls on_close.
    virtual void end(const error& reason) noexcept = 0;

    /// Bytes of a frame that is not there as a whole.
    [[nodiscard]] virtual std::size_t unfinished_bytes() const noexcept = 0;

    /// Ends it for a reason from outside.
    appetite fail(const error& reason) noexcept {
        reason_ = reason;
        closing_ = true;
        return appetite::over;
    }

    /// Why it is over.
    [[nodiscard]] const error& reason() const noexcept { return reason_; }

    [[nodiscard]] output_buffer& output() noexcept { return output_; }

    /// Whether the output is so large that the input has to wait.
    [[nodiscard]] bool is_full() const noexcept { return output_.size() >= options_->output_high; }

    /// The counts since the last call.
    [[nodiscard]] server_statistics take_counts() noexcept { return std::exchange(counts_, {}); }

    /// Frames handled since the session began.
    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }

    // reply
    std::expected<void, error> flush() override { return send(); }
    [[nodiscard]] std::size_t pending_bytes() const noexcept override { return output_.size(); }
    void close() noexcept override { closing_ = true; }
    [[nodiscard]] std::expected<endpoint, error> peer_endpoint() const override { return outlet_->peer(); }

protected:
    /// Sends, and remembers a failure for ever.
    std::expected<void, error> send() {
        if (failure_) return std::unexpected(*failure_);
        auto sent = outlet_->send(output_);
        if (!sent) failure_ = sent.error();
        return sent;
    }

    /// Makes room for a frame in front of writing it.
    std::expected<void, error> make_room() {
        if (failure_) return std::unexpected(*failure_);
        if (!is_full()) return {};
        if (auto sent = send(); !sent) return sent;
        if (!is_full()) return {};
        return std::unexpected(error{.code = errc::overload, .during = operation::write});
    }

    outlet* outlet_ = nullptr;
    const server_options* options_;
    output_buffer output_;
    server_statistics counts_;
    std::uint64_t frames_ = 0;
    error reason_{.code = errc::closed, .during = operation::read};
    std::optional<error> failure_;  // of sending
    bool closing_ = false;
};

/// Makes the session of an accepted connection; none if the handler could not be made. `owner` is run's.
using session_opener = std::unique_ptr<session> (*)(void* owner) noexcept;

}  // namespace structwire::net::detail

#endif
