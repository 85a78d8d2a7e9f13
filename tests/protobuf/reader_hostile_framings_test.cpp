// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader on hostile streams in the other framings that carry messages: fixed lengths, gRPC, Thrift,
/// TFRecord.
#include <structwire/framing.hpp>
#include <structwire/protobuf/reader.hpp>

#include <trade.pb.h>

#include "framing/models/checksums.hpp"
#include "hostile_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::any_framing;
using structwire::demo::Trade;

// A number in so many bytes, the greatest first.
std::string big(std::uint64_t number, unsigned size) {
    std::string bytes;
    for (unsigned at = size; at-- > 0;) bytes += static_cast<char>(number >> (8 * at));
    return bytes;
}
std::string little(std::uint64_t number, unsigned size) {
    const std::string bytes = big(number, size);
    return {bytes.rbegin(), bytes.rend()};
}
std::string checked(std::string_view bytes) {
    return std::string(bytes) + little(test::models::masked_crc32c(bytes), 4);
}

// A framing, how it writes a body, and the bytes behind which the frame's size is known.
struct family {
    const char* text;
    const char* with_limit_40;
    std::string (*frame)(std::string_view body);
    std::size_t head;
};
const family families[] = {
    {"u32be", "u32be,limit=40", [](std::string_view body) { return big(body.size(), 4) + std::string(body); }, 4},
    {"u64le", "u64le,limit=40", [](std::string_view body) { return little(body.size(), 8) + std::string(body); }, 8},
    {"grpc", "grpc,limit=40", [](std::string_view body) { return '\0' + big(body.size(), 4) + std::string(body); }, 5},
    {"thrift", "i32be,limit=40", [](std::string_view body) { return big(body.size(), 4) + std::string(body); }, 4},
    {"tfrecord", "tfrecord,limit=40",
     [](std::string_view body) { return checked(little(body.size(), 8)) + checked(body); }, 8},
    {"protobuf", nullptr, [](std::string_view body) { return delimited(body); }, 1},
};

const family& family_of(std::string_view text) {
    for (const family& each : families) {
        if (text.starts_with(each.text)) return each;
    }
    throw std::invalid_argument("no such framing");
}

// Checks a scenario under a framing known at run time, and under the same one known to the compiler if that is one of
// the families.
template <class Message = note>
void check_under(std::string_view text, const scenario& all) {
    INFO("framing " << text);
    all.check<Message>(any_framing::parse(text).value());
}
void check_both(std::string_view text, const scenario& all) {
    check_under(text, all);
    const auto same = [&]<structwire::fixed_string... Text>() {
        return ((Text.view() == text && (all.check<note>(framing<Text>{}), true)) || ...);
    };
    CHECK((same.template operator()<"u32be", "u64le", "grpc", "thrift", "tfrecord", "protobuf">()));
}

TEST_CASE("protobuf::reader: an end at every byte of a frame, in every framing", "[protobuf][reader][framings]") {
    for (const family& each : families) {
        const std::string good = each.frame("good");
        const std::string frame = each.frame("three");
        for (std::size_t cut = 1; cut < frame.size(); ++cut) {
            CAPTURE(cut);
            const std::size_t wanted = cut < each.head ? 0 : frame.size();
            check_both(each.text,
                       scenario().message(good, "good").stops(frame.substr(0, cut), errc::truncated, wanted, cut));
        }
        check_both(each.text, scenario().message(good, "good").message(frame, "three").closes());
        check_both(each.text, scenario().closes());
    }
}

