// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the tests of protobuf share: a message written by hand, wire bytes, and one stream read in every chunking.
#ifndef STRUCTWIRE_TESTS_PROTOBUF_PROTOBUF_SUPPORT_HPP
#define STRUCTWIRE_TESTS_PROTOBUF_PROTOBUF_SUPPORT_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/protobuf.hpp>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace protobuf_support {

using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_span;
using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::frame_event;
using structwire::framing;
using structwire::operation;

/// A message that no runtime knows. Its bytes are its text; text with a '!' in front cannot be parsed, and one with a
/// '?' in front lacks something required.
struct note {
    std::string text;
    mutable int sized = 0;       ///< calls of ByteSizeLong()
    mutable int serialized = 0;  ///< calls of SerializePartialToArray()

    bool ParsePartialFromArray(const void* data, int size) {
        text.assign(static_cast<const char*>(data), static_cast<std::size_t>(size));
        return !text.starts_with('!');
    }
    [[nodiscard]] bool IsInitialized() const { return !text.starts_with('?'); }
    [[nodiscard]] std::size_t ByteSizeLong() const {
        ++sized;
        return text.size();
    }
    bool SerializePartialToArray(void* data, int size) const {
        ++serialized;
        if (text.size() > static_cast<std::size_t>(size)) return false;
        if (!text.empty()) std::memcpy(data, text.data(), text.size());
        return true;
    }

    [[nodiscard]] std::string SerializeAsString() const { return text; }
};

/// A note of so many bytes.
inline note note_of(std::size_t size) { return {std::string(size, 'n')}; }

/// Bytes written as "82 00" and the like.
inline std::string hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 3) {
        bytes += static_cast<char>(std::stoi(std::string(digits.substr(at, 2)), nullptr, 16));
    }
    return bytes;
}

/// The first of these bytes, written so.
inline std::string digits(std::string_view bytes) {
    constexpr std::size_t most = 100;
    std::string all;
    for (const char byte : bytes.substr(0, most)) {
        all += "0123456789abcdef"[static_cast<unsigned char>(byte) / 16];
        all += "0123456789abcdef"[static_cast<unsigned char>(byte) % 16];
        all += ' ';
    }
    return bytes.size() > most ? all + "..." : all;
}

/// The shortest varint, written here once more so that the tests do not trust the library's.
inline std::string varint(std::uint64_t number) {
    std::string bytes;
    for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(0x80 | (number & 0x7f));
    return bytes + static_cast<char>(number);
}

/// A body behind its length.
inline std::string delimited(std::string_view body) { return varint(body.size()) + std::string(body); }

/// One thing that a reader gave: the serialized message, or the error.
struct event {
    std::string body;
    std::uint64_t offset = 0;
    std::optional<error> failure;

    friend bool operator==(const event&, const event&) = default;
    friend std::ostream& operator<<(std::ostream& out, const event& one) {
        if (one.failure) return out << describe(*one.failure).view() << " (" << name(one.failure->code) << ")";
        return out << one.body.size() << " bytes at " << one.offset;
    }
};

/// All that it gave, and how it ended.
struct record {
    std::vector<event> events;
    std::optional<error> stopped;

    friend bool operator==(const record&, const record&) = default;
    friend std::ostream& operator<<(std::ostream& out, const record& all) {
        for (const event& one : all.events) out << one << "; ";
        return out << "stopped: " << (all.stopped ? describe(*all.stopped).view() : "no");
    }
};

inline event message_at(std::uint64_t offset, std::string_view body) { return {std::string(body), offset, {}}; }
inline event failure_at(std::uint64_t offset, errc code, std::uint64_t wanted = 0, std::uint64_t given = 0) {
    error failure{code};
    const bool of_message = code == errc::bad_message || code == errc::uninitialized;
    failure.during = of_message ? operation::parse_message : operation::decode;
    failure.offset = offset;
    failure.wanted = wanted;
    failure.given = given;
    return {"", offset, failure};
}

/// Sizes of chunks: gives the size of the next one.
using cutter = std::function<std::size_t()>;

/// Notes one event; more than `most` of them would be an endless loop.
template <class Message>
void note_event(const frame_event& got, const Message& reused, record& seen) {
    constexpr std::size_t most = 100'000;
    REQUIRE(seen.events.size() < most);
    if (got) {
        seen.events.push_back(message_at(got->offset, reused.SerializeAsString()));
    } else {
        seen.events.push_back({"", got.error().offset, got.error()});
    }
}

