// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Serves one connection in a thread or process of its own.
#include "blocking_service.hpp"

#include <algorithm>
#include <limits>
#include <poll.h>
#include <utility>

#include "failure.hpp"
#include "transfer.hpp"
#include "wait.hpp"

namespace structwire::net::detail {
namespace {

constexpr std::size_t all_frames = std::numeric_limits<std::size_t>::max();

}  // namespace

void blocking_service::run(session& work) noexcept {
    work.open(*this);
    const error reason = serve(work);
    work.end(reason);
    finish(work);
    context_.ledger.add(work.take_counts());
}

// Handles frames until the connection has to end, and says why.
error blocking_service::serve(session& work) {
    appetite state = report(work, work.take({}, all_frames));
    for (;;) {
        if (state == appetite::over) return work.reason();
        if (auto sent = work.flush(); !sent) return sent.error();
        if (std::exchange(waited_, false)) input_.restart(deadline::clock::now());
        if (state == appetite::hungry && !input_ended_) {
            const auto got = receive(work);
            if (!got) return got.error();
            input_ended_ = *got == 0;
            if (!input_ended_) state = work.take(byte_view(room_).first(*got), all_frames);
        } else if (!input_ended_) {
            state = work.take({}, all_frames);
        }
        if (input_ended_) state = work.finish(all_frames);
        input_.update(work, deadline::clock::now());
        report(work, state);
    }
}

appetite blocking_service::report(session& work, appetite state) noexcept {
    context_.ledger.add(work.take_counts());
    return state;
}

// While the server drains, what has arrived is still handled, and a frame that has begun may be finished.
std::expected<std::size_t, error> blocking_service::receive(session& work) {
    for (;;) {
        draining_ = draining_ || context_.ledger.is_draining();
        if (draining_ && context_.ledger.drain_until().expired()) return failure(errc::timed_out, operation::read);
        if (draining_ || !drained_dry_) {
            const auto got = receive_now(peer_.native_handle(), room_);
            broken_ = !got;
            if (!got) return std::unexpected(got.error());
            if (*got) {
                drained_dry_ = **got < room_.size();
                return **got;
            }
            drained_dry_ = true;
            if (draining_ && work.unfinished_bytes() == 0) return failure(errc::cancelled, operation::read);
        }
        const deadline due = input_.due(work, context_.options);
        if (auto ready = wait_for_peer(POLLIN, due, operation::read); !ready) return std::unexpected(ready.error());
        drained_dry_ = false;
    }
}

std::expected<void, error> blocking_service::send(output_buffer& output) {
    output_clock clock;
    bool started = false;
    while (!output.empty()) {
        const auto sent = send_now(peer_.native_handle(), output.unsent());
        if (!sent) return std::unexpected(sent.error());
        if (*sent) {
            output.consume(**sent);
            if (started) clock.sent(**sent, deadline::clock::now());
            continue;
        }
        if (!std::exchange(started, true)) clock.start(deadline::clock::now());
        waited_ = true;
        const deadline due = clock.due(context_.options);
        if (auto ready = wait_for_peer(POLLOUT, due, operation::write); !ready) return ready;
    }
    return {};
}

// Ends the sending side, reads to the peer's end, closes: so the peer loses nothing of what was written.
void blocking_service::finish(session& work) {
    std::expected<void, error> done;
    if (broken_) done = failure(errc::reset, operation::read);
    if (done) done = work.flush();
    if (done) done = peer_.shutdown_write();
    if (done && !input_ended_) done = discard_input(deadline::in(context_.options.close_timeout));
    done ? peer_.close() : peer_.reset();
    if (!context_.ledger.is_draining()) return;
    if (done) context_.ledger.add({.drained = 1});
    if (!done && done.error().code != errc::reset) context_.ledger.add({.resets_at_drain = 1});
}

std::expected<void, error> blocking_service::discard_input(const deadline& until) {
    for (std::size_t discarded = 0; discarded < most_discarded_bytes;) {
        const auto got = receive_now(peer_.native_handle(), room_);
        if (!got) return std::unexpected(got.error());
        if (!*got) {
            const deadline drain = context_.ledger.drain_until();
            if (auto ready = wait(POLLIN, drain.is_never() ? until : drain, operation::shutdown); !ready) return ready;
            continue;
        }
        if (**got == 0) return {};
        discarded += **got;
    }
    return failure(errc::overload, operation::shutdown);
}

// As wait, and up to the drain timeout at most. A limit of the options that is reached is counted.
std::expected<void, error> blocking_service::wait_for_peer(short events, const deadline& due, operation during) {
    const deadline until = draining_ ? std::min(due, context_.ledger.drain_until()) : due;
    auto ready = wait(events, until, during);
    if (!ready && ready.error().code == errc::timed_out && due.expired()) context_.ledger.add({.timeouts = 1});
    return ready;
}

// Returns without being ready when the server begins to drain.
std::expected<void, error> blocking_service::wait(short events, const deadline& until, operation during) {
    pollfd set[] = {{.fd = peer_.native_handle(), .events = events, .revents = 0},
                    {.fd = draining_ ? -1 : context_.drain, .events = POLLIN, .revents = 0}};
    auto ready = poll_until(set, until, during);
    if (set[1].revents != 0) draining_ = true;
    return ready;
}

}  // namespace structwire::net::detail
