// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames that end with a delimiter: `delim=HEX[/HEX...]`, `crlf`, `lf`.
#ifndef STRUCTWIRE_FRAMING_DELIMITER_HPP
#define STRUCTWIRE_FRAMING_DELIMITER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/byte_search.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/length_rules.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// What ends a frame, and how long frames get.
struct delimiters {
    /// Bytes of all alternatives together, and how many of them there can be.
    static constexpr std::size_t most_bytes = 128, most_count = 8;

    std::array<std::byte, most_bytes> bytes{};     ///< the alternatives, one behind the other; the rest is 0
    std::array<std::uint8_t, most_count> sizes{};  ///< bytes of each, at least 1; the rest is 0
    std::uint8_t count = 0;                        ///< alternatives
    bool first = false;                            ///< no alternative may make another wait, see usable()
    bool deliver_at_end = false;                   ///< the end of input ends a last frame too; else it is truncated
    bool resync = false;                           ///< a bad frame is skipped up to its end; else it is fatal
    std::uint64_t limit = 64 * 1024;               ///< of the payload

    friend constexpr bool operator==(const delimiters&, const delimiters&) = default;

    /// Adds an alternative. False, and nothing is added, if it is empty or there is no room for it.
    constexpr bool add(byte_view alternative) noexcept {
        const std::size_t used = end_of(count);
        if (alternative.empty() || count >= most_count || alternative.size() > most_bytes - used) return false;
        for (std::size_t index = 0; index != alternative.size(); ++index) bytes[used + index] = alternative[index];
        sizes[count++] = static_cast<std::uint8_t>(alternative.size());
        return true;
    }

    /// Alternative `index`, which is less than `count`; borrowed from here.
    [[nodiscard]] constexpr byte_view operator[](std::size_t index) const noexcept {
        return {bytes.data() + end_of(index), sizes[index]};
    }

    /// Bytes of the longest alternative.
    [[nodiscard]] constexpr std::size_t longest() const noexcept {
        std::size_t most = 0;
        for (std::size_t index = 0; index < count; ++index) most = sizes[index] > most ? sizes[index] : most;
        return most;
    }

    /// The longest payload and the longest delimiter.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return limit + longest(); }

    /// Whether there is an alternative, all are different, and the limit is in range.
    ///
    /// With `first`, the alternative that is complete first ends a frame. An alternative that has another one inside,
    /// ending before its own last byte, could then never end a frame and is refused. What is left never waits: no
    /// byte behind a delimiter decides about it.
    [[nodiscard]] constexpr bool usable() const noexcept;

private:
    // Where the bytes of the first `alternatives` end.
    [[nodiscard]] constexpr std::size_t end_of(std::size_t alternatives) const noexcept {
        std::size_t end = 0;
        for (std::size_t index = 0; index != alternatives; ++index) end += sizes[index];
        return end;
    }
};

namespace detail {

/// Whether `bytes` begin with `front`.
constexpr bool begins_with(byte_view bytes, byte_view front) noexcept {
    if (front.size() > bytes.size()) return false;
    for (std::size_t index = 0; index != front.size(); ++index) {
        if (bytes[index] != front[index]) return false;
    }
    return true;
}

/// Whether `inner` is somewhere in `outer` and ends before its last byte.
constexpr bool ends_inside(byte_view inner, byte_view outer) noexcept {
    for (std::size_t at = 0; at + inner.size() < outer.size(); ++at) {
        if (begins_with(outer.subspan(at), inner)) return true;
    }
    return false;
}

/// What the alternatives say about one place.
struct delimiter_match {
    std::size_t size = 0;    // of the longest one that is there; 0: none
    std::uint64_t more = 0;  // the least number of bytes that complete a longer one; 0: no longer one is possible
};

constexpr delimiter_match match_front(const delimiters& all, byte_view bytes) noexcept {
    delimiter_match found;
    std::size_t from = 0;
    for (std::size_t index = 0; index != all.count; ++index) {
        const byte_view wanted(all.bytes.data() + from, all.sizes[index]);
        from += wanted.size();
        const bool whole = wanted.size() <= bytes.size();
        if (!begins_with(bytes, whole ? wanted : wanted.first(bytes.size()))) continue;
        const std::size_t missing = whole ? 0 : wanted.size() - bytes.size();
        if (whole) {
            if (wanted.size() > found.size) found.size = wanted.size();
        } else if (found.more == 0 || missing < found.more) {
            found.more = missing;
        }
    }
    return found;
}

/// What there is to know about alternatives before any byte is seen.
struct delimiter_plan {
    any_byte fronts{};         // the first bytes of all
    std::uint8_t written = 0;  // the first one that is no proper prefix of another: complete without a look behind it
    bool all_single = true;    // all are one byte long