/// Takes every event that is there.
template <class Message>
void take(const std::function<std::optional<frame_event>(Message&)>& next, Message& reused, record& seen) {
    while (auto got = next(reused)) note_event(*got, reused, seen);
}

/// The ways in and out of a reader. All must give the same.
enum class way { fed, in_place, fed_range, chunk_range };
inline constexpr way every_way[] = {way::fed, way::in_place, way::fed_range, way::chunk_range};

/// What is left of a stream that was read to its end: nothing in front of the place where it stopped.
template <class Reader>
void check_rest(const Reader& in, std::string_view wire) {
    const auto at = static_cast<std::size_t>(in.offset());
    const std::string_view rest = as_text(in.leftover());
    const bool all_there = in.stopped()->code == errc::closed || in.stopped()->code == errc::truncated;
    const bool right =
        at <= wire.size() && wire.substr(at).starts_with(rest) && (!all_there || at + rest.size() == wire.size());
    if (!right) FAIL_CHECK(rest.size() << " bytes are left at " << in.offset() << " of " << wire.size());
    if (in.stopped()->offset != in.offset()) FAIL_CHECK("stopped elsewhere than at " << in.offset());
}

/// Reads a whole stream, in chunks cut by `cut`, one way.
template <class Message, class Framer>
record read_in_chunks(std::string_view wire, const cutter& cut, way how, Framer rules = {}) {
    structwire::protobuf::reader<Message, Framer> in(rules);
    Message reused;
    record seen;
    const auto take_range = [&](auto&& events) {
        for (const frame_event& got : events) note_event(got, reused, seen);
    };
    const auto take_there = [&] {
        if (how == way::fed_range) return take_range(in.messages(reused));
        if (how == way::chunk_range) return take_range(in.messages(byte_view{}, reused));
        take<Message>([&](Message& into) { return in.next(into); }, reused, seen);
    };
    for (byte_view rest = as_bytes(wire); !rest.empty();) {
        const byte_view chunk = rest.first(std::min(cut(), rest.size()));
        rest = rest.subspan(chunk.size());
        if (how == way::chunk_range) {
            take_range(in.messages(chunk, reused));
            continue;
        }
        if (how != way::in_place) {
            in.feed(chunk);
        } else if (const byte_span room = in.prepare(chunk.size()); !room.empty()) {
            std::memcpy(room.data(), chunk.data(), chunk.size());
            in.commit(chunk.size());
        }
        take_there();
    }
    if (in.stopped() && in.stopped()->code == errc::closed) FAIL_CHECK("closed without being told of the end");
    in.finish();
    take_there();
    seen.stopped = in.stopped();
    REQUIRE(seen.stopped);
    check_rest(in, wire);
    return seen;
}

/// Reads a whole stream whole, byte by byte, in every split in two and in random pieces. All must give the same.
template <class Message, class Framer = structwire::protobuf::delimited_framing>
record read_every_way(std::string_view wire, Framer rules = {}) {
    const auto once = [&](const cutter& cut, way how) {
        return read_in_chunks<Message, Framer>(wire, cut, how, rules);
    };
    const record expected = once([&] { return wire.size(); }, way::fed);
    for (const way how : every_way) {
        INFO("way " << static_cast<int>(how));
        CHECK(once([&] { return wire.size(); }, how) == expected);
        CHECK(once([] { return std::size_t{1}; }, how) == expected);
        for (std::size_t first = 1; first < wire.size(); ++first) {
            bool begun = false;
            const auto cut = [&] { return std::exchange(begun, true) ? wire.size() : first; };
            if (once(cut, how) != expected) FAIL_CHECK("differs when split at " << first);
        }
        std::mt19937 random(42);
        for (int round = 0; round < 20; ++round) {
            CHECK(once([&] { return std::size_t{1} + random() % 13; }, how) == expected);
        }
    }
    return expected;
}

/// What is written to file descriptor 2 while `action` runs.
template <class Action>
std::string printed_by(const Action& action) {
    std::fflush(stderr);
    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    const int kept = ::dup(STDERR_FILENO);
    ::dup2(::fileno(file), STDERR_FILENO);
    action();
    std::fflush(stderr);
    ::dup2(kept, STDERR_FILENO);
    ::close(kept);
    std::rewind(file);
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file));
    std::fclose(file);
    return text;
}

/// What must have ended a stream.
inline error stopped_by(std::uint64_t offset, errc code, std::uint64_t wanted = 0, std::uint64_t given = 0) {
    return *failure_at(offset, code, wanted, given).failure;
}

}  // namespace protobuf_support

#endif
