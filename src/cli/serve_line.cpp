// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/serve_line.hpp"

#include <structwire/net/connection.hpp>
#include <structwire/net/reply.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <span>
#include <utility>

namespace structwire::cli {

namespace {

using line_connection = net::connection<any_framing, channel>;

// Collects frames for the peer, as a server's replies do.
class line_reply final : public net::reply {
public:
    line_reply(line_connection& line, const std::stop_token& stop) : line_(line), stop_(stop) {}

    std::expected<void, error> write(byte_view payload, byte_view header) override {
        constexpr std::size_t high_mark = 256 * 1024;
        if (line_.queued_bytes() >= high_mark) {
            if (auto sent = flush(); !sent) return sent;
        }
        auto queued = line_.queue_frame(payload, header);
        if (queued) ++sent_;
        return queued;
    }

    // Behind a stop there is a little time left for what was answered before.
    std::expected<void, error> flush() override {
        if (line_.queued_bytes() == 0) return {};
        if (!stop_.stop_requested()) return line_.flush(net::deadline::never, stop_);
        return line_.flush(net::deadline::in(std::chrono::seconds(1)));
    }

    [[nodiscard]] std::size_t pending_bytes() const noexcept override { return line_.queued_bytes(); }
    void close() noexcept override { closing_ = true; }
    [[nodiscard]] std::expected<net::endpoint, error> peer_endpoint() const override {
        return std::unexpected(error{.code = errc::unreachable});
    }

    [[nodiscard]] bool is_closing() const { return closing_; }
    [[nodiscard]] std::uint64_t sent() const { return sent_; }

private:
    line_connection& line_;
    const std::stop_token& stop_;
    std::uint64_t sent_ = 0;
    bool closing_ = false;
};

class line_server {
public:
    line_server(channel line, const any_framing& framing, frame_service& service, const std::stop_token& stop)
        : line_(std::move(line), framing), service_(service), stop_(stop), reply_(line_, stop) {}

    net::server_statistics run() {
        service_.on_open(reply_);
        const error reason = serve();
        if (reason.code == errc::timed_out) ++counts_.timeouts;
        service_.on_close(reason);
        [[maybe_unused]] const auto flushed = reply_.flush();
        [[maybe_unused]] const auto ended = line_.lower().shutdown_write();  // a terminal has no such end
        line_.close();
        counts_.frames_sent = reply_.sent();
        return counts_;
    }

private:
    error serve() {
        std::array<frame, 64> frames;
        while (true) {
            const auto count = receive(frames);
            const auto done = count ? handle(std::span(frames).first(*count)) : survive(count.error());
            if (!done) return done.error();
        }
    }

    std::expected<std::size_t, error> receive(std::span<frame> frames) {
        if (!stop_.stop_requested()) return line_.read_batch(frames, net::deadline::never, stop_);
        auto arrived = line_.read_batch(frames, net::deadline::in(std::chrono::seconds(0)));
        if (!arrived && arrived.error().code == errc::timed_out) arrived.error().code = errc::cancelled;
        return arrived;
    }

    std::expected<void, error> handle(std::span<const frame> frames) {
        for (const frame& got : frames) {
            ++counts_.frames_received;
            if (auto done = service_(got, reply_); !done) return done;
            if (reply_.is_closing()) return std::unexpected(error{.code = errc::closed});
        }
        return reply_.flush();
    }

    // An error behind which the framing goes on, or the stop, behind which what has arrived is still handled.
    std::expected<void, error> survive(const error& failure) {
        if (failure.code == errc::cancelled && !std::exchange(stopped_, true)) return {};
        const bool of_stream = failure.native != 0 || failure.offset == error::nowhere;
        if (of_stream) return std::unexpected(failure);
        ++counts_.framing_errors;
        service_.on_error(failure, reply_);
        if (line_.read_state()) return std::unexpected(failure);
        return {};
    }

    line_connection line_;
    frame_service& service_;
    const std::stop_token& stop_;
    line_reply reply_;
    net::server_statistics counts_{.connections = 1};
    bool stopped_ = false;
};

}  // namespace

net::server_statistics serve_line(channel line, const any_framing& framing, frame_service& service,
                                  const std::stop_token& stop) {
    return line_server(std::move(line), framing, service, stop).run();
}

}  // namespace structwire::cli
