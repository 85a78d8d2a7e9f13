// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// All connections in one thread, by readiness.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "deadline_queue.hpp"
#include "polled_connection.hpp"
#include "readiness.hpp"
#include "wait.hpp"
#include "workers.hpp"

namespace structwire::net::detail {
namespace {

using time_point = deadline::clock::time_point;

// Keys of what is watched besides connections.
constexpr std::uint64_t wake_key = ~std::uint64_t{0};
constexpr std::uint64_t door_key = wake_key - 1;

constexpr std::size_t room_bytes = 64 * 1024;

// A connection's key names its place and how often that was given away before.
constexpr std::uint64_t key_of(std::size_t place, std::uint32_t generation) noexcept {
    return std::uint64_t{generation} << 32 | place;
}

// Entries of the deadline queue at which those that hold no more are thrown out; at most one for each seat holds.
constexpr std::size_t most_deadlines(std::size_t seats) noexcept { return 2 * seats + 64; }

struct seat {
    std::unique_ptr<polled_connection> taken_by;
    std::uint32_t generation = 0;
    std::uint32_t watched = 0;  // what epoll was told
    bool waits_its_turn = false;
    deadline queued;  // the earliest entry of the queue that is this connection's
};

class poll_loop {
public:
    poll_loop(const run_context& context, descriptor set)
        : context_(context),
          readiness_(std::move(set)),
          door_(context.socket, context.options, context.ledger),
          room_(room_bytes) {}

    std::expected<void, error> run();

private:
    std::expected<void, error> serve_until_stopped();
    std::expected<void, error> step(const deadline& until);
    std::expected<void, error> accept_some(time_point now);
    bool admit(stream&& peer, time_point now);
    bool seat_connection(std::unique_ptr<polled_connection> next, time_point now);
    void watch_door() noexcept;
    void attend(std::uint64_t key, bool readable, time_point now);
    void give_turns(time_point now);
    void expire(time_point now);
    void arrange(std::size_t place);
    void sweep_deadlines() noexcept;
    void dismiss(std::size_t place) noexcept;
    void drain();
    seat* find(std::uint64_t key) noexcept;

