// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The code of docs/protobuf.md, word for word, at work. Its two programs are examples, its adapter for nanopb has a test
/// of its own.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/protobuf.hpp>

#include <google/protobuf/arena.h>

#include <cstdint>
#include <envelope.pb.h>
#include <map>
#include <prices.pb.h>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/catch.hpp"

using namespace std::chrono_literals;
using namespace std::string_view_literals;
namespace net = structwire::net;
namespace protobuf = structwire::protobuf;
using structwire::demo::Answer, structwire::demo::Question;
using wire = structwire::framing<"varint,limit=64k">;

namespace {

// ---- How a stream ends ----

template <class Server>
std::expected<void, structwire::error> next_answer(Server& server, Answer& answer, int patience) {
    for (;;) {
        const auto got = server.read(answer, net::deadline::in(20ms));
        if (got) return {};
        switch (got.error().code) {
            case structwire::errc::timed_out:  // nothing is lost, also inside a message
                if (--patience == 0) return std::unexpected(got.error());
                break;
            case structwire::errc::bad_message:
            case structwire::errc::uninitialized: break;   // this message is lost, the next one is not
            default: return std::unexpected(got.error());  // the end: every later call says the same
        }
    }
}

using memory_connection = net::connection<wire, net::memory_stream>;

TEST_CASE("docs: what can be repeated, what is skipped, what is the end", "[protobuf][docs]") {
    auto [near_end, far_end] = net::memory_stream::pair();
    auto server = protobuf::make_message_stream<Answer, Question>(memory_connection(std::move(near_end)));
    memory_connection peer(std::move(far_end));
    Answer answer;
    CHECK(next_answer(server, answer, 2).error().code == structwire::errc::timed_out);
    REQUIRE(
        peer.write_encoded(structwire::as_bytes("\x01\x0c"
                                                "\x02\x08"sv)));  // no message, and a half one
    CHECK(next_answer(server, answer, 2).error().code == structwire::errc::timed_out);
    REQUIRE(peer.write_encoded(structwire::as_bytes("\x07"sv)));
    REQUIRE(next_answer(server, answer, 2));
    CHECK(answer.id() == 7);
    REQUIRE(peer.write_encoded(structwire::as_bytes("\x02\x08"sv)));
    REQUIRE(peer.shutdown_write());
    CHECK(next_answer(server, answer, 2).error().code == structwire::errc::truncated);
    CHECK(next_answer(server, answer, 2).error().code == structwire::errc::truncated);
}

// ---- Without a connection ----

template <class Receive, class Take, class Log>
bool take_all(Receive receive, Take take, Log log) {
    protobuf::reader<Question, wire> in;
    Question question;  // reused: its memory serves the next message
    while (!in.stopped()) {
        const structwire::byte_view chunk = receive();  // as it comes; nothing at the end
        if (chunk.empty()) in.finish();
        for (const auto& got : in.messages(chunk, question)) {
            if (!got) log(got.error());
            if (got) take(question);
        }
    }
    return in.stopped()->code == structwire::errc::closed;
}

template <class Send>
std::expected<void, structwire::error> send_all(const std::vector<Question>& questions, Send send) {
    protobuf::writer<wire> out;
    for (const Question& each : questions) {
        if (auto put = out.put(each); !put) return put;  // the batch is as it was
        if (!out.full()) continue;                       // up to 64 KiB
        send(out.bytes());
        out.clear();
    }
    send(out.bytes());
    return {};
}

Question question(std::uint32_t id, const std::string& symbol) {
    Question made;
    made.set_id(id);
    made.set_symbol(symbol);
    return made;
}

std::vector<Question> questions(std::uint32_t count) {
    std::vector<Question> made;
    for (std::uint32_t id = 1; id <= count; ++id) made.push_back(question(id, "BTCUSD"));
    return made;
}

TEST_CASE("docs: messages without a connection, in every cut", "[protobuf][docs]") {
    std::string sent;
    int sends = 0;
    REQUIRE(send_all(questions(10'000), [&](structwire::byte_view bytes) {
        sent += structwire::as_text(bytes);
        ++sends;
    }));
    CHECK(sends == 2);
    sent +=
        "\x01\x0c"
        "\x02\x08\x07"sv;
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, sent.size()}) {
        std::uint32_t count = 0, last = 0;
        std::string_view rest = sent;
        std::uint64_t bad = 0;
        CHECK(take_all(
            [&] {
                const auto chunk = structwire::as_bytes(rest.substr(0, size));
                rest.remove_prefix(chunk.size());
                return chunk;
            },
            [&](const Question& got) { ++count, last = got.id(); },
            [&](const structwire::error& failure) { bad = failure.offset; }));
        CHECK((count == 10'001 && last == 7 && bad == sent.size() - 5));
    }
    std::string_view rest = std::string_view(sent).substr(0, sent.size() - 1);
    CHECK_FALSE(take_all([&] { return structwire::as_bytes(std::exchange(rest, {})); }, [](const Question&) {},
                         [](const structwire::error&) {}));
    CHECK(send_all({question(1, std::string(100'000, 'x'))}, [](structwire::byte_view) {}).error().code ==
          structwire::errc::not_encodable);
}

// ---- Two threads ----

template <class Connection, class Take>
std::expected<void, structwire::error> ask_and_take(Connection& line, const std::vector<Question>& questions,
                                                    const net::deadline& until, Take take) {
    std::expected<void, structwire::error> asked;
    std::thread asking([&] {
        protobuf::writer<wire> out;
        for (std::size_t at = 0; asked && at != questions.size(); ++at) {
            asked = out.put(questions[at]);
            if (!out.full() && at + 1 != questions.size()) continue;
            if (asked) asked = line.write_encoded(out.bytes(), until);
            out.clear();
        }
        const auto ended = line.shutdown_write(until);  // also behind an error: else the answers would not end
        if (asked) asked = ended;
    });
    Answer answer;
    auto got = line.read_frame(until);
    for (; got; got = line.read_frame(until)) {
        if (protobuf::parse(*got, answer)) take(answer);
    }
    asking.join();
    if (got.error().code != structwire::errc::closed) return std::unexpected(got.error());
    return asked;
}

TEST_CASE("docs: a thread that asks and one that takes answers", "[protobuf][docs][threads]") {
    constexpr std::uint32_t count = 100'000;  // more than all send and receive buffers hold
    const auto until = net::deadline::in(60s);
    auto door = net::listener::open(net::endpoint::tcp("127.0.0.1", 0)).value();
    net::connection<wire> client(net::connect(door.local_endpoint().value(), {.until = until}).value());
    net::connection<wire> server(door.accept(until).value());
    std::thread echo([&] {
        while (const auto got = server.read_frame(until)) {
            if (!server.write_frame(got->payload, until)) break;
        }
        (void)server.shutdown_write(until);
    });
    std::uint32_t taken = 0;
    const auto done =
        ask_and_take(client, questions(count), until, [&](const Answer& got) { taken += got.id() == taken + 1; });
    echo.join();
    CHECK(done);
    CHECK(taken == count);
}

// ---- Evolving ----

// Fields that this program does not know go through it.
TEST_CASE("docs: unknown fields are kept, a new member of a oneof is none of the old ones", "[protobuf][docs]") {
    Answer old;
    REQUIRE(old.ParseFromString("\x08\x05\x22\x03new"));  // field 4: a member that a newer program has
    CHECK(old.result_case() == Answer::RESULT_NOT_SET);
    CHECK(old.SerializeAsString() == "\x08\x05\x22\x03new");
}

// ---- Several types ----

enum : std::uint8_t { question_type = 1, answer_type = 2 };

template <class Connection, class Ask, class Take>
std::expected<void, structwire::error> serve(Connection& peer, const net::deadline& until, Ask ask, Take take) {
    std::uint64_t skipped = 0;
    protobuf::dispatcher routes(protobuf::leading_id<std::uint8_t>{},  //
                                protobuf::on<Question>(question_type, ask), protobuf::on<Answer>(answer_type, take),
                                protobuf::otherwise([&](const auto& other) { skipped += other.body.size(); }));
    for (;;) {
        const auto got = peer.read_frame(until);
        if (!got && got.error().code == structwire::errc::closed) return {};
        if (!got) return std::unexpected(got.error());
        if (auto done = routes.dispatch(*got); !done) return done;  // bad_message, or what a handler gave
    }
}

TEST_CASE("docs: several types on one stream, also one that nobody knows yet", "[protobuf][docs]") {
    auto [near_end, far_end] = net::memory_stream::pair();
    memory_connection peer(std::move(near_end)), other(std::move(far_end));
    protobuf::writer<wire> out;
    const auto put = [&](std::uint8_t id, const auto& value) {
        return out.put_as(protobuf::leading_id<std::uint8_t>{}, id, value);
    };
    Answer answer;
    answer.set_id(9);
    REQUIRE((put(question_type, question(3, "X")) && put(77, answer) && put(answer_type, answer)));
    REQUIRE((other.write_encoded(out.bytes()) && other.shutdown_write()));
    std::uint32_t asked = 0, answered = 0;
    auto stream = protobuf::make_message_stream<Question>(std::move(peer));  // a connection serves as well
    CHECK(serve(
        stream, net::deadline::never, [&](const Question& got) { asked += got.id(); },
        [&](const Answer& got) { answered += got.id(); }));
    CHECK((asked == 3 && answered == 9));
}

template <class Type, class Id>
std::size_t cost(const Type& type, const Id& id, const std::string& symbol) {
    const Question value = question(1, symbol);
    protobuf::writer<structwire::framing<"u32be">> out;
    REQUIRE(out.put_as(type, id, value));
    return out.bytes().size() - 4 - value.ByteSizeLong();
}

TEST_CASE("docs: what saying the type costs", "[protobuf][docs]") {
    using namespace protobuf;
    CHECK(cost(leading_id<std::uint8_t>{}, std::uint8_t{1}, "X") == 1);
    CHECK(cost(leading_id<std::uint16_t>{}, std::uint16_t{1}, "X") == 2);
    CHECK(cost(leading_varint{}, std::uint64_t{127}, "X") == 1);
    CHECK(cost(oneof_envelope<1, 15, 16>{}, 15U, "X") == 2);
    CHECK(cost(oneof_envelope<1, 15, 16>{}, 16U, "X") == 3);
    CHECK(cost(oneof_envelope<1, 15, 16>{}, 15U, std::string(200, 'x')) == 3);
    CHECK(cost(any_envelope{}, "structwire.demo.Question", "X") == 24 + 24);
    CHECK(cost(any_envelope{.prefix = "/"}, "structwire.demo.Question", "X") == 5 + 24);
    CHECK(cost(confluent_envelope{}, confluent_type{.schema = 1}, "X") == 6);
    CHECK(cost(confluent_envelope{}, confluent_type{.schema = 1, .path = {1, {1}}}, "X") == 7);
    CHECK(cost(confluent_envelope{}, confluent_type{.by_guid = true}, "X") == 18);
}

// ---- Framings ----

template <class Inflate>
std::expected<void, structwire::error> parse_grpc(const structwire::frame& got, Question& into, Inflate inflate) {
    if (got.header[0] == std::byte{0}) return protobuf::parse(got, into);
    const std::string inflated = inflate(got.payload);  // by the algorithm that the call's grpc-encoding header names
    return protobuf::parse({got.header, structwire::as_bytes(inflated), got.offset}, into);
}

TEST_CASE("docs: the compressed flag of gRPC", "[protobuf][docs]") {
    protobuf::writer<structwire::framing<"grpc">> out;
    const std::byte plain{0}, compressed{1};
    REQUIRE(out.put(question(1, "plain"), {&plain, 1}));
    REQUIRE(out.put(question(2, "compressed"), {&compressed, 1}));
    CHECK(out.put(question(3, "no flag")).error().code == structwire::errc::not_encodable);
    structwire::frame_decoder<structwire::framing<"grpc">> in;
    Question got;
    std::string seen;
    for (const auto& event : in.feed(out.bytes())) {
        REQUIRE(event);
        REQUIRE(
            parse_grpc(*event, got, [](structwire::byte_view) { return question(4, "inflated").SerializeAsString(); }));
        seen += got.symbol() + ' ';
    }
    CHECK(seen == "plain inflated ");
}

TEST_CASE("docs: the flag of gRPC over a connection", "[protobuf][docs]") {
    using grpc_connection = net::connection<structwire::framing<"grpc">, net::memory_stream>;
    const std::byte plain{0};
    auto [near_end, far_end] = net::memory_stream::pair();
    auto client =
        protobuf::make_message_stream<Question>(grpc_connection(std::move(near_end)), {.header = {&plain, 1}});
    auto server = protobuf::make_message_stream<Question>(grpc_connection(std::move(far_end)));
    REQUIRE((client.write(question(1, "plain")) && client.flush()));
    const auto frame = server.read_frame();
    REQUIRE(frame);
    Question got;
    REQUIRE(parse_grpc(*frame, got, [](structwire::byte_view) { return std::string(); }));
    CHECK(got.symbol() == "plain");
    CHECK(server.write(got).error().code == structwire::errc::not_encodable);  // without a flag
}

template <class Framer>
std::size_t framing_cost(structwire::byte_view header = {}) {
    protobuf::writer<Framer> out;
    const Question value = question(1, "BTCUSD");
    REQUIRE(out.put(value, header));
    return out.bytes().size() - value.ByteSizeLong();
}

TEST_CASE("docs: what the framings cost", "[protobuf][docs]") {
    const std::byte flag{0};
    CHECK(framing_cost<protobuf::delimited_framing>() == 1);
    CHECK(framing_cost<structwire::framing<"u32be">>() == 4);
    CHECK(framing_cost<structwire::framing<"grpc">>({&flag, 1}) == 5);
    CHECK(framing_cost<structwire::framing<"thrift">>() == 4);
    CHECK(framing_cost<structwire::framing<"tfrecord">>() == 16);
    CHECK(framing_cost<structwire::framing<"varint+crc32c">>() == 5);
}

// ---- Limits ----

TEST_CASE("docs: a message can be many times its bytes", "[protobuf][docs]") {
    structwire::demo::Cancel got;
    std::string payload;
    for (int count = 0; count != 32 * 1024; ++count) payload += "\x12\0"sv;  // an empty string each
    REQUIRE(got.ParseFromString(payload));
    CHECK(payload.size() == 64 * 1024);
    CHECK(got.SpaceUsedLong() >= 20 * payload.size());
}

// ---- Arenas ----

template <class Take>
void take_in_arena(protobuf::reader<Question, wire>& in, Take take) {
    google::protobuf::Arena memory;                // frees all messages of this round at once
    while (const auto got = in.next_in(memory)) {  // an expected<Question*, error>
        if (*got) take(***got);
    }
}

TEST_CASE("docs: messages in an arena", "[protobuf][docs]") {
    protobuf::reader<Question, wire> in;
    std::uint32_t sum = 0;
    in.feed(structwire::as_bytes("\x02\x08\x07\x01\x0c\x02\x08\x05"sv));
    take_in_arena(in, [&](const Question& got) { sum += got.id(); });
    CHECK(sum == 12);
}

}  // namespace
