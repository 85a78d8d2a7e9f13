// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/proto.hpp>
#include <structwire/protobuf/detail/wire.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "fuzz/proto_editor.hpp"
#include "fuzz/protobuf_support.hpp"
#include "support/catch.hpp"

namespace {

using structwire::byte_view;
using structwire::frame;
using structwire::fuzz::byte_vector;
using structwire::fuzz::message_bytes;
using structwire::fuzz::model_of_protobuf;
using structwire::fuzz::mutation_tools;
using structwire::fuzz::random;
using structwire::protobuf::detail::is_wire_message;
using structwire::testing::bytes_of;
using structwire::testing::mixed_message;
using structwire::testing::mutated;
namespace proto = structwire::fuzz::proto;
using namespace std::string_view_literals;

constexpr std::uint64_t rounds = 10'000;

byte_vector any_bytes(random& dice, std::size_t most) {
    byte_vector bytes(dice.below(most + 1));
    // Small bytes more often: they are tags and lengths.
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(dice.next() & (dice.one_in(3) ? 0xff : 0x2f));
    return bytes;
}

TEST_CASE("model_of_protobuf: a mutation is a function of message and seed", "[fuzz][proto][mutator]") {
    const auto model = model_of_protobuf();
    const auto other = model_of_protobuf();
    std::set<byte_vector> different;
    for (std::uint64_t seed = 0; seed != rounds; ++seed) {
        const byte_vector once = mutated(*model, mixed_message(), seed);
        if (once != mutated(*other, mixed_message(), seed)) FAIL("seed " << seed);
        different.insert(once);
    }
    CHECK(different.size() > rounds / 4);
    CHECK(different.count(mixed_message()) == 0);
}

TEST_CASE("model_of_protobuf: takes any bytes, and writes those again that it does not change",
          "[fuzz][proto][mutator]") {
    const auto model = model_of_protobuf();
    random dice(1);
    byte_vector kept = mixed_message();
    for (std::uint64_t seed = 0; seed != rounds; ++seed) {
        const byte_vector bytes = any_bytes(dice, 48);
        if (proto::written(proto::parsed(bytes)) != bytes) FAIL("seed " << seed);
        const byte_vector changed = mutated(*model, bytes, seed, 64);
        if (changed.size() > 64) FAIL("seed " << seed);
        CHECK_FALSE(model->decoded({{}, bytes, 0}).empty());
        kept = mutated(*model, kept, seed, 600);  // far from where it began
        for (const auto text : {proto::text_is::text, proto::text_is::maybe_a_message}) {
            if (proto::written(proto::parsed(kept, text)) != kept) FAIL("seed " << seed);
        }
    }
    for (unsigned byte = 0; byte != 256; ++byte) {
        const byte_vector one(1, static_cast<std::byte>(byte));
        CHECK(proto::written(proto::parsed(one)) == one);
        CHECK(mutated(*model, one, byte).size() <= 4096);
    }
    CHECK_FALSE(mutated(*model, {}, 1).empty());
}

TEST_CASE("model_of_protobuf: keeps to max_bytes, and is never made to cut", "[fuzz][proto][mutator][limits]") {
    const auto model = model_of_protobuf();
    const byte_vector message = mixed_message();
    for (const std::size_t most :
         {std::size_t{0}, message.size() - 1, message.size(), message.size() + 1, message.size() + 40}) {
        std::size_t largest = 0;
        for (std::uint64_t seed = 0; seed != rounds / 4; ++seed) {
            largest = std::max(largest, mutated(*model, message, seed, most).size());
        }
        INFO(most << " bytes");
        CHECK(largest == std::max(most, message.size()));
    }
    CHECK(mutated(*model, {}, 1, 0).empty());
}

// An engine's own mutation: adds a byte, or changes the last one where there is no room.
std::size_t add_a_byte(std::uint8_t* data, std::size_t size, std::size_t max_size) {
    const std::size_t changed = size < max_size ? size + 1 : size;
    if (changed != 0) data[changed - 1] = 0xee;
    return changed;
}

TEST_CASE("model_of_protobuf: values go through the engine's own mutation", "[fuzz][proto][mutator][limits]") {
    const auto model = model_of_protobuf();
    std::size_t seen = 0;
    for (std::uint64_t seed = 0; seed != rounds / 4; ++seed) {
        for (const byte_vector& payload : {byte_vector{}, bytes_of("\x0a\x00"sv), mixed_message()}) {
            message_bytes message{{}, payload};
            mutation_tools tools{random(seed), &add_a_byte, payload.size() + 4};
            model->mutate(message, tools);
            if (message.payload.size() > payload.size() + 4) FAIL("seed " << seed);
            seen += std::ranges::find(message.payload, std::byte{0xee}) != message.payload.end() ? 1u : 0u;
        }
    }
    CHECK(seen > rounds / 20);
}

TEST_CASE("model_of_protobuf: four of five mutations give a message again", "[fuzz][proto][mutator]") {
    const auto model = model_of_protobuf();
    for (const message_bytes& seed : model->seeds()) CHECK(is_wire_message(seed.payload));
    CHECK(is_wire_message(mixed_message()));
    std::uint64_t valid = 0;
    for (std::uint64_t seed = 0; seed != rounds; ++seed) {
        valid += is_wire_message(mutated(*model, mixed_message(), seed)) ? 1u : 0u;
    }
    INFO(valid << " of " << rounds);
    CHECK(valid * 100 >= rounds * 80);
    CHECK(valid < rounds);  // else the checks of parsers are never tried
}

TEST_CASE("model_of_protobuf: one of 64 mutations is a lie", "[fuzz][proto][mutator]") {
    std::uint64_t lies = 0, noticed = 0;
    for (std::uint64_t seed = 0; seed != rounds; ++seed) {
        byte_vector payload = mixed_message();
        mutation_tools tools{random(seed)};
        if (proto::mutate(payload, tools) != proto::change::lie) continue;
        ++lies;
        noticed += is_wire_message(payload) ? 0u : 1u;
    }
    INFO(lies << " lies, " << noticed << " of them in the outermost message");
    CHECK(lies * 128 >= rounds);
    CHECK(lies * 32 <= rounds);
    CHECK(noticed * 2 > lies);
}

TEST_CASE("model_of_protobuf: what is not changed survives", "[fuzz][proto][mutator]") {
    constexpr std::size_t markers = 12;
    const auto marker = [](std::size_t index) {
        return byte_vector(8, static_cast<std::byte>(0xe0 + index));  // no message, no text
    };
    proto::nodes fields;
    for (std::size_t index = 0; index != markers; ++index) {
        fields.push_back(proto::bytes_field(static_cast<std::uint32_t>(index + 1), marker(index)));
        fields.back().widths = {.tag = 3, .length = 2};
    }
    const byte_vector tail = bytes_of("\x0f\xde\xad\xbe\xef"sv);
    fields.push_back(proto::raw_bytes(tail));
    const byte_vector message = proto::written(fields);
    const auto holds = [](const byte_vector& bytes, const byte_vector& part) {
        return !std::ranges::search(bytes, part).empty();
    };
    std::size_t kept_tails = 0, looked_at = 0;
    for (std::uint64_t seed = 0; seed != rounds; ++seed) {
        byte_vector payload = message;
        mutation_tools tools{random(seed)};
        const proto::change done = proto::mutate(payload, tools);
        if (done == proto::change::cut_off) continue;
        std::size_t found = 0;
        for (std::size_t index = 0; index != markers; ++index) found += holds(payload, marker(index)) ? 1u : 0u;
        if (found + 1 < markers && done != proto::change::erased)
            FAIL("seed " << seed << ", change " << static_cast<int>(done) << ": " << found);
        ++looked_at;
        kept_tails += holds(payload, tail) ? 1u : 0u;
        if (done != proto::change::raw && !holds(payload, tail)) FAIL("tail, seed " << seed);
    }
    CHECK(kept_tails * 100 > looked_at * 95);
    CHECK(kept_tails != looked_at);
}

TEST_CASE("model_of_protobuf: every kind of change is made", "[fuzz][proto][mutator]") {
    std::array<std::size_t, static_cast<std::size_t>(proto::change::lie) + 1> counts{};
    byte_vector damaged = mixed_message();
    damaged.resize(damaged.size() - 1);
    for (std::uint64_t seed = 0; seed != rounds; ++seed) {
        byte_vector payload = seed % 2 == 0 ? mixed_message() : damaged;
        mutation_tools tools{random(seed)};
        ++counts[static_cast<std::size_t>(proto::mutate(payload, tools))];
    }
    for (std::size_t kind = 0; kind != counts.size(); ++kind) {
        INFO("change " << kind << ": " << counts[kind]);
        CHECK(counts[kind] >= 20);
    }
}

TEST_CASE("model_of_protobuf: nests as deep as 32 levels are cut into fields, and deeper ones stay bytes",
          "[fuzz][proto][limits]") {
    const auto depth_of = [](std::size_t levels, bool in_groups) {
        proto::node made = proto::varint_field(1, 1);
        for (; levels != 0; --levels) {
            made = in_groups ? proto::group_field(1, {made}) : proto::message_field(1, {made});
        }
        const byte_vector bytes = proto::written({made});
        const proto::nodes again = proto::parsed(bytes);
        CHECK(proto::written(again) == bytes);
        std::size_t depth = 0;
        for (const proto::node* at = &again.front(); at->has_fields() && !at->fields.front().is_raw; ++depth) {
            at = &at->fields.front();
        }
        return depth;
    };
    for (const bool in_groups : {false, true}) {
        CHECK(depth_of(31, in_groups) == 31);
        CHECK(depth_of(32, in_groups) == 32);
        CHECK(depth_of(33, in_groups) == 32);
        CHECK(depth_of(100, in_groups) == 32);
    }
}

TEST_CASE("model_of_protobuf: a header of the frame keeps its size", "[fuzz][proto][mutator]") {
    const auto model = model_of_protobuf();
    std::size_t changed = 0;
    for (std::uint64_t seed = 0; seed != 1000; ++seed) {
        const message_bytes before{bytes_of("\x01\x02"sv), mixed_message()};
        message_bytes after = before;
        mutation_tools tools{random(seed)};
        model->mutate(after, tools);
        CHECK(after.header.size() == 2);
        CHECK((after.header == before.header || after.payload == before.payload));
        changed += after.header != before.header ? 1u : 0u;
    }
    CHECK(changed > 20);
    CHECK(changed < 200);
}

TEST_CASE("model_of_protobuf: seeds are different messages, with those given in front", "[fuzz][proto][seeds]") {
    const auto model = model_of_protobuf({bytes_of("\x08\x2a"sv)});
    const auto seeds = model->seeds();
    CHECK(seeds.front().payload == bytes_of("\x08\x2a"sv));
    CHECK(seeds == model->seeds());
    for (std::size_t index = 1; index != seeds.size(); ++index) {
        CHECK(std::find(seeds.begin(), seeds.begin() + static_cast<std::ptrdiff_t>(index), seeds[index]) ==
              seeds.begin() + static_cast<std::ptrdiff_t>(index));
    }
    const auto words = model->dictionary();
    CHECK(words.size() == 16 * 6);
    CHECK(words.front().name == "field_1_varint");
    CHECK(words.front().bytes == bytes_of("\x08"sv));
    CHECK(words.back().bytes == bytes_of("\x85\x01"sv));
}

TEST_CASE("model_of_protobuf: shows fields as a tree", "[fuzz][proto][decoded]") {
    const auto model = model_of_protobuf();
    const byte_vector message = mixed_message();
    CHECK(model->decoded({{}, message, 0}) ==
          "  1: varint 150 (sint 75)\n"
          "  2: varint 18446744073709551615 (sint -9223372036854775808, int -1)\n"
          "  3: fixed32 1065353216 (float 1)\n"
          "  4: fixed64 4607182418800017408 (double 1)\n"
          "  5: bytes \"BTCUSD\"\n"
          "  6: message\n"
          "    1: varint 2 (sint 1)\n"
          "    2: bytes \"hi\"\n"
          "    3: message\n"
          "      1: varint 7 (sint -4)\n"
          "      2: varint 9 (sint -5)\n"
          "  7: bytes \"\\x01\\xac\\x02\"\n"
          "  8: group\n"
          "    1: varint 5 (sint -3)\n"
          "  9: varint 3 (sint -2)\n"
          "  9: varint 4 (sint 2)\n"
          "  10: bytes \"\"\n");
    const byte_vector bad = bytes_of("\x08\x01\x0a\x05xy"sv), header = bytes_of("\x07"sv);
    CHECK(model->decoded({header, bad, 0}) ==
          "  header  \"\\x07\"\n  1: varint 1 (sint -1)\n  no field: \"\\n\\x05xy\"\n");
    CHECK(model->decoded({{}, {}, 0}) == "  no fields\n");
}

}  // namespace