    const run_context& context_;
    readiness readiness_;
    door door_;
    std::vector<std::byte> room_;  // one for all: a connection that is silent holds none
    std::vector<seat> seats_;
    std::vector<std::size_t> free_;
    std::size_t connections_ = 0;
    deadline_queue deadlines_;
    std::vector<std::uint64_t> turns_;  // connections that had their share and have more to do
    std::vector<std::uint64_t> current_turns_;
    bool door_is_watched_ = false;
};

std::expected<void, error> poll_loop::run() {
    const bool watched = readiness_.add(context_.wake.get(), EPOLLIN, wake_key) &&
                         readiness_.add(context_.socket.native_handle(), 0, door_key);
    if (!watched) return system_failure(operation::accept, errno);
    const auto served = serve_until_stopped();
    readiness_.remove(context_.socket.native_handle());
    context_.socket.close();
    drain();
    return served;
}

std::expected<void, error> poll_loop::serve_until_stopped() {
    while (!context_.stopping.load()) {
        if (auto done = step(deadline::never); !done) return done;
    }
    return {};
}

// Waits for something to happen and attends to it.
std::expected<void, error> poll_loop::step(const deadline& until) {
    const bool accepting = context_.socket.is_open();
    if (accepting) watch_door();
    const deadline next = std::min({until, deadlines_.next(), accepting ? door_.pause_until() : deadline::never});
    const auto events = readiness_.wait(turns_.empty() ? next : deadline::in(std::chrono::seconds(0)));
    const time_point now = deadline::clock::now();
    bool knocked = door_.pause_until() <= deadline::at(now);
    for (const epoll_event& event : events) {
        if (event.data.u64 == wake_key) {
            forget_wakes(context_.wake.get());
        } else if (event.data.u64 == door_key) {
            knocked = true;
        } else {
            attend(event.data.u64, (event.events & ~std::uint32_t{EPOLLOUT}) != 0, now);
        }
    }
    give_turns(now);
    expire(now);
    if (!knocked || context_.stopping.load()) return {};
    return accept_some(deadline::clock::now());
}

void poll_loop::watch_door() noexcept {
    const bool open = door_.is_open(connections_);
    if (open == std::exchange(door_is_watched_, open)) return;
    readiness_.change(context_.socket.native_handle(), open ? std::uint32_t{EPOLLIN} : 0, door_key);
}

std::expected<void, error> poll_loop::accept_some(time_point now) {
    for (std::size_t count = 0; count < context_.options.accepts_per_wakeup; ++count) {
        if (!door_.is_open(connections_)) break;
        auto peer = door_.accept(connections_);
        if (!peer) return std::unexpected(peer.error());
        if (!*peer) break;
        context_.ledger.add({.connections = 1});
        admit(std::move(**peer), now) ? door_.connection_served() : door_.pause();
    }
    return {};
}

// False when there is no memory for it.
bool poll_loop::admit(stream&& peer, time_point now) {
    auto work = context_.open(context_.owner);
    if (!work) {
        context_.ledger.add({.handler_failures = 1});
        peer.close();
        return true;
    }
    try {
        return seat_connection(std::make_unique<polled_connection>(std::move(peer), std::move(work), context_.options,
                                                                   context_.ledger, now),
                               now);
    } catch (const std::bad_alloc&) {
        return false;
    }
}

bool poll_loop::seat_connection(std::unique_ptr<polled_connection> next, time_point now) {
    if (free_.empty()) {
        // What is already served must not need memory.
        free_.reserve(seats_.size() + 1);
        turns_.reserve(2 * (seats_.size() + 1));
        current_turns_.reserve(2 * (seats_.size() + 1));
        deadlines_.reserve(most_deadlines(seats_.size() + 1));
        seats_.emplace_back();
        free_.push_back(seats_.size() - 1);
    }
    const std::size_t place = free_.back();
    seat& mine = seats_[place];
    if (!readiness_.add(next->native_handle(), EPOLLIN, key_of(place, mine.generation))) return false;
    free_.pop_back();
    ++connections_;
    mine.taken_by = std::move(next);
    mine.watched = EPOLLIN;
    mine.queued = deadline::never;
    mine.taken_by->open(now);
    arrange(place);
    return true;
}

seat* poll_loop::find(std::uint64_t key) noexcept {
    const std::size_t place = key & 0xffff'ffff;
    seat& found = seats_[place];
    return found.taken_by && key == key_of(place, found.generation) ? &found : nullptr;
}

void poll_loop::attend(std::uint64_t key, bool readable, time_point now) {
    seat* const mine = find(key);
    if (mine == nullptr || (mine->waits_its_turn && readable)) return;
    mine->taken_by->proceed(readable, room_, now);
    arrange(key & 0xffff'ffff);
}

void poll_loop::give_turns(time_point now) {
    current_turns_.swap(turns_);
    for (const std::uint64_t key : current_turns_) {
        seat* const mine = find(key);
        if (mine == nullptr) continue;
        mine->waits_its_turn = false;
        attend(key, false, now);
    }
    current_turns_.clear();
}

void poll_loop::expire(time_point now) {
    while (const auto first = deadlines_.take(now)) {
        seat* const mine = find(first->key);
        if (mine == nullptr || mine->queued != first->when) continue;
        mine->queued = deadline::never;
        if (mine->taken_by->due() <= deadline::at(now)) mine->taken_by->give_up(now);
        arrange(first->key & 0xffff'ffff);
    }
}

// Those of connections that have ended, or that were put off, would stay until they come.
void poll_loop::sweep_deadlines() noexcept {
    deadlines_.keep_if([this](const deadline_queue::entry& each) {
        const seat* const mine = find(each.key);
        return mine != nullptr && mine->queued == each.when;
    });
}

// Brings what epoll and the queues know of a connection up to date.
void poll_loop::arrange(std::size_t place) {
    seat& mine = seats_[place];
    polled_connection& peer = *mine.taken_by;
    if (peer.is_closed()) return dismiss(place);
    const std::uint64_t key = key_of(place, mine.generation);
    if (const std::uint32_t interest = peer.interest(); interest != mine.watched) {
        readiness_.change(peer.native_handle(), interest, key);
        mine.watched = interest;
    }
    if (peer.has_more() && !std::exchange(mine.waits_its_turn, true)) turns_.push_back(key);
    if (const deadline due = peer.due(); due < mine.queued) {
        if (deadlines_.size() >= most_deadlines(seats_.size())) sweep_deadlines();
        deadlines_.push(due, key);
        mine.queued = due;
    }
}

void poll_loop::dismiss(std::size_t place) noexcept {
    seat& mine = seats_[place];
    readiness_.remove(mine.taken_by->native_handle());
    mine.taken_by.reset();
    mine.waits_its_turn = false;
    ++mine.generation;
    free_.push_back(place);
    --connections_;
    door_.connection_ended();
}

void poll_loop::drain() {
    const deadline until = deadline::in(context_.options.drain_timeout);
    context_.ledger.drain(until);
    for (std::size_t place = 0; place < seats_.size(); ++place) {
        if (!seats_[place].taken_by) continue;
        seats_[place].taken_by->drain();
        arrange(place);
    }
    while (connections_ != 0 && !until.expired()) {
        if (!step(until)) break;
    }
    for (seat& mine : seats_) {
        if (mine.taken_by) mine.taken_by->abandon();
        mine.taken_by.reset();
    }
}

}  // namespace

std::expected<void, error> run_poll(const run_context& context) {
    descriptor set(::epoll_create1(EPOLL_CLOEXEC));
    if (!set) return system_failure(operation::accept, errno);
    try {
        return poll_loop(context, std::move(set)).run();
    } catch (const std::bad_alloc&) {
        return failure(errc::overload, operation::accept);
    }
}

}  // namespace structwire::net::detail
