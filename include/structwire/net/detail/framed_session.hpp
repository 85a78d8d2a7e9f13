// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The session of one framing and one type of handler.
#ifndef STRUCTWIRE_NET_DETAIL_FRAMED_SESSION_HPP
#define STRUCTWIRE_NET_DETAIL_FRAMED_SESSION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/net/detail/session.hpp>
#include <structwire/net/reply.hpp>
#include <structwire/net/server_options.hpp>

#include <concepts>
#include <cstddef>
#include <expected>
#include <new>
#include <type_traits>
#include <utility>

namespace structwire::net::detail {

template <encoding_framer Framer, class Handler>
class framed_session final : public session {
public:
    framed_session(Framer rules, Handler&& handler, const server_options& options)
        : session(options), framer_(rules), decoder_(rules), handler_(std::move(handler)) {}

    void open(outlet& way_out) noexcept override {
        outlet_ = &way_out;
        if constexpr (requires { handler_.on_open(static_cast<reply&>(*this)); }) {
            guard([&] { handler_.on_open(static_cast<reply&>(*this)); });
        }
    }

    appetite take(byte_view chunk, std::size_t most_frames) noexcept override {
        guard([&] {
            for (const auto& event : decoder_.feed(chunk)) {
                if (!handle(event) || --most_frames == 0 || is_full()) break;
            }
        });
        if (is_over()) return appetite::over;
        return most_frames == 0 || is_full() ? appetite::busy : appetite::hungry;
    }

    appetite finish(std::size_t most_frames) noexcept override {
        bool at_end = false;
        guard([&] {
            while (!is_over() && most_frames-- != 0 && !is_full()) {
                const auto event = decoder_.finish();
                at_end = !event;
                if (at_end || !handle(*event)) break;
            }
        });
        return at_end || is_over() ? appetite::over : appetite::busy;
    }

    void end(const error& reason) noexcept override {
        if constexpr (requires { handler_.on_close(reason); }) {
            guard([&] { handler_.on_close(reason); });
        }
    }

    [[nodiscard]] std::size_t unfinished_bytes() const noexcept override { return decoder_.pending_bytes(); }

    std::expected<void, error> write(byte_view payload, byte_view header) override {
        if (auto room = make_room(); !room) return room;
        const Framer before = framer_;
        const auto encoded = framer_.encode(payload, header);
        if (!encoded) return std::unexpected(encoded.error());
        try {
            output_.append(*encoded);
        } catch (const std::bad_alloc&) {
            framer_ = before;  // this frame was not the one that it allows
            return std::unexpected(error{.code = errc::overload, .during = operation::write});
        }
        ++counts_.frames_sent;
        return {};
    }

private:
    using result = std::invoke_result_t<Handler&, const frame&, reply&>;

    template <class Action>
    void guard(const Action& action) noexcept {
        try {
            action();
        } catch (...) {
            ++counts_.handler_failures;
            give_up(error{.code = errc::cancelled});
        }
    }

    // Also when sending has failed, whatever the handler made of that.
    [[nodiscard]] bool is_over() noexcept {
        if (failure_ && !closing_) give_up(*failure_);
        return closing_;
    }

    void give_up(const error& reason) noexcept {
        reason_ = reason;
        closing_ = true;
    }

    // False when the connection has to end.
    bool handle(const frame_event& event) {
        if (!event) return complain(event.error());
        ++counts_.frames_received;
        ++frames_;
        if constexpr (std::is_void_v<result>) {
            handler_(*event, static_cast<reply&>(*this));
        } else if (const auto answered = handler_(*event, static_cast<reply&>(*this)); !answered) {
            give_up(answered.error());
        }
        return !is_over();
    }

    // A framing that goes on behind an error is told so, and the handler too if it wants to know.
    bool complain(const error& failure) {
        ++counts_.framing_errors;
        if constexpr (requires { handler_.on_error(failure, static_cast<reply&>(*this)); }) {
            handler_.on_error(failure, static_cast<reply&>(*this));
        }
        if (decoder_.failed()) give_up(failure);
        return !is_over();
    }

    Framer framer_;
    frame_decoder<Framer> decoder_;
    Handler handler_;
};

}  // namespace structwire::net::detail

#endif
