// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server: much data there and back again, whole.
#include <structwire/net/server.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>

#include "forked_server.hpp"
#include "process_support.hpp"
#include "server_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::byte_view;

// FNV-1a over words of eight bytes: the order counts.
class digest {
public:
    void update(byte_view bytes) noexcept {
        for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data(), 8);
            value_ = (value_ ^ word) * 0x100000001b3u;
        }
        for (const std::byte each : bytes) value_ = (value_ ^ std::to_integer<std::uint64_t>(each)) * 0x100000001b3u;
    }
    friend bool operator==(const digest&, const digest&) = default;

private:
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

// Frames of all sizes, none like another.
class messages_of {
public:
    explicit messages_of(std::size_t total) : left_(total) {}

    // Empty at the end.
    byte_view next() {
        const std::size_t size = std::min<std::size_t>(left_, 1 + random() % sizeof room_);
        for (std::size_t at = 0; at < size; at += 8) {
            const std::uint64_t word = random();
            std::memcpy(room_ + at, &word, std::min<std::size_t>(8, size - at));
        }
        left_ -= size;
        return {room_, size};
    }

private:
    std::uint64_t random() noexcept {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        return state_ ^= state_ << 17;
    }

    std::byte room_[60000];
    std::size_t left_;
    std::uint64_t state_ = 88172645463325252u;
};

void echo_and_compare(client& peer, std::size_t total) {
    digest sent;
    digest received;
    std::size_t count = 0;
    std::thread writer([&] {
        messages_of source(total);
        for (byte_view next = source.next(); !next.empty(); next = source.next()) {
            sent.update(next);
            if (!peer.write_frame(next, patience())) break;
        }
        [[maybe_unused]] const auto ended = peer.shutdown_write();
    });
    for (;;) {
        const auto got = peer.read_frame(patience());
        if (!got) {
            CHECK(got.error().code == structwire::errc::closed);
            break;
        }
        received.update(got->payload);
        count += got->payload.size();
    }
    writer.join();
    CHECK(count == total);
    CHECK(received == sent);
}

TEST_CASE("server: 64 MiB there and back, with equal hashes", "[net][server]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({}));
    auto peer = server.dial();
    echo_and_compare(peer, std::size_t{is_sanitized ? 8 : 64} << 20);
    peer.close();
    CHECK(server.finish().has_value());
}

TEST_CASE("server: answers in parts, through buffers as small as can be", "[net][server]") {
    in_every_style();
    forked_server server(
        echo_factory, in_current_style({.output_high = 100'000, .output_low = 10'000}), [] {}, open_narrow_door());
    auto peer = server.dial();
    shrink_send_buffer(peer.lower());
    echo_and_compare(peer, std::size_t{1} << 20);
    peer.close();
    CHECK(server.finish().has_value());
}

}  // namespace
