// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The range that protobuf::reader::messages() returns.
#ifndef STRUCTWIRE_PROTOBUF_MESSAGE_EVENTS_HPP
#define STRUCTWIRE_PROTOBUF_MESSAGE_EVENTS_HPP

#include <structwire/error.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/protobuf/message.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace structwire::protobuf {

template <message Message, framer Framer>
class reader;

/// The messages of one chunk, or of the bytes received, one after another in the same object: a move-only input range
/// of frame_event. See reader::messages().
template <message Message, framer Framer>
class [[nodiscard]] message_events {
public:
    class iterator;
    struct sentinel {};  ///< stands behind the last event

    message_events(message_events&&) noexcept = default;
    message_events& operator=(message_events&&) = delete;

    /// The first event not taken yet; takes it. A second call gives the same event.
    [[nodiscard, gnu::always_inline]] iterator begin() {
        if (!begun_) {
            if (from_->stopped()) [[unlikely]] {
                take_last();
            } else {
                settle(frames_.begin());
            }
            begun_ = true;  // not before: parsing may throw
        }
        return iterator(*this);
    }
    [[nodiscard]] sentinel end() const noexcept { return {}; }

private:
    friend class reader<Message, Framer>;
    using frames = frame_events<Framer>;

    message_events(reader<Message, Framer>& from, Message& into, frames&& all) noexcept
        : from_(&from), into_(&into), frames_(std::move(all)) {}

    // Makes a message of the frame that `at` stands on.
    [[gnu::always_inline]] void settle(const typename frames::iterator& at) {
        if (at == frames_.end()) [[unlikely]]
            return take_last();
        const frame_event event = *at;
        if (!event) [[unlikely]]
            return from_->note_failure();
        if (const auto made = detail::parse_payload(event->payload, *into_); made != detail::parsed::message)
            [[unlikely]]
            other_.emplace(std::unexpect, detail::unparsed(made, *event));
    }

    // Behind the last frame there is what the end of the stream makes of the bytes that are left.
    [[gnu::always_inline]] void take_last() {
        behind_frames_ = true;
        other_ = last(*from_, *into_);
    }

    // By value: if the address of this range left the loop over it, the loop could not run in registers.
    [[gnu::noinline]] static std::optional<frame_event> last(reader<Message, Framer>& from, Message& into) {
        return from.next(into);
    }

    [[gnu::always_inline]] void advance() {
        if (behind_frames_) [[unlikely]]
            return take_last();
        if (other_) [[unlikely]]
            other_.reset();
        settle(++frames_.begin());
    }

    [[nodiscard]] bool finished() const noexcept { return behind_frames_ && !other_; }

    reader<Message, Framer>* from_;
    Message* into_;
    frames frames_;
    std::optional<frame_event> other_;  // the current event, where it is not the frame that frames_ stands on
    bool behind_frames_ = false;
    bool begun_ = false;
};

/// Stands on one event; reading gives it by value, ++ takes the next.
template <message Message, framer Framer>
class message_events<Message, Framer>::iterator {
public:
    using value_type = frame_event;
    using difference_type = std::ptrdiff_t;

    iterator(iterator&&) = default;
    iterator& operator=(iterator&&) = default;

    [[nodiscard, gnu::always_inline]] frame_event operator*() const {
        if (events_->other_) [[unlikely]]
            return *events_->other_;
        return *events_->frames_.begin();
    }
    [[gnu::always_inline]] iterator& operator++() {
        events_->advance();
        return *this;
    }
    void operator++(int) { events_->advance(); }
    [[nodiscard]] friend bool operator==(const iterator& here, sentinel) noexcept { return here.finished(); }

private:
    friend class message_events;
    [[nodiscard]] bool finished() const noexcept { return events_->finished(); }
    explicit iterator(message_events& events) noexcept : events_(&events) {}

    message_events* events_;
};

}  // namespace structwire::protobuf

#endif