    explicit constexpr delimiter_plan(const delimiters& all) noexcept {
        bool chosen = false;
        for (std::size_t index = 0; index != all.count; ++index) {
            const byte_view one = all[index];
            fronts.add(one.front());
            if (one.size() != 1) all_single = false;
            bool prefix = false;
            for (std::size_t other = 0; other != all.count; ++other) {
                if (all.sizes[other] > one.size() && begins_with(all[other], one)) prefix = true;
            }
            if (!prefix && !chosen) written = static_cast<std::uint8_t>(index);
            chosen = chosen || !prefix;
        }
    }
};

/// Settings and their plan: constants if they can be.
template <class Settings>
struct delimiter_facts {
    static constexpr const delimiters& settings(const delimiters* given) noexcept { return *given; }
    static constexpr delimiter_plan plan(const delimiters& given) noexcept { return delimiter_plan(given); }
};

template <auto Settings>
struct delimiter_facts<constant_settings<Settings>> {
    static constexpr delimiter_plan known{Settings};
    static constexpr const delimiters& settings(const delimiters*) noexcept {
        return constant_settings<Settings>::value;
    }
    static constexpr const delimiter_plan& plan(const delimiters&) noexcept { return known; }
};

/// Need (no reason) or an error, in fewer bytes than a step and made apart from it: what is rare must not force the
/// frequent result into memory.
struct delimiter_verdict {
    errc reason{};
    bool resumes = false;
    std::size_t begin = 0;
    std::size_t consumed = 0;  // of an error that resumes
    std::uint64_t wanted = 0;
    std::uint64_t given = 0;

    [[nodiscard]] constexpr operator step() const noexcept {
        if (reason == errc{}) return step::need(wanted, begin);
        return resumes ? step::skip(reason, wanted, given, consumed, begin) : step::fail(reason, wanted, given, begin);
    }
};

/// Where a delimiter is (`size` != 0), or from where on one is still possible.
struct delimiter_place {
    std::size_t at = 0;
    std::size_t size = 0;
};

/// One algorithm for settings that are constants and settings that are not.
template <class Settings>
class delimiter_cutter : public with_refusal<Settings> {
public:
    delimiter_cutter() = default;
    explicit constexpr delimiter_cutter(const Settings& settings) noexcept : with_refusal<Settings>{settings} {}

    [[gnu::always_inline]] constexpr step next(byte_view bytes) noexcept {
        std::size_t begin = 0;
        if (this->get().resync && discarding_) [[unlikely]] {
            begin = discard(bytes, false);
            if (discarding_) return step::need(1, begin);
        }
        const byte_view rest = bytes.subspan(begin);
        const delimiter_place end = find_end(rest, false);
        if (end.size != 0 && end.at <= this->get().limit) [[likely]] {
            take(end);
            return step::deliver({}, rest.first(end.at), begin + end.at + end.size, begin);
        }
        if (facts::plan(this->get()).all_single && rest.size() <= this->get().limit) return step::need(1, begin);
        const delimiter_verdict verdict = judge(this->get(), rest, end, begin);
        if (this->get().resync && verdict.reason != errc{}) {
            discarding_ = true;
            search_.consume(verdict.consumed - begin);
        }
        return verdict;
    }

    constexpr step finish(byte_view bytes) noexcept {
        for (std::size_t done = 0;;) {
            step certain = next(bytes.subspan(done));
            certain.begin += done;
            certain.consumed += done;
            if (certain.what != step::kind::need) return certain;
            if (!discarding_) return last(bytes, certain.consumed);
            // A shorter delimiter may have been waited with, and behind it is one more frame.
            done = certain.consumed + discard(bytes.subspan(certain.consumed), true);
            if (discarding_) return step::end();  // the bad frame has been reported
        }
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const std::uint64_t size = std::uint64_t{payload.size()} + tail.size();
        if (!header.empty()) return not_encodable(0, header.size());
        if (tail.size() > encoded_frame::tail_capacity) return not_encodable(encoded_frame::tail_capacity, tail.size());
        if (size > this->get().limit) return not_encodable(this->get().limit, size);
        if (!comes_back(payload, tail)) return not_encodable(0, size);
        return encoded_frame({}, {}, payload, tail, this->get()[facts::plan(this->get()).written]);
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }

private:
    using facts = delimiter_facts<Settings>;

