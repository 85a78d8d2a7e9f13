// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Two connected streams in memory.
#include <structwire/net/byte_stream.hpp>
#include <structwire/net/detail/fault_cursor.hpp>
#include <structwire/net/memory_stream.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <exception>
#include <optional>
#include <vector>

#include "failure.hpp"

namespace structwire::net {

static_assert(byte_stream<memory_stream>);

namespace detail {

/// What one end has written and the other not yet read.
class memory_pipe {
public:
    explicit memory_pipe(fault_script script)
        : cursor_(std::move(script)),
          stall_(cursor_.first(fault::kind::stall)),
          end_(cursor_.first(fault::kind::fin)),
          reset_(cursor_.first(fault::kind::rst)) {}

    /// Bytes written and not yet taken.
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size() - taken_; }

    /// Whether bytes could be read that were not.
    [[nodiscard]] bool has_arrived() const noexcept { return size() != 0 && cursor_.place() < stall_; }

    /// Whether the reader has come to the end that the script makes.
    [[nodiscard]] bool at_end() const noexcept { return cursor_.place() >= end_ && end_ <= reset_; }

    /// Whether the byte has been written at which the script resets the connection.
    [[nodiscard]] bool reset_due() const noexcept { return written_ >= reset_ && reset_ < end_; }

    /// Most bytes that the script lets a read take; nothing where it has to find nothing. Counts as a try.
    std::optional<std::uint64_t> most_now() noexcept {
        for (;;) {
            if (held_ != 0) {
                --held_;
                return std::nullopt;
            }
            const auto [what, amount] = cursor_.here();
            if (what == fault::kind::stall) return std::nullopt;
            if (what == fault::kind::split) return amount;
            if (what != fault::kind::delay) return 0;
            held_ = amount;
        }
    }

    /// Makes room, so that add() cannot fail; false without memory.
    bool reserve(std::size_t count) noexcept {
        if (taken_ == bytes_.size()) {
            bytes_.clear();
            taken_ = 0;
        }
        try {
            if (bytes_.capacity() - bytes_.size() < count) bytes_.reserve(2 * bytes_.size() + count);
        } catch (const std::exception&) {
            return false;
        }
        return true;
    }

    /// Bytes behind an end or a reset of the script vanish.
    void add(byte_view piece) noexcept {
        const std::uint64_t last = std::min(end_, reset_);
        const std::uint64_t arrive = std::min<std::uint64_t>(piece.size(), last - std::min(last, written_));
        const byte_view kept = piece.first(static_cast<std::size_t>(arrive));
        bytes_.insert(bytes_.end(), kept.begin(), kept.end());
        written_ += piece.size();
    }

    std::size_t take(byte_span room, std::uint64_t most) noexcept {
        const std::uint64_t there = std::min<std::uint64_t>(size(), most);
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), there));
        if (count == 0) return 0;
        std::memcpy(room.data(), bytes_.data() + taken_, count);
        taken_ += count;
        cursor_.pass(room.first(count));
        return count;
    }

private:
    fault_cursor cursor_;
    std::vector<std::byte> bytes_;
    std::size_t taken_ = 0;      // of bytes_
    std::uint64_t written_ = 0;  // ever
    std::uint64_t held_ = 0;     // tries that a delay still costs
    std::uint64_t stall_;        // places of the script's faults
    std::uint64_t end_;
    std::uint64_t reset_;
};

/// What the two ends share. An end writes to the pipe of its own number.
struct memory_line {
    struct side {
        bool finished = false;  // writes no more
        bool open = true;
        bool owes_reset = false;  // the connection was reset, and this end has not been told
    };

    memory_line(fault_script a_to_b, fault_script b_to_a, std::size_t most)
        : pipes{memory_pipe(std::move(a_to_b)), memory_pipe(std::move(b_to_a))}, capacity(most) {
        meet_reset();
    }

    void reset() noexcept {
        if (broken) return;
        broken = true;
        // An end that had arrived before stays an end.
        for (const std::size_t each : {0uz, 1uz}) sides[each].owes_reset = !sides[1 - each].finished;
    }

