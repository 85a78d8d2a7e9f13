// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of how much memory protobuf::reader takes: it follows the bytes received, never what they announce.
#include <structwire/protobuf/reader.hpp>

#include <algorithm>
#include <expected>
#include <tree.pb.h>

#include "hostile_support.hpp"
#include "support/counting_new.hpp"

namespace {

using namespace protobuf_support;
using structwire::demo::Tree;
using structwire::protobuf::delimited_framing;
using structwire::protobuf::reader;
using structwire::testing::allocations_of;
using structwire::testing::bytes_of;

constexpr std::size_t first_room = 256;  // what docs/framing.md says of a decoder's first byte

// Gives a chunk one of the ways in. There is nothing to take.
template <class Framer>
void give(reader<weighed, Framer>& in, byte_view chunk, way how) {
    weighed got;
    bool taken = false;
    if (how == way::chunk_range) {
        for ([[maybe_unused]] const auto& event : in.messages(chunk, got)) taken = true;
    } else if (how == way::in_place) {
        const byte_span room = in.prepare(chunk.size());
        if (!room.empty()) std::memcpy(room.data(), chunk.data(), chunk.size());
        if (!room.empty()) in.commit(chunk.size());
    } else {
        in.feed(chunk);
    }
    if (how == way::fed_range) {
        for ([[maybe_unused]] const auto& event : in.messages(got)) taken = true;
    } else {
        taken = taken || in.next(got).has_value();
    }
    if (taken) FAIL_CHECK("an event");
}

// A length that is allowed, and then bytes, a few at a time.
template <class Framer>
void check_announced(const std::string& prefix, std::size_t chunk_size) {
    const std::string chunk(chunk_size, 'x');
    for (const way how : every_way) {
        CAPTURE(static_cast<int>(how), prefix.size(), chunk_size);
        reader<weighed, Framer> in;
        std::size_t taken = bytes_of([&] { give(in, as_bytes(prefix), how); });
        CHECK(taken <= first_room);
        CHECK(in.capacity() <= first_room);
        for (std::size_t received = prefix.size(); received < 100 * chunk_size + 1000;) {
            taken += bytes_of([&] { give(in, as_bytes(chunk), how); });
            received += chunk_size;
            // Doubling takes at most twice what is there and the next chunk, and all the steps up to there as much again.
            if (in.capacity() > first_room + 2 * (received + chunk_size)) {
                FAIL_CHECK(in.capacity() << " bytes held of " << received);
            }
            if (taken > 2 * (first_room + 2 * (received + chunk_size))) {
                FAIL_CHECK(taken << " bytes allocated for " << received);
            }
        }
        CHECK_FALSE(in.stopped());
    }
}

TEST_CASE("protobuf::reader: an announced length takes no memory, bytes do", "[protobuf][reader][limits][memory]") {
    using generous = framing<"varint,limit=1152921504606846976">;
    using wide = framing<"u64le,limit=1152921504606846976">;
    for (const std::size_t chunk : {1u, 3u, 1000u, 70'000u}) {
        check_announced<delimited_framing>(hex("80 80 80 20"), chunk);
        check_announced<delimited_framing>(hex("80 80 80 a0 80 80 80 80 80 00"), chunk);
        check_announced<generous>(hex("ff ff ff ff 07"), chunk);
        check_announced<generous>(hex("80 80 80 80 80 80 80 80 10"), chunk);
        check_announced<framing<"u32be,limit=4096M">>(hex("ff ff ff fc"), chunk);
        check_announced<wide>(hex("f8 ff ff ff ff ff ff 0f"), chunk);
        check_announced<framing<"thrift">>(hex("00 f9 ff fc"), chunk);
    }
    check_announced<framing<"grpc">>(hex("00 00 3f ff fb"), 1000);
}

TEST_CASE("protobuf::reader: it holds no more than the largest frame and one read, however long the stream",
          "[protobuf][reader][limits][memory]") {
    using small = framing<"varint,limit=1000">;
    constexpr std::size_t largest = 1000 + 10;  // with the longest prefix
    for (const std::size_t size : {1000u, 999u, 500u, 3u}) {
        const std::string frame = delimited(std::string(size, 'x'));
        for (const std::size_t chunk : {1u, 100u, 700u, 5000u}) {
            CAPTURE(size, chunk);
            std::string wire;
            while (wire.size() < 20 * chunk + 20 * frame.size()) wire += frame;
            reader<weighed, small> in;
            weighed got;
            std::size_t most = 0;
            std::size_t bytes = 0;
            for (byte_view rest = as_bytes(wire); !rest.empty();) {
                const byte_view piece = rest.first(std::min(chunk, rest.size()));
                rest = rest.subspan(piece.size());
                in.feed(piece);
                while (in.next(got)) bytes += frame.size();
                most = std::max(most, in.capacity());
            }
            CHECK(bytes == wire.size());
            CHECK(most <= std::max(first_room, largest + chunk));
        }
    }
}

TEST_CASE("protobuf::reader: a prefix that never ends and bytes behind an error take no memory",
          "[protobuf][reader][limits][memory]") {
    for (const char* const bytes : {"82 80 80 80 10", "81 80 80 20", "80 80 80 80 80 80 80 80 80 80"}) {
        CAPTURE(bytes);
        const std::string wire = hex(bytes);
        const std::string more(1'000'000, '\x80');
        reader<weighed> in;
        weighed got;
        const std::size_t taken = bytes_of([&] {
            for (const char byte : wire) in.feed(as_bytes(std::string_view(&byte, 1)));
        });
        CHECK(taken <= first_room);
        CHECK(in.next(got).has_value());
        REQUIRE(in.stopped().has_value());
        bool refused = false;
        bool silent = true;
        const std::size_t allocations = allocations_of([&] {
            in.feed(as_bytes(more));
            refused = in.prepare(more.size()).empty();
            for ([[maybe_unused]] const auto& event : in.messages(as_bytes(more), got)) silent = false;
        });
        CHECK(allocations == 0);
        CHECK(refused);
        CHECK(silent);
        CHECK(in.capacity() <= first_room);
    }
}

// Gives a few bytes for each call.
struct trickle {
    std::string_view rest;
    std::size_t most;

    std::expected<std::size_t, error> read_some(byte_span room) {
        const std::size_t count = std::min({room.size(), rest.size(), most});
        if (count == 0) return std::unexpected(error{errc::timed_out, operation::read});
        std::memcpy(room.data(), rest.data(), count);
        rest.remove_prefix(count);
        return count;
    }
};

TEST_CASE("protobuf::reader::read: an announced length takes no more memory than two reads",
          "[protobuf][reader][read][limits][memory]") {
    constexpr std::size_t first = reader<weighed>::read_bytes;
    constexpr std::size_t later = reader<weighed>::most_read_bytes;
    const std::string wire = hex("80 80 80 20") + std::string(300'000, 'x');
    for (const std::size_t most : {std::size_t{1}, std::size_t{1000}, wire.size()}) {
        reader<weighed> in;
        weighed got;
        trickle prefix{std::string_view(wire).substr(0, 4), most};
        CHECK(bytes_of([&] { (void)in.read(prefix, got); }) <= 4 * (4 + first));  // doubling, and what was in front
        CHECK(in.capacity() <= 2 * (4 + first));
        trickle rest{std::string_view(wire).substr(4), most};
        CHECK(bytes_of([&] { (void)in.read(rest, got); }) <= 4 * (wire.size() + later));
        CHECK(in.capacity() <= 2 * (wire.size() + later));
        CHECK(in.leftover().size() == wire.size());
        CHECK_FALSE(in.stopped());
    }
}

TEST_CASE("protobuf::reader: an announced field inside a message takes no memory, the runtime's included",
          "[protobuf][reader][limits][memory]") {
    // 111 bytes that say they begin with 2 GiB; and the same in a child.
    const std::string flat = hex("12") + varint(0x7fff'fff0) + std::string(105, 'x');
    const std::string child = hex("0a") + delimited(flat.substr(0, 100));
    for (const std::string& body : {flat, child}) {
        const std::string wire = delimited(body);
        reader<Tree> in;
        Tree tree;
        (void)in.messages(as_bytes(delimited(hex("12 01 41"))), tree);
        for (int round = 0; round < 100; ++round) {
            std::size_t errors = 0;
            const std::size_t taken = bytes_of([&] {
                for (const auto& event : in.messages(as_bytes(wire), tree)) errors += event ? 0u : 1u;
            });
            CHECK(errors == 1);
            CHECK(taken <= 16 * 1024);
        }
    }
}

TEST_CASE("protobuf::reader: small messages allocate nothing, however many and however cut",
          "[protobuf][reader][memory]") {
    std::string wire;
    for (int count = 0; count < 1000; ++count)
        wire += delimited(std::string(static_cast<std::size_t>(count % 50), 'x'));
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, wire.size()}) {
        for (const way how : every_way) {
            CAPTURE(chunk, static_cast<int>(how));
            reader<weighed> in;
            weighed got;
            const auto once = [&] {
                std::size_t frames = 0;
                for (byte_view rest = as_bytes(wire); !rest.empty();) {
                    const byte_view piece = rest.first(std::min(chunk, rest.size()));
                    rest = rest.subspan(piece.size());
                    if (how == way::chunk_range) {
                        for (const auto& event : in.messages(piece, got)) frames += event ? 1u : 0u;
                        continue;
                    }
                    const byte_span room = in.prepare(piece.size());
                    std::memcpy(room.data(), piece.data(), piece.size());
                    in.commit(piece.size());
                    while (in.next(got)) ++frames;
                }
                return frames;
            };
            CHECK(once() == 1000);
            std::size_t frames = 0;
            CHECK(allocations_of([&] { frames = once(); }) == 0);
            CHECK(frames == 1000);
        }
    }
}

}  // namespace