TEST_CASE("protobuf::reader: bad, empty and incomplete messages between good ones, in every framing",
          "[protobuf][reader][framings][bad_message]") {
    for (const family& each : families) {
        const auto frame = [&](std::string_view body) { return each.frame(body); };
        check_both(each.text, scenario()
                                  .message(frame("good"), "good")
                                  .refused(frame("!"), errc::bad_message, 1)
                                  .message(frame(""), "")
                                  .message(frame(""), "")
                                  .refused(frame("?"), errc::uninitialized)
                                  .refused(frame("!longer"), errc::bad_message, 7)
                                  .message(frame("good"), "good")
                                  .closes());
        check_under<Trade>(each.text, scenario()
                                          .message(frame(hex("08 01")), hex("08 01"))
                                          .refused(frame(hex("0c")), errc::bad_message, 1)
                                          .message(frame(""), "")
                                          .refused(frame(hex("22 ff ff ff ff 07 41")), errc::bad_message, 7)
                                          .message(frame(hex("08 02")), hex("08 02"))
                                          .closes());
    }
}

TEST_CASE("protobuf::reader: a frame of exactly the limit, in every framing", "[protobuf][reader][framings][limits]") {
    for (const family& each : families) {
        if (each.with_limit_40 == nullptr) continue;
        const std::size_t extra = each.frame("").size();
        for (const std::size_t size : {39u, 40u}) {
            const std::string body(size - extra, 'x');
            check_under(each.with_limit_40,
                        scenario().message(each.frame(body), body).message(each.frame(""), "").closes());
        }
        check_under(each.with_limit_40, scenario()
                                            .message(each.frame("one"), "one")
                                            .stops(each.frame(std::string(41 - extra, 'x')), errc::too_long, 40, 41));
    }
}

constexpr std::uint64_t two_31 = std::uint64_t{1} << 31;
constexpr std::uint64_t two_32 = std::uint64_t{1} << 32;
constexpr std::uint64_t two_35 = std::uint64_t{1} << 35;
constexpr std::uint64_t two_60 = std::uint64_t{1} << 60;
constexpr std::uint64_t two_63 = std::uint64_t{1} << 63;

// The bytes behind a good frame and the one error they are. A length ends the stream at its first byte that allows no
// frame, and the number is that of the least frame with the bytes up to there.
struct row {
    const char* text;
    const char* bytes;
    errc code;
    std::uint64_t wanted;
    std::uint64_t given;
};