    void meet_reset() noexcept {
        if (std::ranges::any_of(pipes, &memory_pipe::reset_due)) reset();
    }

    std::array<memory_pipe, 2> pipes;
    std::array<side, 2> sides;
    std::size_t capacity;
    bool broken = false;
};

}  // namespace detail

namespace {

// The system's two numbers for a reset: the first time, and for writes from then on.
std::unexpected<error> reset_failure(bool& owed, operation during) noexcept {
    return detail::failure(errc::reset, during, std::exchange(owed, false) ? ECONNRESET : EPIPE);
}

}  // namespace

std::pair<memory_stream, memory_stream> memory_stream::pair(fault_script a_to_b, fault_script b_to_a,
                                                            std::size_t capacity) {
    auto line = std::make_shared<detail::memory_line>(std::move(a_to_b), std::move(b_to_a), capacity);
    return {memory_stream(line, 0), memory_stream(line, 1)};
}

memory_stream::memory_stream(memory_stream&& other) noexcept
    : line_(std::exchange(other.line_, nullptr)), side_(other.side_) {}

memory_stream& memory_stream::operator=(memory_stream&& other) noexcept {
    if (this == &other) return *this;
    close();
    line_ = std::exchange(other.line_, nullptr);
    side_ = other.side_;
    return *this;
}

std::expected<std::size_t, error> memory_stream::read_some(byte_span room, const deadline&,
                                                           const std::stop_token& stop) {
    if (!line_) return detail::failure(errc::closed, operation::read);
    if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::read);
    detail::memory_pipe& from = line_->pipes[1 - side_];
    const std::optional<std::uint64_t> most = from.most_now();
    if (!most) return detail::failure(errc::timed_out, operation::read);
    const std::size_t count = from.take(room, *most);
    if (count != 0 || from.at_end()) return count;
    detail::memory_line::side& here = line_->sides[side_];
    if (here.owes_reset) return reset_failure(here.owes_reset, operation::read);
    const detail::memory_line::side& peer = line_->sides[1 - side_];
    if (line_->broken || peer.finished) return 0;
    return detail::failure(errc::timed_out, operation::read);
}

std::expected<std::size_t, error> memory_stream::write_some(std::span<const byte_view> pieces, const deadline&,
                                                            const std::stop_token& stop) {
    if (!line_ || line_->sides[side_].finished) return detail::failure(errc::closed, operation::write);
    if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::write);
    if (line_->broken) return reset_failure(line_->sides[side_].owes_reset, operation::write);
    if (!line_->sides[1 - side_].open) return detail::failure(errc::reset, operation::write, EPIPE);
    std::size_t wanted = 0;
    for (const byte_view piece : pieces) wanted += piece.size();
    detail::memory_pipe& to = line_->pipes[side_];
    const std::size_t room = line_->capacity - std::min(line_->capacity, to.size());
    if (wanted != 0 && room == 0) return detail::failure(errc::timed_out, operation::write);
    const std::size_t count = std::min(wanted, room);
    if (!to.reserve(count)) return detail::failure(errc::overload, operation::write);
    for (std::size_t left = count; const byte_view piece : pieces) {
        to.add(piece.first(std::min(left, piece.size())));
        left -= std::min(left, piece.size());
    }
    line_->meet_reset();
    return count;
}

std::expected<void, error> memory_stream::shutdown_write() noexcept {
    if (!line_) return detail::failure(errc::closed, operation::shutdown);
    if (line_->broken) return detail::failure(errc::reset, operation::shutdown, ENOTCONN);
    line_->sides[side_].finished = true;
    return {};
}

void memory_stream::close() noexcept {
    if (!line_) return;
    if (line_->pipes[1 - side_].has_arrived()) line_->reset();
    line_->sides[side_].finished = true;
    line_->sides[side_].open = false;
    line_.reset();
}

void memory_stream::reset() noexcept {
    if (line_) line_->reset();
    close();
}

}  // namespace structwire::net
