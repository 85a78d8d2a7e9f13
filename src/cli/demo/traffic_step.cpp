// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/pack.hpp>
#include <structwire/protobuf.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <thread>

#include "cli/demo/demo_step.hpp"
#include "cli/demo/progress.hpp"
#include "trade.pb.h"

namespace structwire::cli {

namespace {

using namespace std::chrono_literals;

constexpr fixed_string record_format = ">I:id: q:price: i:quantity: 8s:symbol:";
constexpr fixed_string totals_format = ">Q:count: Q:checksum:";
constexpr std::size_t batch_bytes = 64 * 1024;

// What both sides compute from the values, each from its own.
struct totals {
    std::uint64_t count = 0;
    std::uint64_t checksum = 0;

    void add(std::uint32_t id, std::int64_t price, std::int32_t quantity, std::string_view symbol) noexcept {
        ++count;
        std::uint64_t mixed = id;
        mixed = mixed * 31 + static_cast<std::uint64_t>(price);
        mixed = mixed * 31 + static_cast<std::uint64_t>(quantity);
        for (const char c : symbol) mixed = mixed * 31 + static_cast<unsigned char>(c);
        checksum = checksum * 1'000'003 + mixed;  // the order counts too
    }

    friend bool operator==(const totals&, const totals&) = default;
};

struct trade {
    std::uint32_t id;
    std::int64_t price;
    std::int32_t quantity;
    std::array<char, 8> symbol;

    [[nodiscard]] std::string_view symbol_text() const noexcept {
        return {symbol.data(), std::string_view(symbol.data(), symbol.size()).find('\0')};
    }
};

trade make_trade(std::uint32_t id) noexcept {
    constexpr std::array<std::array<char, 8>, 3> symbols{{{"BTCUSD"}, {"ETHUSD"}, {"EURUSD"}}};
    const std::uint32_t noise = id * 2654435761u;
    return {id, std::int64_t{6'000'000'000} + noise % 100'000, static_cast<std::int32_t>(noise >> 16) - 32'768,
            symbols[noise % symbols.size()]};
}

// One connection of the server: adds up what comes, and answers an empty message with the totals.
template <class Read>
struct counter {
    totals seen{};
    Read read{};

    std::expected<void, error> operator()(const frame& in, net::reply& out) {
        if (in.payload.empty()) return out.write(pack<totals_format>(seen.count, seen.checksum));
        return read(in, seen);
    }
};

struct read_record {
    std::expected<void, error> operator()(const frame& in, totals& seen) const noexcept {
        const auto got = try_unpack<record_format>(in.payload);
        if (!got) return std::unexpected(got.error());
        const auto& [id, price, quantity, symbol] = *got;
        seen.add(id, price, quantity, as_text({symbol.data(), symbol.trimmed().size()}));
        return {};
    }
};

struct read_message {
    demo::Trade message{};

    std::expected<void, error> operator()(const frame& in, totals& seen) {
        if (const auto parsed = protobuf::parse(in, message); !parsed) return parsed;
        seen.add(message.id(), message.price(), message.quantity(), message.symbol());
        return {};
    }
};

// The client's side of packed records: a connection that queues frames and sends them in batches.
struct send_records {
    using framing = structwire::framing<"u32be">;
    using reader = counter<read_record>;

    void put(net::connection<framing>& peer, const trade& each) {
        require(peer.queue_frame(pack<record_format>(each.id, each.price, each.quantity, each.symbol)), "queueing");
    }
    std::size_t flush(net::connection<framing>& peer, const net::deadline& until, std::size_t at_least) {
        const std::size_t bytes = peer.queued_bytes();
        if (bytes < at_least) return 0;
        require(peer.flush(until), "sending records");
        return bytes;
    }
};

// The same for protobuf messages: a writer that serializes into its batch, sent as it is.
struct send_messages {
    using framing = structwire::framing<"varint">;
    using reader = counter<read_message>;

    protobuf::writer<framing> batch{};
    demo::Trade message{};

    void put(net::connection<framing>&, const trade& each) {
        message.set_id(each.id);
        message.set_price(each.price);
        message.set_quantity(each.quantity);
        message.set_symbol(each.symbol_text().data(), each.symbol_text().size());
        require(batch.put(message), "serializing");
    }
    std::size_t flush(net::connection<framing>& peer, const net::deadline& until, std::size_t at_least) {
        const std::size_t bytes = batch.bytes().size();
        if (bytes < at_least) return 0;
        require(peer.write_encoded(batch.bytes(), until), "sending messages");
        batch.clear();
        return bytes;
    }
};

// Sends `messages` trades, asks for the far side's totals and compares. Returns the bytes sent.
template <class Sender>
std::uint64_t send_all(const net::endpoint& at, std::string_view label, std::uint64_t messages) {
    const auto until = net::deadline::in(10min);
    net::connection<typename Sender::framing> peer(require(net::connect(at, {.until = until}), "connecting"));
    Sender sender;
    totals sent;
    std::uint64_t bytes = 0;
    progress bar(label, messages);
    for (std::uint64_t number = 0; number != messages; ++number) {
        const trade each = make_trade(static_cast<std::uint32_t>(number + 1));
        sender.put(peer, each);
        sent.add(each.id, each.price, each.quantity, each.symbol_text());
        if (const std::size_t now = sender.flush(peer, until, batch_bytes); now != 0) {
            bytes += now;
            bar.show(number);
        }
    }
    bytes += sender.flush(peer, until, 1);
    require(peer.write_frame({}, until), "asking for the totals");
    require(peer.shutdown_write(until), "ending the sending side");

    const frame reply = require(peer.read_frame(until), "reading the totals");
    const auto far = require(try_unpack<totals_format>(reply.payload), "reading the totals");
    require(totals{far.template get<"count">(), far.template get<"checksum">()} == sent,
            "{}: {} sent with checksum {:016x}, {} received with checksum {:016x}", label, sent.count, sent.checksum,
            far.template get<"count">(), far.template get<"checksum">());
    return bytes;
}

template <class Sender>
void show_one(std::string_view label, std::uint64_t messages) {
    auto door = require(net::listener::open(net::endpoint::tcp("127.0.0.1", 0)), "listening");
    const net::endpoint at = require(door.local_endpoint(), "listening");
    net::server server(std::move(door), typename Sender::framing{}, [] { return typename Sender::reader{}; });
    std::expected<net::server_statistics, error> served;
    std::uint64_t bytes = 0;
    const auto begin = std::chrono::steady_clock::now();
    {
        std::jthread serving([&] { served = server.run(); });
        struct stop_at_end {
            decltype(server)& stopped;
            ~stop_at_end() { stopped.stop(); }
        } const stopping{server};
        bytes = send_all<Sender>(at, label, messages);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const net::server_statistics statistics = require(served, "serving");
    require(statistics.frames_received == messages + 1, "the server counted {} frames", statistics.frames_received);
    fmt::print(
        "  {:<18} {} messages, {:.1f} MB in {:.2f} s: {:.2f} M messages/s, {:.0f} MB/s; count and checksum right\n",
        label, messages, static_cast<double>(bytes) / 1e6, took.count(),
        static_cast<double>(messages) / took.count() / 1e6, static_cast<double>(bytes) / took.count() / 1e6);
}

}  // namespace

void show_traffic(std::uint64_t messages) {
    show_one<send_records>("packed, u32be", messages);
    show_one<send_messages>("protobuf, varint", messages);
}

}  // namespace structwire::cli