const row lengths[] = {
    {"u32be", "00 7f ff fc 41", errc::truncated, 8'388'608, 5},
    {"u32be", "00 7f ff fd 41", errc::too_long, 8'388'608, 8'388'609},
    {"u32be", "7f ff ff ff 41", errc::too_long, 8'388'608, 0x7f00'0004},
    {"u32be", "80 00 00 00 41", errc::too_long, 8'388'608, two_31 + 4},
    {"u32be", "80 00 00 01 41", errc::too_long, 8'388'608, two_31 + 4},
    {"u32be", "ff ff ff ff 41", errc::too_long, 8'388'608, 0xff00'0004},
    {"u32be,limit=2048M", "7f ff ff fb 41", errc::truncated, two_31 - 1, 5},
    {"u32be,limit=2048M", "7f ff ff fc 41", errc::truncated, two_31, 5},
    {"u32be,limit=2048M", "7f ff ff fd 41", errc::too_long, two_31, two_31 + 1},
    {"u32be,limit=4096M", "ff ff ff fb 41", errc::truncated, two_32 - 1, 5},
    {"u32be,limit=4096M", "ff ff ff fc 41", errc::truncated, two_32, 5},
    {"u32be,limit=4096M", "ff ff ff fd 41", errc::too_long, two_32, two_32 + 1},
    {"u32be,limit=1152921504606846976", "7f ff ff ff 41", errc::truncated, two_31 + 3, 5},
    {"u32be,limit=1152921504606846976", "80 00 00 00 41", errc::truncated, two_31 + 4, 5},
    {"u32be,limit=1152921504606846976", "80 00 00 01 41", errc::truncated, two_31 + 5, 5},
    {"u32be,limit=1152921504606846976", "ff ff ff fc 41", errc::truncated, two_32, 5},
    {"u32be,limit=1152921504606846976", "ff ff ff ff 41", errc::truncated, two_32 + 3, 5},

    {"u64le", "f8 ff 7f 00 00 00 00 00 41", errc::truncated, 8'388'608, 9},
    {"u64le", "f9 ff 7f 00 00 00 00 00 41", errc::too_long, 8'388'608, 8'388'609},
    {"u64le", "00 00 00 80 00 00 00 00 41", errc::too_long, 8'388'608, two_31 + 8},
    {"u64le", "02 00 00 00 01 00 00 00 41", errc::too_long, 8'388'608, two_32 + 10},
    {"u64le", "02 00 00 00 08 00 00 00 41", errc::too_long, 8'388'608, two_35 + 10},
    {"u64le", "02 00 00 00 00 00 00 80 41", errc::too_long, 8'388'608, two_63 + 10},
    {"u64le", "ff ff ff ff ff ff ff ff 41", errc::too_long, 8'388'608, 0x00ff'ffff + 8},
    {"u64le,limit=1152921504606846976", "ff ff ff 7f 00 00 00 00 41", errc::truncated, two_31 + 7, 9},
    {"u64le,limit=1152921504606846976", "00 00 00 80 00 00 00 00 41", errc::truncated, two_31 + 8, 9},
    {"u64le,limit=1152921504606846976", "02 00 00 00 01 00 00 00 41", errc::truncated, two_32 + 10, 9},
    {"u64le,limit=1152921504606846976", "02 00 00 00 08 00 00 00 41", errc::truncated, two_35 + 10, 9},
    {"u64le,limit=1152921504606846976", "f8 ff ff ff ff ff ff 0f 41", errc::truncated, two_60, 9},
    {"u64le,limit=1152921504606846976", "f9 ff ff ff ff ff ff 0f 41", errc::too_long, two_60, two_60 + 1},
    {"u64le,limit=1152921504606846976", "ff ff ff ff ff ff ff 7f 41", errc::too_long, two_60, two_63 + 7},
    {"u64le,limit=1152921504606846976", "00 00 00 00 00 00 00 80 41", errc::too_long, two_60, two_63 + 8},
    {"u64le,limit=1152921504606846976", "f7 ff ff ff ff ff ff ff 41", errc::too_long, two_60, ~std::uint64_t{0}},

    {"grpc", "00 00 3f ff fb 41", errc::truncated, 4'194'304, 6},
    {"grpc", "01 00 3f ff fb 41", errc::truncated, 4'194'304, 6},
    {"grpc", "00 00 3f ff fc 41", errc::too_long, 4'194'304, 4'194'305},
    {"grpc", "01 7f ff ff ff 41", errc::too_long, 4'194'304, 0x7f00'0005},
    {"grpc", "00 80 00 00 00 41", errc::too_long, 4'194'304, two_31 + 5},
    {"grpc", "00 ff ff ff ff 41", errc::too_long, 4'194'304, 0xff00'0005},
    {"grpc", "02", errc::bad_prefix, 0, 0},
    {"grpc", "80 00 00 00 00", errc::bad_prefix, 0, 0},  // gRPC-Web's trailers
    {"grpc", "ff ff ff ff ff", errc::bad_prefix, 0, 0},

    {"thrift", "00 f9 ff fc 41", errc::truncated, 16'384'000, 5},
    {"thrift", "00 f9 ff fd 41", errc::too_long, 16'384'000, 16'384'001},
    {"thrift", "7f ff ff ff 41", errc::too_long, 16'384'000, 0x7f00'0004},
    {"thrift", "80 00 00 00 41", errc::bad_length, 0, 0 - two_31},
    {"thrift", "ff ff ff ff 41", errc::bad_length, 0, 0 - (std::uint64_t{1} << 24)},
    {"i32be,limit=1152921504606846976", "7f ff ff ff 41", errc::truncated, two_31 + 3, 5},
    {"i32be,limit=1152921504606846976", "80 00 00 00 41", errc::bad_length, 0, 0 - two_31},

    {"tfrecord", "f0 ff 7f 00 00 00 00 00", errc::truncated, 8'388'608, 8},
    {"tfrecord", "f1 ff 7f 00 00 00 00 00", errc::too_long, 8'388'608, 8'388'609},
    {"tfrecord", "02 00 00 00 01 00 00 00", errc::too_long, 8'388'608, two_32 + 18},
    {"tfrecord", "02 00 00 00 08 00 00 00", errc::too_long, 8'388'608, two_35 + 18},
    {"tfrecord", "00 00 00 00 00 00 00 80", errc::too_long, 8'388'608, two_63 + 16},
    {"tfrecord", "ff ff ff ff ff ff ff ff", errc::too_long, 8'388'608, 0x00ff'ffff + 16},
    {"tfrecord,limit=1152921504606846976", "02 00 00 00 01 00 00 00", errc::truncated, two_32 + 18, 8},
    {"tfrecord,limit=1152921504606846976", "f0 ff ff ff ff ff ff 0f", errc::truncated, two_60, 8},
    {"tfrecord,limit=1152921504606846976", "f1 ff ff ff ff ff ff 0f", errc::too_long, two_60, two_60 + 1},

    {"tfrecord", "02 00 00 00 00 00 00 00 00", errc::bad_checksum, 0x340b'2778, 0},
    {"tfrecord", "02 00 00 00 00 00 00 00 78 27 0b 35 68 69", errc::bad_checksum, 0x340b'2778, 0x350b'2778},
    {"tfrecord", "02 00 00 00 00 00 00 00 78 27 0b 34 68 69 13 d6 08 57", errc::bad_checksum, 0x5608'd613, 0x5708'd613},
    {"tfrecord", "02 00 00 00 00 00 00 00 78 27 0b 34 68 69 12 d6 08 56", errc::bad_checksum, 0x5608'd613, 0x5608'd612},
};

TEST_CASE("protobuf::reader: lengths and checksums that lie, in every framing",
          "[protobuf][reader][framings][limits]") {
    for (const row& each : lengths) {
        const std::string_view text(each.text);
        const family& rules = family_of(text.starts_with("i32be") ? "thrift" : text);
        const std::string good = rules.frame("good");
        check_under(text, scenario().message(good, "good").stops(hex(each.bytes), each.code, each.wanted, each.given));
    }
}

TEST_CASE("protobuf::reader: one bit wrong in a TFRecord's payload or checksums", "[protobuf][reader][framings]") {
    const std::string front = little(2, 8);
    const std::uint64_t right_length = test::models::masked_crc32c(front);
    const std::string frame = checked(front) + checked("hi");
    REQUIRE(frame == hex("02 00 00 00 00 00 00 00 78 27 0b 34 68 69 13 d6 08 56"));
    const auto number_at = [](const std::string& bytes, std::size_t at, unsigned size) {
        std::uint64_t value = 0;
        for (unsigned byte = 0; byte < size; ++byte) {
            value |= std::uint64_t{static_cast<unsigned char>(bytes[at + byte])} << (8 * byte);
        }
        return value;
    };
    for (std::size_t at = 8; at < frame.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            CAPTURE(at, bit);
            std::string wrong = frame;
            wrong[at] = static_cast<char>(static_cast<unsigned char>(wrong[at]) ^ (1u << bit));
            // The length's checksum is judged byte by byte, since nothing behind it can be trusted.
            const bool of_length = at < 12;
            const std::uint64_t computed = of_length ? right_length : test::models::masked_crc32c(wrong.substr(12, 2));
            const std::uint64_t received =
                of_length ? number_at(wrong, 8, static_cast<unsigned>(at) - 7) : number_at(wrong, 14, 4);
            check_under("tfrecord",
                        scenario().message(frame, "hi").stops(wrong, errc::bad_checksum, computed, received));
        }
    }
}

}  // namespace
