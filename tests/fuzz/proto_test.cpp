// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz.hpp>

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <envelope.pb.h>
#include <expected>
#include <initializer_list>
#include <memory>
#include <order_book.pb.h>
#include <string>
#include <ticket.pb.h>
#include <tree.pb.h>
#include <vector>

#include "fuzz/protobuf_support.hpp"
#include "support/catch.hpp"

namespace {

using structwire::byte_view;
using structwire::demo::Envelope;
using structwire::demo::OrderBook;
using structwire::demo::Ticket;
using structwire::demo::Tree;
using structwire::fuzz::byte_vector;
using structwire::fuzz::message_target;
using structwire::fuzz::model_of_protobuf;
using structwire::fuzz::wire_of;
using structwire::testing::bytes_of;
using structwire::testing::mutated;
using namespace std::string_view_literals;

std::size_t trades_with_price = 0;
bool note_price(const structwire::demo::Trade& trade) {
    trades_with_price += trade.price() != 0 ? 1u : 0u;
    return trade.price() != 0;
}

}  // namespace

STRUCTWIRE_FUZZ_PROTO(structwire::demo::Trade, "varint,limit=300", note_price)

namespace {

// Runs one stream of three frames: a message, one with a price, and bytes that are none.
template <class Function>
structwire::fuzz::verdict_counts counts_of(Function function) {
    const auto tested = message_target<structwire::demo::Trade>(wire_of("varint,limit=300"), function);
    tested->run(structwire::as_bytes("\x02\x08\x07\x02\x10\x02\x02\x08\xff"sv));
    return tested->counts();
}

template <class Message>
bool parses(const byte_vector& bytes, Message& into) {
    return structwire::protobuf::detail::parse_payload(bytes, into) == structwire::protobuf::detail::parsed::message;
}

template <class Message>
std::size_t accepted_seeds() {
    std::size_t accepted = 0;
    for (const auto& seed : model_of_protobuf()->seeds()) {
        Message message;
        accepted += parses(seed.payload, message) ? 1u : 0u;
    }
    return accepted;
}

TEST_CASE("STRUCTWIRE_FUZZ_PROTO: gives the function messages and mutates them", "[fuzz][proto]") {
    const google::protobuf::LogSilencer quiet;
    std::vector<std::uint8_t> data(4096);
    std::size_t size = 0;
    for (unsigned seed = 0; seed != 2000; ++seed) {
        size = LLVMFuzzerCustomMutator(data.data(), size, 256, seed);
        REQUIRE(size <= 256);
        CHECK(LLVMFuzzerTestOneInput(data.data(), size) == 0);
    }
    const auto& counts = structwire_fuzz_target().counts();
    CHECK(counts.inputs == 2000);
    CHECK(counts.accepted == trades_with_price);
    CHECK(trades_with_price > 50);
    CHECK(counts.refused > 50);
}

TEST_CASE("message_target: the function gets messages, and counts by what it returns", "[fuzz][proto]") {
    using Trade = structwire::demo::Trade;
    std::vector<std::uint32_t> ids;
    const auto nothing = counts_of([&ids](const Trade& trade) { ids.push_back(trade.id()); });
    CHECK(ids == std::vector<std::uint32_t>{7, 0});
    CHECK(nothing.calls == 3);
    CHECK(nothing.accepted == 2);  // parsed
    CHECK(nothing.refused == 1);

    const auto answer = counts_of([](const Trade& trade) { return trade.price() != 0; });
    CHECK(answer.accepted == 1);
    CHECK(answer.refused == 2);

    const auto result =
        counts_of([](const Trade& trade) { return std::expected<int, std::string>(static_cast<int>(trade.id())); });
    CHECK(result.accepted == 2);

    std::vector<std::uint64_t> offsets;
    const auto with_frame = counts_of([&offsets](const Trade& trade, const structwire::frame& from) {
        offsets.push_back(from.offset);
        CHECK(static_cast<std::size_t>(trade.ByteSizeLong()) == from.payload.size());
        return true;
    });
    CHECK(with_frame.accepted == 2);
    CHECK(offsets == std::vector<std::uint64_t>{0, 3});

    std::size_t made = 0, most = 0;
    const auto session = [&] {
        ++made;
        return [&most, count = std::size_t{0}](const Trade&) mutable { most = std::max(most, ++count); };
    };
    const auto tested = message_target<Trade>(wire_of("varint,limit=300"), session);
    for (int input = 0; input != 3; ++input) tested->run(structwire::as_bytes("\x02\x08\x07\x02\x10\x02"sv));
    CHECK(made == 3);
    CHECK(most == 2);
}

TEST_CASE("message_target: a missing required field is a refusal", "[fuzz][proto]") {
    const auto tested = message_target<Ticket>(wire_of("varint,limit=300"), [](const Ticket&) { return true; });
    tested->run(structwire::as_bytes("\x02\x08\x07\x00\x03\x12\x01x"sv));
    CHECK(tested->counts().accepted == 1);
    CHECK(tested->counts().refused == 2);
}

// What message_target() asks of a message, without any runtime.
struct made_with_content {
    bool ParsePartialFromArray(const void*, int) { return true; }
    [[nodiscard]] bool IsInitialized() const { return true; }
    [[nodiscard]] std::size_t ByteSizeLong() const { return size; }
    bool SerializePartialToArray(void* to, int) const {
        std::fill_n(static_cast<char*>(to), size, '\x08');
        return true;
    }
    std::size_t size = 2;
};

TEST_CASE("message_target: a new message that is not empty is a seed", "[fuzz][proto][seeds]") {
    const auto full = message_target<made_with_content>(wire_of("varint,limit=300"), [](const made_with_content&) {});
    CHECK(full->payload().seeds().front().payload == bytes_of("\x08\x08"sv));
    const auto empty = message_target<Tree>(wire_of("varint,limit=300"), [](const Tree&) {});
    CHECK(empty->payload().seeds().front().payload.empty());
}

TEST_CASE("model_of_protobuf: messages of any type take most seeds, and one has all fields", "[fuzz][proto][seeds]") {
    const google::protobuf::LogSilencer quiet;
    const std::size_t all = model_of_protobuf()->seeds().size();
    CHECK(accepted_seeds<OrderBook>() * 4 >= all * 3);
    CHECK(accepted_seeds<Tree>() * 4 >= all * 3);
    CHECK(accepted_seeds<Envelope>() * 4 >= all * 3);
    CHECK(accepted_seeds<Ticket>() >= 4);  // its field 1 is required
    const auto is_full = [](const auto& seed) {
        OrderBook book;
        return parses(seed.payload, book) && !book.symbol().empty() && book.sequence() != 0 && book.time() != 0 &&
               book.bids_size() != 0 && book.bids(0).price() != 0 && book.asks_size() != 0;
    };
    CHECK(std::ranges::any_of(model_of_protobuf()->seeds(), is_full));
}

// Mutates what got furthest so far and prefers the short ones of these, as an engine with coverage does, until all checks
// are passed.
template <class Message, class Passed>
std::size_t executions_until(std::size_t checks, Passed passed, std::size_t most) {
    const google::protobuf::LogSilencer quiet;
    const auto model = model_of_protobuf();
    std::vector<std::vector<byte_vector>> corpus(checks);
    for (const auto& seed : model->seeds()) corpus[0].push_back(seed.payload);
    std::size_t best = 0;
    structwire::fuzz::random dice(2);
    for (std::size_t count = 1; count <= most; ++count) {
        const auto& from = corpus[dice.one_in(4) ? dice.below(best + 1) : best];
        if (from.empty()) continue;
        byte_vector changed = mutated(*model, from[dice.below(from.size())], dice.next(), 512);
        Message message;
        if (!parses(changed, message)) continue;
        const std::size_t reached = passed(message);
        if (reached == checks) return count;
        best = std::max(best, reached);
        auto& kept = corpus[reached];
        byte_vector& older = kept.size() < 32 ? kept.emplace_back() : kept[dice.below(kept.size())];
        if (older.empty() || older.size() > changed.size()) older = std::move(changed);
    }
    return most + 1;
}

// How many of the checks hold, up to the first that does not.
std::size_t leading(std::initializer_list<bool> checks) {
    return static_cast<std::size_t>(std::ranges::find(checks, false) - checks.begin());
}

TEST_CASE("model_of_protobuf: gets to faults behind values of nested fields", "[fuzz][proto]") {
    constexpr std::size_t most = 200'000;
    const auto in_a_level = [](const OrderBook& book) {
        const bool has_two = book.bids_size() > 1;
        return leading({book.bids_size() > 0, has_two, has_two && book.bids(1).price() < -1000, book.asks_size() > 0,
                        has_two && book.bids(0).quantity() > 0x7fff'ffff});
    };
    const auto in_a_leaf = [](const Tree& tree) {
        return leading({tree.child().child().has_child(), !tree.child().child().child().blob().empty(),
                        tree.blob().size() > 3, tree.child().blob().empty()});
    };
    const auto in_an_alternative = [](const Envelope& envelope) {
        return leading({envelope.has_trade(), envelope.trade().symbol().size() > 2, envelope.trade().quantity() < -1,
                        envelope.sender() == envelope.trade().symbol()});
    };
    const std::size_t level = executions_until<OrderBook>(5, in_a_level, most);
    const std::size_t leaf = executions_until<Tree>(4, in_a_leaf, most);
    const std::size_t alternative = executions_until<Envelope>(4, in_an_alternative, most);
    INFO(level << ", " << leaf << ", " << alternative << " executions");
    CHECK(level <= most);
    CHECK(leaf <= most);
    CHECK(alternative <= most);
}

}  // namespace
