// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/mutator.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "fresh_messages.hpp"
#include "lie_share.hpp"

namespace structwire::fuzz {

namespace {

/// How seldom something is done, one time in so many.
constexpr std::size_t raw_bytes = 16, another_change = 3, structure = 4, borrowed = 8;

/// How often a change that the framer refuses is made in another way.
constexpr unsigned more_attempts = 8;

/// A stream as pieces that can be moved about: their bytes, and for frames what they carry.
struct part {
    byte_vector bytes{};
    bool is_frame = false;
    message_bytes content{};
};

std::vector<part> parts_of(byte_view stream, const wire_model& wire) {
    std::vector<part> parts;
    for (wire_piece& piece : wire.split(stream)) {
        const byte_view bytes = stream.subspan(piece.begin, piece.end - piece.begin);
        parts.push_back({byte_vector(bytes.begin(), bytes.end()), piece.is_frame, std::move(piece.content)});
    }
    return parts;
}

std::size_t size_of(const std::vector<part>& parts) {
    std::size_t size = 0;
    for (const part& one : parts) size += one.bytes.size();
    return size;
}

byte_vector joined(const std::vector<part>& parts) {
    byte_vector stream;
    stream.reserve(size_of(parts));
    for (const part& one : parts) stream.insert(stream.end(), one.bytes.begin(), one.bytes.end());
    return stream;
}

// A wrong byte among those that the framing added: a length, a checksum, a delimiter, an escape.
void tell_a_lie(wire_frame& frame, random& dice) {
    const std::size_t behind = frame.bytes.size() - frame.payload_end;
    const std::size_t count = frame.payload_begin - frame.header_size + behind;
    if (count == 0) return;
    const std::size_t index = frame.header_size + dice.below(count);
    std::byte& byte =
        frame.bytes[index < frame.payload_begin ? index : frame.payload_end + (index - frame.payload_begin)];
    const auto number = std::to_integer<unsigned>(byte);
    const std::array<unsigned, 6> lies{number + 1, number - 1, number ^ (1u << dice.below(8)),
                                       0u,         0xffu,      static_cast<unsigned>(dice.next() & 0xff)};
    byte = static_cast<std::byte>(lies[dice.below(lies.size())] & 0xff);
}

// Encodes what the frame carries; the bytes stay what they were where that is impossible.
bool encode_again(part& frame, const wire_model& wire, random& dice) {
    auto encoded = wire.encode(frame.content);
    if (!encoded) return false;
    if (dice.one_in(detail::lies_are_one_in)) tell_a_lie(*encoded, dice);
    frame.bytes = std::move(encoded->bytes);
    return true;
}

// Puts bytes in place of others of the same number, where these stand; the last place is taken, as a length in front may
// look like a payload.
bool replace_last(byte_vector& bytes, const byte_vector& from, const byte_vector& to) {
    if (from.size() != to.size() || from.empty()) return false;
    const auto found = std::ranges::find_end(bytes, from);
    if (found.empty()) return false;
    std::ranges::copy(to, found.begin());
    return true;
}

// Writes what the frame carries over what it carried before, without the framer. Whether something was written.
bool put_in_place(part& frame, const message_bytes& before) {
    const message_bytes& now = frame.content;
    if (now.header.size() != before.header.size()) return false;
    const bool is_written = now.payload != before.payload && replace_last(frame.bytes, before.payload, now.payload);
    if (now.payload != before.payload && !is_written) return false;
    if (now.header == before.header) return is_written;
    const byte_view front = byte_view(frame.bytes).first(std::min(frame.bytes.size(), before.header.size()));
    if (!std::ranges::equal(front, before.header)) return is_written;
    std::ranges::copy(now.header, frame.bytes.begin());
    return true;
}

struct models {
    const payload_model& payload;
    const wire_model& wire;
};

// Writes a changed frame that the framer refuses, or cannot encode, in another way, so that the change is not lost.
void write_refused(part& frame, const message_bytes& before, const models& by, mutation_tools& tools) {
    message_bytes& content = frame.content;
    if (by.wire.encode(before)) {
        // Most are refused for their size: another change may keep it, and if none does, it is forced.
        const message_bytes refused = content;
        for (unsigned attempt = 0; attempt != more_attempts; ++attempt) {
            content = before;
            by.payload.mutate(content, tools);
            if (content != before && encode_again(frame, by.wire, tools.dice)) return;
        }
        content = refused;
        content.payload.resize(before.payload.size());
        by.payload.repair(content);
        if (content == before) mutate_bytes(content.payload, 0, content.payload.size(), false, tools);
        if (encode_again(frame, by.wire, tools.dice)) return;
    }
    if (put_in_place(frame, before)) return;
    mutate_bytes(frame.bytes, tools);
    frame.is_frame = false;
}

bool ends_with(byte_view whole, byte_view end) {
    return end.size() <= whole.size() && std::ranges::equal(whole.last(end.size()), end);
}

std::size_t any_frame(const std::vector<part>& parts, random& dice) {
    const auto is_frame = [](const part& one) { return one.is_frame; };
    const auto count = std::ranges::count_if(parts, is_frame);
    if (count == 0) return parts.size();
    std::size_t wanted = dice.below(static_cast<std::size_t>(count));
    for (std::size_t index = 0;; ++index) {
        if (is_frame(parts[index]) && wanted-- == 0) return index;
    }
}

std::vector<part>::iterator place(std::vector<part>& parts, std::size_t index) {
    return parts.begin() + static_cast<std::ptrdiff_t>(index);
}

// In place of a frame that cannot be made: one that is there; where there is none, bytes have to do.
part substitute(part made, const std::vector<part>& parts, random& dice) {
    if (!parts.empty()) return parts[dice.below(parts.size())];
    made.bytes = unframed_bytes(made.content);
    made.is_frame = false;
    return made;
}

// A new message, which may be about what another one is about.
void insert_fresh(std::vector<part>& parts, const std::vector<message_bytes>& fresh, const models& by, random& dice) {
    part made{{}, true, fresh[dice.below(fresh.size())]};
    const std::size_t other = any_frame(parts, dice);
    if (other != parts.size() && dice.one_in(2)) by.payload.borrow(made.content, parts[other].content, dice);
    if (!encode_again(made, by.wire, dice)) made = substitute(std::move(made), parts, dice);
    parts.insert(place(parts, dice.below(parts.size() + 1)), std::move(made));
}

// Many of one kind behind one another, each with another number in one field, or all the same: more than the tables of
// a parser hold.
void repeat(std::vector<part>& parts, std::size_t one, std::size_t room, const models& by, random& dice) {
    const std::size_t most = room / std::max<std::size_t>(parts[one].bytes.size(), 1);
    const std::size_t wanted = dice.one_in(4) ? (std::size_t{1} << dice.below(8)) + dice.below(2) : 1 + dice.below(4);
    const std::size_t count = std::min(wanted, most);
    const bool counts = parts[one].is_frame && !dice.one_in(4);
    const random same_field = dice;
    std::vector<part> series(count, parts[one]);
    for (std::size_t index = 0; counts && index != count; ++index) {
        by.payload.count_up(series[index].content, index + 1, same_field);
        if (auto encoded = by.wire.encode(series[index].content)) series[index].bytes = std::move(encoded->bytes);
    }
    dice.next();
    parts.insert(place(parts, one + 1), series.begin(), series.end());
}

// Inserts, deletes, duplicates, swaps, cuts off, or repeats.
void rearrange(std::vector<part>& parts, const std::vector<message_bytes>& fresh, const models& by, std::size_t room,
               random& dice) {
    const std::size_t kind = parts.empty() ? 0 : dice.below(6);
    if (kind == 0) return insert_fresh(parts, fresh, by, dice);
    const std::size_t one = dice.below(parts.size());
    const std::size_t other = dice.below(parts.size());
    if (kind == 1) {
        parts.erase(place(parts, one));
    } else if (kind == 2) {
        part copy = parts[one];
        parts.insert(place(parts, other), std::move(copy));
    } else if (kind == 3) {
        std::swap(parts[one], parts[other]);
    } else if (kind == 4) {
        repeat(parts, one, room, by, dice);
    } else {
        parts.resize(one + 1);
        byte_vector& last = parts.back().bytes;
        last.resize(dice.below(last.size() + 1));
        parts.back().is_frame = false;
    }
}

// The largest payload that can be sent with this header; 0 where there is none, or one that no engine tries.
std::size_t largest_payload(const wire_model& wire, const byte_vector& header) {
    constexpr std::size_t beyond = 64 * 1024;
    const auto can_be_sent = [&](std::size_t size) {
        return wire.encode({header, byte_vector(size, std::byte{'A'})}).has_value();
    };
    if (can_be_sent(beyond)) return 0;
    std::size_t least = 0;
    for (std::size_t most = beyond; most - least > 1;) {
        const std::size_t middle = (least + most) / 2;
        (can_be_sent(middle) ? least : most) = middle;
    }
    return least;
}

}  // namespace

mutator::mutator(const payload_model& payload, const wire_model& wire)
    : payload_(payload),
      wire_(wire),
      fresh_(fresh_messages(payload, wire)),
      largest_(largest_payload(wire, fresh_.front().header)) {}

byte_vector mutator::mutate(byte_view stream, mutation_tools tools) const {
    byte_vector changed = changed_once(stream, tools);
    // What is as it was would cost an execution all the same.
    for (unsigned attempt = 0; attempt != more_attempts && std::ranges::equal(changed, stream); ++attempt) {
        changed = changed_once(stream, tools);
    }
    return changed;
}

byte_vector mutator::changed_once(byte_view stream, mutation_tools& tools) const {
    random& dice = tools.dice;
    if (dice.one_in(raw_bytes)) {
        byte_vector bytes(stream.begin(), stream.end());
        mutate_bytes(bytes, tools);
        return bytes;
    }
    std::vector<part> parts = parts_of(stream, wire_);
    const std::size_t all = std::max(tools.max_bytes, stream.size());
    do {
        const std::size_t chosen = any_frame(parts, dice);
        if (chosen == parts.size() && !parts.empty() && dice.one_in(2)) {
            mutate_bytes(parts[dice.below(parts.size())].bytes, tools);
            continue;
        }
        if (chosen == parts.size() || dice.one_in(structure)) {
            rearrange(parts, fresh_, {payload_, wire_}, all - std::min(all, size_of(parts)), dice);
            continue;
        }
        part& frame = parts[chosen];
        const std::size_t others = size_of(parts) - frame.bytes.size();
        mutation_tools inside = tools;
        inside.largest = largest_;
        inside.max_bytes = std::max(all - std::min(all, others), frame.content.payload.size());
        const message_bytes before = frame.content;
        const std::size_t donor = inside.dice.one_in(borrowed) ? any_frame(parts, inside.dice) : chosen;
        if (donor == chosen || !payload_.borrow(frame.content, parts[donor].content, inside.dice)) {
            payload_.mutate(frame.content, inside);
        }
        if (!encode_again(frame, wire_, inside.dice)) write_refused(frame, before, {payload_, wire_}, inside);
        tools.dice = inside.dice;
    } while (dice.one_in(another_change));
    byte_vector changed = joined(parts);
    if (changed.size() > all) changed.resize(all);
    return changed;
}

byte_vector mutator::cross_over(byte_view first, byte_view second, mutation_tools tools) const {
    const std::vector<part> left = parts_of(first, wire_);
    const std::vector<part> right = parts_of(second, wire_);
    std::vector<part> mixed;
    for (std::size_t index = 0; index < std::max(left.size(), right.size()); ++index) {
        const std::size_t choice = tools.dice.below(4);  // the one, the other, both, none
        if (index < left.size() && choice != 1 && choice != 3) mixed.push_back(left[index]);
        if (index < right.size() && choice != 0 && choice != 3) mixed.push_back(right[index]);
    }
    byte_vector stream = joined(mixed);
    if (stream.size() > tools.max_bytes) stream.resize(tools.max_bytes);
    return stream;
}

message_bytes mutator::content_of_no_frame(byte_view bytes) const {
    const byte_vector& header = fresh_.front().header;
    const auto least = wire_.encode({header, {std::byte{}}});
    if (!least) return {};
    const std::size_t front = least->payload_begin;
    const std::size_t behind = least->bytes.size() - least->payload_end;
    if (bytes.size() <= front + behind) return {};
    const byte_view first = bytes.first(header.size());
    const byte_view inside = bytes.subspan(front, bytes.size() - front - behind);
    return {{first.begin(), first.end()}, {inside.begin(), inside.end()}};
}

byte_vector mutator::repaired(byte_view bytes, const wire_piece& piece) const {
    message_bytes content = piece.is_frame ? piece.content : content_of_no_frame(bytes);
    if (!piece.is_frame && content.payload.empty()) return {bytes.begin(), bytes.end()};
    const message_bytes before = content;
    payload_.repair(content);
    const bool is_same = content == before;
    auto encoded = wire_.encode(content);
    if (!encoded) {
        part frame{byte_vector(bytes.begin(), bytes.end()), true, std::move(content)};
        if (!is_same) put_in_place(frame, before);
        return std::move(frame.bytes);
    }
    // A flag may end one frame and begin the next one: a frame that is right is not given another.
    if (is_same && ends_with(encoded->bytes, bytes)) return {bytes.begin(), bytes.end()};
    return std::move(encoded->bytes);
}

byte_vector mutator::repair(byte_view stream) const {
    std::uint64_t hash = stream.size();
    for (const std::byte byte : stream) hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
    if (random(hash).one_in(detail::lies_are_one_in)) return {stream.begin(), stream.end()};
    byte_vector all;
    for (const wire_piece& piece : wire_.split(stream)) {
        const byte_vector one = repaired(stream.subspan(piece.begin, piece.end - piece.begin), piece);
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

}  // namespace structwire::fuzz
