// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One connection of the poll style: what it does next, without ever waiting.
#include "polled_connection.hpp"

#include <algorithm>
#include <sys/epoll.h>

#include "failure.hpp"
#include "transfer.hpp"

namespace structwire::net::detail {
polled_connection::~polled_connection() { in_order_ ? peer_.close() : peer_.reset(); }

void polled_connection::open(time_point now) {
    work_->open(*this);
    settle(work_->take({}, options_.frames_per_wakeup), now);
}

void polled_connection::proceed(bool readable, byte_span room, time_point now) {
    if (phase_ == phase::serving) serve(readable, room, now);
    if (phase_ == phase::flushing) flush(now);
    if (phase_ == phase::lingering) discard(room);
}

void polled_connection::serve(bool readable, byte_span room, time_point now) {
    appetite state = busy_ ? appetite::busy : appetite::hungry;
    if (!held_back_ && busy_ && !input_ended_) {
        state = work_->take({}, options_.frames_per_wakeup);
    } else if (!held_back_ && !busy_ && !input_ended_ && (readable || draining_)) {
        state = receive(room);
    }
    if (!held_back_ && input_ended_ && state != appetite::over) state = work_->finish(options_.frames_per_wakeup);
    settle(state, now);
}

// Receives once and handles that. An error of the socket ends the connection here.
appetite polled_connection::receive(byte_span room) {
    const auto got = receive_now(peer_.native_handle(), room);
    dry_ = got && !*got;
    broken_ = !got;
    if (!got) return work_->fail(got.error());
    if (dry_)
        return draining_ && work_->unfinished_bytes() == 0 ? work_->fail({.code = errc::cancelled}) : appetite::hungry;
    input_ended_ = **got == 0;
    return work_->take(room.first(**got), options_.frames_per_wakeup);
}

// Sends what the handler wrote and decides what comes next.
void polled_connection::settle(appetite state, time_point now) {
    now = deadline::clock::now();  // the handler may have taken its time, which is not the peer's
    busy_ = state == appetite::busy;
    input_.update(*work_, now);
    ledger_.add(work_->take_counts());
    const bool was_held_back = held_back_;
    const bool was_sending = output_waits_;
    held_back_ = held_back_ || work_->is_full();
    if (auto sent = work_->flush(); !sent) {
        broken_ = true;
        return end(sent.error(), now);
    }
    if (work_->pending_bytes() <= options_.output_low) held_back_ = false;
    const bool was_left_alone = was_held_back && !held_back_;
    const bool has_read = was_sending && !output_waits_ && !input_.has_begun();
    if (was_left_alone || has_read) input_.restart(now);
    if (state == appetite::over) end(work_->reason(), now);
}

void polled_connection::end(const error& reason, time_point now) {
    work_->end(reason);
    ledger_.add(work_->take_counts());
    if (broken_) return close(false);
    phase_ = phase::flushing;
    flush(now);
}

std::expected<void, error> polled_connection::send(output_buffer& output) {
    if (!output.empty()) {
        const auto sent = send_now(peer_.native_handle(), output.unsent());
        if (!sent) return std::unexpected(sent.error());
        output.consume(sent->value_or(0));
        if (output_waits_) output_.sent(sent->value_or(0), deadline::clock::now());
    }
    if (!std::exchange(output_waits_, !output.empty()) && output_waits_) output_.start(deadline::clock::now());
    return {};
}

void polled_connection::flush(time_point now) {
    if (!work_->flush()) return close(false);
    if (work_->pending_bytes() != 0) return;
    if (!peer_.shutdown_write()) return close(false);
    if (input_ended_) return close(true);
    phase_ = phase::lingering;
    lingers_since_ = now;
}

void polled_connection::discard(byte_span room) {
    const auto got = receive_now(peer_.native_handle(), room);
    if (!got) return close(false);
    if (!*got) return;
    if (**got == 0) return close(true);
    discarded_ += **got;
    if (discarded_ >= most_discarded_bytes) cut_off();
}

void polled_connection::close(bool in_order) noexcept {
    in_order_ = in_order;
    phase_ = phase::closed;
    if (in_order && ledger_.is_draining()) ledger_.add({.drained = 1});
}

// Closes it although the peer has not finished.
void polled_connection::cut_off() noexcept {
    close(false);
    if (ledger_.is_draining()) ledger_.add({.resets_at_drain = 1});
}

void polled_connection::drain() noexcept {
    draining_ = true;
    dry_ = false;
}

void polled_connection::give_up(time_point now) {
    if (phase_ == phase::flushing) ledger_.add({.timeouts = 1});
    if (phase_ != phase::serving) return cut_off();
    const bool by_output = output_waits_ && output_.due(options_) <= deadline::at(now);
    ledger_.add({.timeouts = 1});
    end(error{.code = errc::timed_out, .during = by_output ? operation::write : operation::read}, now);
    if (by_output && !is_closed()) cut_off();
}

void polled_connection::abandon() noexcept {
    if (phase_ == phase::serving) work_->end(error{.code = errc::timed_out, .during = operation::read});
    ledger_.add(work_->take_counts());
    cut_off();
}

std::uint32_t polled_connection::interest() const noexcept {
    const bool reads = phase_ == phase::lingering || (phase_ == phase::serving && !held_back_ && !input_ended_);
    return (reads ? std::uint32_t{EPOLLIN} : 0) | (output_waits_ ? std::uint32_t{EPOLLOUT} : 0);
}

bool polled_connection::has_more() const noexcept {
    return phase_ == phase::serving && !held_back_ && (busy_ || (draining_ && !dry_));
}

deadline polled_connection::due() const noexcept {
    if (phase_ == phase::lingering) {
        return ledger_.is_draining() ? deadline::never : deadline::at(lingers_since_ + options_.close_timeout);
    }
    const deadline output = output_waits_ ? output_.due(options_) : deadline::never;
    if (phase_ != phase::serving || held_back_) return output;
    if (output_waits_ && !input_.has_begun()) return output;  // it is not silent, it reads
    return std::min(output, input_.due(*work_, options_));
}

}  // namespace structwire::net::detail