    // Where the frame at the front of `bytes` ends. At the end of input nothing is waited for.
    [[gnu::always_inline]] constexpr delimiter_place find_end(byte_view bytes, bool at_end) noexcept {
        const delimiter_plan& known = facts::plan(this->get());
        if (!known.all_single) return find_long_end(this->get(), search_, bytes, at_end);
        const std::size_t found = find_front(search_, bytes, known.fronts);
        if (found >= bytes.size()) return {bytes.size(), 0};
        return {found, 1};
    }

    // The same for any alternatives: candidates by their first byte, each compared at its place.
    [[gnu::noinline]] static constexpr delimiter_place find_long_end(const delimiters& given, remembered_search& search,
                                                                     byte_view bytes, bool at_end) noexcept {
        const delimiter_plan& known = facts::plan(given);
        for (;;) {
            const std::size_t found = find_front(search, bytes, known.fronts);
            if (found >= bytes.size()) return {bytes.size(), 0};
            const delimiter_match match = match_front(facts::settings(&given), bytes.subspan(found));
            if (match.more != 0 && !at_end) return {found, 0};
            if (match.size != 0) return {found, match.size};
            search.drop_hit();
        }
    }

    [[gnu::always_inline]] static constexpr std::size_t find_front(remembered_search& search, byte_view bytes,
                                                                   const any_byte& fronts) noexcept {
        if (fronts.count == 1) return search.find(bytes, one_byte{fronts.wanted[0]});
        if (fronts.count == 2) return search.find(bytes, either_byte{fronts.wanted[0], fronts.wanted[1]});
        return search.find(bytes, fronts);
    }

    constexpr void take(delimiter_place end) noexcept {
        if (facts::plan(this->get()).all_single) {
            search_.consume_hit(end.at);
        } else {
            search_.consume(end.at + end.size);
        }
    }

    // Goes on behind the end of a bad frame, as far as it is there; returns the bytes done with.
    [[gnu::cold, gnu::noinline]] constexpr std::size_t discard(byte_view bytes, bool at_end) noexcept {
        const delimiter_place end = find_end(bytes, at_end);
        discarding_ = end.size == 0;
        search_.consume(end.at + end.size);
        return end.at + end.size;
    }

    // The frame in `rest` has no end inside the limit yet: it needs more, or is too long.
    [[gnu::noinline]] static constexpr delimiter_verdict judge(const delimiters& given, byte_view rest,
                                                               delimiter_place end, std::size_t begin) noexcept {
        const delimiters& all = facts::settings(&given);
        if (end.at <= all.limit) return {errc{}, false, begin, begin, quiet_bytes(all, rest, end.at), 0};
        // What begins behind the limit may be the delimiter that ends the bad frame.
        return too_long(all, begin, begin + static_cast<std::size_t>(all.limit) + 1);
    }

    static constexpr delimiter_verdict too_long(const delimiters& all, std::size_t begin,
                                                std::size_t consumed) noexcept {
        return {errc::too_long, all.resync, begin, consumed, all.limit, all.limit + 1};
    }

    // A number of bytes before the last of which certainly nothing happens. A delimiter can begin at `open`, not
    // before it, and the limit cannot be passed before the byte at it has come.
    static constexpr std::uint64_t quiet_bytes(const delimiters& all, byte_view rest, std::size_t open) noexcept {
        const std::size_t known = rest.size() - open;
        std::uint64_t least = rest.size() < all.limit ? all.limit + 1 - rest.size() : 1;
        if (known != 0) {
            const delimiter_match match = match_front(all, rest.subspan(open));
            if (match.size != 0) return 1;  // only a longer one is waited for
            if (match.more != 0 && match.more < least) least = match.more;
        }
        // Of one that begins behind `open`, at least one byte less is there.
        const std::size_t there = known == 0 ? 0 : known - 1;
        for (std::size_t index = 0; index != all.count; ++index) {
            const std::uint64_t missing = all.sizes[index] > there ? all.sizes[index] - there : 1;
            if (missing < least) least = missing;
        }
        return least;
    }

    // The end of input behind `bytes`, in a frame that begins at `begin` and was not complete before.
    [[gnu::cold, gnu::noinline]] constexpr step last(byte_view bytes, std::size_t begin) noexcept {
        const delimiters& all = this->get();
        const byte_view rest = bytes.subspan(begin);
        if (rest.empty()) return step::end();
        const delimiter_place end = find_end(rest, true);
        if (end.size == 0 && !all.deliver_at_end) return step::fail(errc::truncated, 0, rest.size(), begin);
        search_.consume(end.at + end.size);
        if (end.at > all.limit) return too_long(all, begin, begin + end.at + end.size);
        return step::deliver({}, rest.first(end.at), begin + end.at + end.size, begin);
    }

