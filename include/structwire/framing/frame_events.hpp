// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The range that frame_decoder::feed() and events() return.
#ifndef STRUCTWIRE_FRAMING_FRAME_EVENTS_HPP
#define STRUCTWIRE_FRAMING_FRAME_EVENTS_HPP

#include <structwire/framing/frame_decoder.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <utility>

namespace structwire {

/// The events of one chunk, or of the bytes received: a move-only input range of frame_event. See
/// frame_decoder::feed() and frame_decoder::events().
template <framer Framer, std::size_t Capacity>
class [[nodiscard]] frame_events {
public:
    class iterator;
    struct sentinel {};  ///< stands behind the last event

    frame_events(frame_events&& other) noexcept
        : decoder_(std::exchange(other.decoder_, nullptr)),
          cursor_(other.cursor_),
          end_(other.end_),
          origin_(other.origin_),
          taken_(other.taken_),
          place_(other.place_),
          state_(other.state_),
          frame_(other.frame_) {}
    frame_events& operator=(frame_events&&) = delete;
    [[gnu::always_inline]] ~frame_events() {
        if (decoder_ == nullptr) return;
        if (place_ == place::chunk) decoder_->offset_ = offset_of(cursor_);
        if (cursor_ != end_ || place_ == place::received) {
            give_back(*decoder_, cursor_, end_, offset_of(cursor_), place_);
        }
    }

    /// The first event not taken yet; takes it. A second call gives the same event.
    [[nodiscard, gnu::always_inline]] iterator begin() noexcept {
        if (state_ == state::fresh) advance();
        return iterator(*this);
    }
    [[nodiscard]] sentinel end() const noexcept { return {}; }

private:
    friend class frame_decoder<Framer, Capacity>;
    using decoder_type = frame_decoder<Framer, Capacity>;

    enum class place : std::uint8_t {  // where the next event is looked for
        chunk,                         // in the chunk, with nothing buffered
        received,                      // in the buffer, which is all there is
        buffer,                        // in the buffer, to which the chunk is added as needed
        failed,                        // nowhere
    };
    enum class state : std::uint8_t { fresh, frame, error, finished };  // what the current event is

    // What a slow path hands back. By value both ways: the address of a frame_events never leaves the fast path,
    // so that a loop over it runs in registers.
    struct outcome {
        const std::byte* cursor;
        const std::byte* end;
        std::size_t taken;
        place where;
        state what;
        structwire::frame got{};
    };

    [[gnu::always_inline]] frame_events(decoder_type& decoder, byte_view chunk) noexcept
        : decoder_(&decoder), cursor_(chunk.data()), end_(chunk.data() + chunk.size()) {
        count_from_here();
        if (chunk.size() < decoder.wanted_) {  // more of an unfinished frame and nothing else
            if (decoder.buffer_.append(chunk, decoder.framer_.max_frame_bytes(), true)) [[likely]] {
                decoder.wanted_ -= chunk.size();
                cursor_ = end_;
                place_ = place::buffer;
                state_ = state::finished;
                return;
            }
            decoder.latch(error{errc::overload}, decoder.offset_);
        }
        if (decoder.failed_) [[unlikely]] {
            place_ = place::failed;
            cursor_ = end_;
        } else if (!decoder.buffer_.empty()) {
            place_ = place::buffer;
            if (chunk.size() <= small_chunk && sizeof(Framer) <= 32) {
                if (nothing_new(decoder, chunk)) state_ = state::finished;
                cursor_ = end_;
                taken_ = chunk.size();
                if (decoder.failed_) place_ = place::failed;
            }
        } else {
            decoder.wanted_ = 0;
        }
    }

    explicit frame_events(decoder_type& decoder) noexcept
        : decoder_(&decoder),
          cursor_(decoder.buffer_.unread().data()),
          end_(cursor_ + decoder.buffer_.size()),
          place_(place::received) {
        count_from_here();
        if (decoder.failed_) {
            place_ = place::failed;
        } else if (decoder.wanted_ != 0) {
            place_ = place::buffer;
            state_ = state::finished;
        } else {
            return;
        }
        cursor_ = end_;
    }

    // Bytes that come in so small pieces are appended first and looked at then.
    static constexpr std::size_t small_chunk = 16;

    // Appends a chunk to the buffered bytes. True if no event comes of it. An event must not be taken before begin(), so
    // then the framer is made to forget that it was asked.
    [[gnu::noinline]] static bool nothing_new(decoder_type& decoder, byte_view chunk) noexcept {
        decoder.keep(chunk, true);
        if (decoder.failed_) return false;
        decoder.wanted_ = 0;
        const Framer before = decoder.framer_;
        const step now = decoder.framer_.next(decoder.buffer_.unread());
        if (now.what != step::kind::need) {
            decoder.framer_ = before;
            return false;
        }
        decoder.buffer_.consume(now.consumed);
        decoder.offset_ += now.consumed;
        decoder.wanted_ = now.wanted;
        return true;
    }

    [[gnu::always_inline]] void advance() noexcept {
        if (place_ <= place::received) [[likely]] {
            const step now = decoder_->framer_.next({cursor_, end_});
            if (now.what == step::kind::frame) [[likely]] {
                if constexpr (stuffed_framer<Framer>) {
                    if (now.stuffed && place_ == place::chunk)
                        return adopt(copied(*decoder_, cursor_, end_, offset_of(cursor_), now));
                }
                frame_ = {now.header, decoder_->unescaped_in_place(now), offset_of(cursor_ + now.begin)};
                cursor_ += now.consumed;
                state_ = state::frame;
                return;
            }
            adopt(end_of_bytes(*decoder_, cursor_, end_, offset_of(cursor_), place_, now));
        } else {
            adopt(from_buffer(*decoder_, cursor_, end_, taken_, place_, state_));
        }
    }

