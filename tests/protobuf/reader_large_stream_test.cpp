// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader on streams of more than 2 and 4 GiB.
#include <structwire/protobuf/reader.hpp>

#include <tree.pb.h>

#include "hostile_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::demo::Tree;
using structwire::protobuf::reader;

constexpr std::uint64_t two_31 = std::uint64_t{1} << 31;
constexpr std::uint64_t two_32 = std::uint64_t{1} << 32;
constexpr std::size_t mebibyte = std::size_t{1} << 20;

// Frames of exactly one mebibyte, made of the same bytes but for their number.
class numbered_frames {
public:
    numbered_frames() {
        wire_ = varint(mebibyte - 3) + std::string(mebibyte - 3, 'x');
        REQUIRE(wire_.size() == mebibyte);
    }
    byte_view of(std::uint64_t number) {
        std::memcpy(wire_.data() + 3, &number, sizeof number);
        return as_bytes(wire_);
    }

private:
    std::string wire_;
};

// A reader behind messages of more than 4 GiB, that begin `shift` bytes into the stream. They have been checked.
void read_four_gibibytes(reader<weighed>& in, std::size_t shift) {
    weighed got;
    std::size_t wrong = 0;
    std::uint64_t number = 0;
    const auto take_all = [&](auto&& events) {
        for (const auto& event : events) {
            const bool right =
                event && event->offset == shift + number * mebibyte && got.number == number && got.size == mebibyte - 3;
            if (!right) ++wrong;
            ++number;
        }
    };
    if (shift != 0) {
        const std::string first = delimited(std::string(shift - varint(shift).size(), '\0'));
        REQUIRE(first.size() == shift);
        for (const auto& event : in.messages(as_bytes(first), got)) wrong += event && event->offset == 0 ? 0u : 1u;
    }
    numbered_frames frames;
    for (std::uint64_t sent = 0; sent * mebibyte <= two_32 + 3 * mebibyte; ++sent) {
        const byte_view wire = frames.of(sent);
        const std::size_t cut = sent % 64 == 0 ? 2 + sent % 12345 : 0;  // also inside the prefix
        if (cut != 0) take_all(in.messages(wire.first(cut), got));
        take_all(in.messages(wire.subspan(cut), got));
    }
    CHECK(wrong == 0);
    CHECK(number == two_32 / mebibyte + 4);
    CHECK_FALSE(in.stopped());
    CHECK(in.offset() == two_32 + 4 * mebibyte + shift);
}

TEST_CASE("protobuf::reader: offsets on both sides of 2^31 and 2^32, and behind", "[protobuf][reader][large]") {
    for (const std::size_t shift : {0u, 100u}) {  // frames that begin at the powers of two, and others that lie across
        const std::uint64_t behind = two_32 + 4 * mebibyte + shift;
        const auto check_end = [&](const std::string& bytes, const std::optional<error>& expected) {
            reader<weighed> in;
            weighed got;
            read_four_gibibytes(in, shift);
            in.feed(as_bytes(bytes));
            in.finish();
            const auto last = in.next(got);
            CHECK(last.has_value() == (expected->code != errc::closed));
            if (last) CHECK(last->error() == *expected);
            CHECK_FALSE(in.next(got).has_value());
            CHECK(in.stopped() == expected);
            CHECK(as_text(in.leftover()) == bytes);
        };
        check_end("", stopped_by(behind, errc::closed));
        check_end(hex("05 41"), stopped_by(behind, errc::truncated, 6, 2));
        check_end(hex("80"), stopped_by(behind, errc::truncated, 0, 1));
        check_end(hex("82 80 80 80 10"), stopped_by(behind, errc::too_long, std::uint64_t{64} << 20, two_32 + 2));
        check_end(std::string(10, '\x80'), stopped_by(behind, errc::bad_prefix));
    }
}

TEST_CASE("protobuf::reader: a stream of more than 4 GiB of a runtime's messages, fed and received in place",
          "[protobuf][reader][large]") {
    const std::string body = hex("12") + delimited(std::string(mebibyte - 7, 'x'));
    const std::string good = delimited(body);
    REQUIRE(good.size() == mebibyte);
    const std::string bad = delimited(hex("0c"));
    reader<Tree> in;
    Tree tree;
    std::uint64_t at = 0;
    std::size_t wrong = 0;
    const auto take_one = [&](bool fine, std::uint64_t size) {
        const auto got = in.next(tree);
        const bool right = got && (fine ? got->has_value() && (*got)->offset == at && tree.blob().size() == mebibyte - 7
                                        : !*got && got->error() == stopped_by(at, errc::bad_message, 0, 1));
        if (!right || in.next(tree) || in.stopped()) ++wrong;
        at += size;
    };
    for (int count = 0; at <= two_32 + 2 * mebibyte; ++count) {
        if (count % 2 == 0) {
            in.feed(as_bytes(good));
        } else {
            const byte_span room = in.prepare(good.size());
            std::memcpy(room.data(), good.data(), good.size());
            in.commit(good.size());
        }
        take_one(true, good.size());
        if (count % 16 != 0) continue;
        in.feed(as_bytes(bad));
        take_one(false, bad.size());
    }
    CHECK(wrong == 0);
    in.feed(as_bytes(hex("ff ff ff ff 0f")));
    const auto last = in.next(tree);
    REQUIRE(last.has_value());
    CHECK(last->error() == stopped_by(at, errc::too_long, std::uint64_t{64} << 20, 0x0fff'ffff));
    CHECK(at > two_32);
    CHECK(in.capacity() <= 4 * mebibyte);
}

// Mebibytes of the same message, one for each call.
struct endless {
    const std::string& frame;
    std::uint64_t calls = 0;
    std::uint64_t given = 0;

    std::expected<std::size_t, error> read_some(byte_span room) {
        ++calls;
        const auto begin = static_cast<std::size_t>(given % frame.size());
        const std::size_t count = std::min(room.size(), frame.size() - begin);
        std::memcpy(room.data(), frame.data() + begin, count);
        given += count;
        return count;
    }
};

TEST_CASE("protobuf::reader::read: a stream of more than 2 GiB", "[protobuf][reader][read][large]") {
    const std::string frame = delimited(std::string(100'000, 'x'));
    endless from{frame};
    reader<weighed> in;
    weighed got;
    std::size_t wrong = 0;
    for (std::uint64_t at = 0; at <= two_31 + mebibyte; at += frame.size()) {
        const auto one = in.read(from, got);
        if (!one || one->offset != at || got.size != 100'000) ++wrong;
    }
    CHECK(wrong == 0);
    CHECK(in.capacity() <= mebibyte);
    CHECK(from.given / from.calls >= reader<weighed>::read_bytes);
}

}  // namespace