    // Whether in payload, tail and delimiter no alternative is there, or can come to be there with what follows,
    // before the delimiter.
    [[nodiscard]] constexpr bool comes_back(byte_view payload, byte_view tail) const noexcept {
        const delimiters& all = this->get();
        const delimiter_plan& known = facts::plan(all);
        remembered_search search;
        if (known.all_single) {
            for (const std::byte byte : tail) {
                if (known.fronts.has(byte)) return false;
            }
            return find_front(search, payload, known.fronts) >= payload.size();
        }
        const delimiter_place place = find_long_end(all, search, payload, false);
        if (place.size != 0) return false;
        // Nothing begins in front of `place`, and behind it there is less than a delimiter.
        std::array<std::byte, 2 * delimiters::most_bytes + encoded_frame::tail_capacity> edge;
        std::size_t size = 0;
        for (const std::byte byte : payload.subspan(place.at)) edge[size++] = byte;
        for (const std::byte byte : tail) edge[size++] = byte;
        const std::size_t delimiter = size;
        for (const std::byte byte : all[known.written]) edge[size++] = byte;
        for (std::size_t at = 0; at != delimiter; ++at) {
            const delimiter_match match = match_front(all, byte_view(edge).subspan(at, size - at));
            if (match.size != 0 || match.more != 0) return false;
        }
        return true;
    }

    remembered_search search_{};
    bool discarding_ = false;  // a bad frame has been reported, and its end has not been seen
};

}  // namespace detail

constexpr bool delimiters::usable() const noexcept {
    if (count == 0 || count > most_count || limit > max_framing_number) return false;
    for (std::size_t index = 0; index != count; ++index) {
        if (sizes[index] == 0) return false;
    }
    if (end_of(count) > most_bytes) return false;
    for (std::size_t index = 0; index != count; ++index) {
        for (std::size_t other = 0; other != count; ++other) {
            const byte_view one = (*this)[index], another = (*this)[other];
            if (index != other && one.size() == another.size() && detail::begins_with(one, another)) return false;
            if (first && detail::ends_inside(one, another)) return false;
        }
    }
    return true;
}

/// Frames that end with one of several delimiters.
///
/// Shape:      payload | delimiter
///             The delimiter that begins first ends the frame; of those that begin there, the longest. While a longer
///             one, or one that begins farther in front, can still be completed by the next bytes, it is waited for:
///             with 0D0A, 0D and 0A a CR that came alone is not an ending yet. At the end of input nothing is waited
///             for. With `first`, only alternatives that never wait are allowed.
/// Errors:     errc::too_long: a payload over the limit (limit / limit + 1), due at the first byte after which no
///             delimiter can begin inside the limit. errc::truncated: input that ends inside a frame (0 / bytes
///             there), unless `deliver_at_end`. The offset is the frame's first byte. Both are fatal; with `resync`
///             too_long is not: bytes up to the end of the bad frame's delimiter are skipped.
/// Complexity: O(bytes), however they are cut, as long as few bytes look like the start of a delimiter; at worst
///             O(bytes * bytes of all delimiters). A delimiter of one byte: each byte is looked at twice at most.
/// Example:    `structwire::frame_decoder<structwire::delimiter_framer<semicolons>> in;`
template <delimiters Settings>
class delimiter_framer : public detail::delimiter_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(),
                  "structwire: delimiters must be different and not empty, with `first` none may end inside another, "
                  "and numbers are at most 2^60");
    using cutter = detail::delimiter_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr delimiters settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    [[nodiscard, gnu::always_inline]] constexpr step next(byte_view bytes) noexcept { return cutter::next(bytes); }

    /// Says what the end of input behind `bytes` means. See concept framer.
    ///
    /// A delimiter that was waited with becomes one, so that there can be several frames: ask again behind each.
    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept { return cutter::finish(bytes); }

    /// The frame that carries `payload` and `tail`, ended by the first alternative that is no beginning of another.
    ///
    /// @param tail  up to 8 bytes that belong to the payload, copied
    /// Errors:      errc::not_encodable: over the limit (limit / given), or a header is given (0 / given), or in
    ///              front of its end the frame has a delimiter or what the bytes behind it could make one (0 / given)
    /// Complexity:  O(bytes), at worst O(bytes * bytes of all delimiters)
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        return cutter::encode(payload, header, tail);
    }

    /// The error for a frame that next() or finish() just gave and that a layer above found bad.
    [[nodiscard]] constexpr step refuse(const step& frame, errc reason, std::uint64_t wanted,
                                        std::uint64_t given) noexcept {
        return cutter::refuse(frame, reason, wanted, given);
    }

    /// The limit and the longest delimiter.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return Settings.max_frame_bytes(); }
};

}  // namespace structwire

#endif
