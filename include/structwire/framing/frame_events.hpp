// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The range that frame_decoder::feed() returns.
#ifndef STRUCTWIRE_FRAMING_FRAME_EVENTS_HPP
#define STRUCTWIRE_FRAMING_FRAME_EVENTS_HPP

#include <structwire/framing/frame_decoder.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <utility>

namespace structwire {

/// The events of one chunk: a move-only input range of frame_event. See frame_decoder::feed().
template <framer Framer>
class [[nodiscard]] frame_events {
public:
    class iterator;
    struct sentinel {};  ///< stands behind the last event

    frame_events(frame_events&& other) noexcept
        : decoder_(std::exchange(other.decoder_, nullptr)),
          cursor_(other.cursor_),
          end_(other.end_),
          offset_(other.offset_),
          taken_(other.taken_),
          place_(other.place_),
          state_(other.state_),
          frame_(other.frame_) {}
    frame_events& operator=(frame_events&&) = delete;
    [[gnu::always_inline]] ~frame_events() {
        if (decoder_ == nullptr) return;
        if (place_ == place::chunk) decoder_->offset_ = offset_;
        if (cursor_ != end_) decoder_->keep({cursor_, end_}, false);
    }

    /// The first event not taken yet; takes it. A second call gives the same event.
    [[nodiscard, gnu::always_inline]] iterator begin() noexcept {
        if (state_ == state::fresh) advance();
        return iterator(*this);
    }
    [[nodiscard]] sentinel end() const noexcept { return {}; }

private:
    friend class frame_decoder<Framer>;

    enum class place : std::uint8_t { chunk, buffer, failed };          // where the next event is looked for
    enum class state : std::uint8_t { fresh, frame, error, finished };  // what the current event is

    // What a slow path hands back. By value both ways: the address of a frame_events never leaves the fast path,
    // so that a loop over it runs in registers.
    struct outcome {
        const std::byte* cursor;
        std::size_t taken;
        place where;
        state what;
        structwire::frame got{};
    };

    frame_events(frame_decoder<Framer>& decoder, byte_view chunk) noexcept
        : decoder_(&decoder), cursor_(chunk.data()), end_(chunk.data() + chunk.size()), offset_(decoder.offset_) {
        if (chunk.size() < decoder.wanted_) {  // more of an unfinished frame and nothing else
            decoder.keep(chunk, true);
            cursor_ = end_;
            state_ = state::finished;
        }
        if (!decoder.buffer_.empty()) {
            place_ = place::buffer;
        } else {
            decoder.wanted_ = 0;
        }
        if (decoder.failed_) [[unlikely]] {
            place_ = place::failed;
            cursor_ = end_;
            state_ = state::fresh;
        }
    }

    [[gnu::always_inline]] void advance() noexcept {
        if (place_ == place::chunk) [[likely]] {
            const step now = decoder_->framer_.next({cursor_, end_});
            if (now.what == step::kind::frame) [[likely]] {
                frame_ = {now.header, now.payload, offset_ + now.begin};
                cursor_ += now.consumed;
                offset_ += now.consumed;
                state_ = state::frame;
                return;
            }
            adopt(end_of_chunk(*decoder_, cursor_, end_, offset_, now));
        } else {
            adopt(from_buffer(*decoder_, cursor_, end_, taken_, place_, state_));
        }
    }

    void adopt(const outcome& result) noexcept {
        cursor_ = result.cursor;
        taken_ = result.taken;
        place_ = result.where;
        state_ = result.what;
        frame_ = result.got;
        offset_ = decoder_->offset_;
    }

    // The framer said anything but frame about the rest of the chunk, while nothing is buffered.
    [[gnu::noinline]] static outcome end_of_chunk(frame_decoder<Framer>& decoder, const std::byte* cursor,
                                                  const std::byte* end, std::uint64_t offset, step now) noexcept {
        cursor += now.consumed;
        decoder.offset_ = offset + now.consumed;
        if (now.what == step::kind::error) {
            decoder.note(now, offset + now.begin);
            return {cursor, 0, now.resumes ? place::chunk : place::failed, state::error};
        }
        decoder.keep({cursor, end}, true);
        if (!decoder.failed_) decoder.wanted_ = now.wanted;
        return {end, 0, place::buffer, state::finished};
    }

    // Bytes are buffered, or a fatal error is latched.
    [[gnu::noinline]] static outcome from_buffer(frame_decoder<Framer>& decoder, const std::byte* cursor,
                                                 const std::byte* end, std::size_t taken, place where,
                                                 state before) noexcept {
        if (where == place::failed) {
            const state what = before == state::fresh ? state::error : state::finished;
            return {cursor, taken, where, what};
        }
        for (;;) {
            if (auto event = decoder.next()) {
                outcome result{cursor, taken, place::buffer, *event ? state::frame : state::error};
                if (*event) result.got = **event;
                if (decoder.failed_) {
                    result.where = place::failed;
                } else if (decoder.buffer_.size() <= taken) {  // all the rest is from this chunk: go on in it
                    result.cursor -= decoder.buffer_.size();
                    decoder.buffer_.clear();
                    result.where = place::chunk;
                }
                return result;
            }
            if (cursor == end) return {cursor, taken, where, state::finished};
            const std::size_t count = portion(decoder, static_cast<std::size_t>(end - cursor));
            decoder.keep({cursor, count}, true);
            cursor += count;
            taken += count;
        }
    }

    // How much of the chunk to join to an unfinished frame: what it needs, and some more because asking again for
    // every byte would be slow where the framer cannot say how much that is.
    static std::size_t portion(const frame_decoder<Framer>& decoder, std::size_t there) noexcept {
        std::uint64_t count = decoder.wanted_;
        if (count < 64) count = 64;
        if (count < decoder.buffer_.size()) count = decoder.buffer_.size();
        return count < there ? static_cast<std::size_t>(count) : there;
    }

    frame_decoder<Framer>* decoder_;
    const std::byte* cursor_;
    const std::byte* end_;
    std::uint64_t offset_;   // stream offset of cursor_, while events are looked for in the chunk
    std::size_t taken_ = 0;  // bytes of this chunk that were joined to the buffer
    place place_ = place::chunk;
    state state_ = state::fresh;
    structwire::frame frame_{};
};

/// Stands on one event; reading gives it by value, ++ takes the next.
template <framer Framer>
class frame_events<Framer>::iterator {
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