    void adopt(const outcome& result) noexcept {
        cursor_ = result.cursor;
        end_ = result.end;
        taken_ = result.taken;
        place_ = result.where;
        state_ = result.what;
        frame_ = result.got;
        count_from_here();
    }

    // Offsets follow from addresses, so that the loop does not have to count.
    static std::uint64_t address(const std::byte* at) noexcept { return reinterpret_cast<std::uintptr_t>(at); }
    [[nodiscard]] std::uint64_t offset_of(const std::byte* at) const noexcept { return origin_ + address(at); }
    void count_from_here() noexcept { origin_ = decoder_->offset_ - address(cursor_); }

    // Keeps what was not taken.
    [[gnu::noinline]] static void give_back(decoder_type& decoder, const std::byte* cursor, const std::byte* end,
                                            std::uint64_t offset, place where) noexcept {
        if (where == place::received) {
            decoder.buffer_.consume(decoder.buffer_.size() - static_cast<std::size_t>(end - cursor));
            decoder.offset_ = offset;
        } else {
            decoder.keep({cursor, end}, false);
        }
    }

    // An escaped frame of the chunk, which is not ours to write to.
    [[gnu::noinline]] static outcome copied(decoder_type& decoder, const std::byte* cursor, const std::byte* end,
                                            std::uint64_t offset, step now) noexcept {
        decoder.offset_ = offset + now.consumed;
        const auto payload = decoder.unescaped_copy(now.payload);
        if (payload) {
            cursor += now.consumed;
            return {cursor, end, 0, place::chunk, state::frame, {now.header, *payload, offset + now.begin}};
        }
        decoder.offset_ = offset;
        decoder.latch(error{errc::overload}, offset + now.begin);
        decoder.keep({cursor, end}, false);
        return {end, end, 0, place::failed, state::error};
    }

    // The framer said anything but frame about the rest of the chunk, or of the bytes received.
    [[gnu::noinline]] static outcome end_of_bytes(decoder_type& decoder, const std::byte* cursor, const std::byte* end,
                                                  std::uint64_t offset, place where, step now) noexcept {
        cursor += now.consumed;
        decoder.offset_ = offset + now.consumed;
        if (where == place::received) give_back(decoder, cursor, end, decoder.offset_, where);
        if (now.what == step::kind::error) {
            decoder.note(now, offset + now.begin);
            if (now.resumes) return {cursor, end, 0, where, state::error};
            // The bytes of a failed chunk are kept for leftover().
            if (where == place::chunk) decoder.keep({cursor, end}, false);
            return {end, end, 0, place::failed, state::error};
        }
        if (where == place::chunk) decoder.keep({cursor, end}, true);
        if (!decoder.failed_) decoder.wanted_ = now.wanted;
        return {end, end, 0, place::buffer, state::finished};
    }

    // Bytes are buffered in front of the chunk, or a fatal error is latched.
    [[gnu::noinline]] static outcome from_buffer(decoder_type& decoder, const std::byte* cursor, const std::byte* end,
                                                 std::size_t taken, place where, state before) noexcept {
        if (where == place::failed) {
            const state what = before == state::fresh ? state::error : state::finished;
            return {cursor, end, taken, where, what};
        }
        // Asking again for every byte would be slow where the framer cannot say how many it needs.
        for (std::size_t portion = 64;; portion *= 2) {
            if (auto event = decoder.next()) {
                outcome result{cursor, end, taken, place::buffer, *event ? state::frame : state::error};
                if (*event) result.got = **event;
                if (decoder.failed_) {
                    decoder.keep({cursor, end}, false);
                    result.cursor = end;
                    result.where = place::failed;
                } else if (decoder.buffer_.size() <= taken) {  // all the rest is from this chunk: go on in it
                    result.cursor -= decoder.buffer_.size();
                    decoder.buffer_.clear();
                    result.where = place::chunk;
                }
                return result;
            }
            const auto there = static_cast<std::size_t>(end - cursor);
            if (there == 0 || decoder.failed_) return {cursor, end, taken, where, state::finished};
            std::size_t count = decoder.wanted_ < portion ? portion : static_cast<std::size_t>(decoder.wanted_);
            if (count > there) count = there;
            decoder.keep({cursor, count}, true);
            cursor += count;
            taken += count;
        }
    }

    decoder_type* decoder_;
    const std::byte* cursor_;
    const std::byte* end_;
    std::uint64_t origin_;   // stream offset minus address, of what cursor_ points to
    std::size_t taken_ = 0;  // bytes of this chunk that were joined to the buffer
    place place_ = place::chunk;
    state state_ = state::fresh;
    structwire::frame frame_{};
};

/// Stands on one event; reading gives it by value, ++ takes the next.
template <framer Framer, std::size_t Capacity>
class frame_events<Framer, Capacity>::iterator {
public:
    using value_type = frame_event;
    using difference_type = std::ptrdiff_t;

    iterator(iterator&&) = default;
    iterator& operator=(iterator&&) = default;

    [[nodiscard, gnu::always_inline]] frame_event operator*() const noexcept {
        if (events_->state_ == state::error) [[unlikely]]
            return frame_event(std::unexpect, events_->decoder_->failure_);
        return events_->frame_;
    }
    [[gnu::always_inline]] iterator& operator++() noexcept {
        events_->advance();
        return *this;
    }
    void operator++(int) noexcept { events_->advance(); }
    [[nodiscard]] friend bool operator==(const iterator& here, sentinel) noexcept { return here.finished(); }

private:
    friend class frame_events;
    bool finished() const noexcept { return events_->state_ == state::finished; }
    explicit iterator(frame_events& events) noexcept : events_(&events) {}

    frame_events* events_;
};

}  // namespace structwire

#endif
