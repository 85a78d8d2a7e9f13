// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Our side of interop.py and grpc_interop.py: a peer with the commands of peer.py, in any of a few framings.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/protobuf.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <trade.pb.h>
#include <vector>

namespace {

namespace net = structwire::net;
namespace protobuf = structwire::protobuf;
using structwire::byte_view;
using structwire::demo::Trade;
using outcome = std::expected<std::size_t, structwire::error>;  // of a command: how many messages

constexpr std::chrono::seconds patience{30};

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        const auto number = static_cast<unsigned char>(byte);
        text += {digits[number / 16], digits[number % 16]};
    }
    return text;
}

std::string unhex(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
        unsigned number = 0;
        std::from_chars(text.data() + at, text.data() + at + 2, number, 16);
        bytes += static_cast<char>(number);
    }
    return bytes;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

// A line: id price quantity /symbol in hexadecimal
std::vector<Trade> parse_lines(const std::string& path) {
    std::ifstream file(path);
    std::vector<Trade> trades;
    std::uint32_t id = 0;
    std::int64_t price = 0;
    std::int32_t quantity = 0;
    std::string symbol;
    while (file >> id >> price >> quantity >> symbol) {
        Trade& trade = trades.emplace_back();
        trade.set_id(id);
        trade.set_price(price);
        trade.set_quantity(quantity);
        trade.set_symbol(unhex(std::string_view(symbol).substr(1)));
    }
    return trades;
}

std::string line(const Trade& trade) {
    return std::to_string(trade.id()) + ' ' + std::to_string(trade.price()) + ' ' + std::to_string(trade.quantity()) +
           " /" + hex(trade.symbol()) + '\n';
}

// A socket whose every write is cut short: to one byte, or to parts of what is there with pauses between them. With
// another pace only its send buffer is small, so that writes have to wait.
class paced_stream {
public:
    paced_stream(net::stream peer, std::string_view pace)
        : peer_(std::move(peer)), bytes_(pace == "bytes"), pauses_(pace == "pauses") {
        const int size = 4096;
        if (pace == "tight") ::setsockopt(peer_.native_handle(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    }

    outcome read_some(structwire::byte_span room, const net::deadline& until = {}, const std::stop_token& stop = {}) {
        return peer_.read_some(room, until, stop);
    }

    outcome write_some(std::span<const byte_view> pieces, const net::deadline& until = {},
                       const std::stop_token& stop = {}) {
        if (!bytes_ && !pauses_) return peer_.write_some(pieces, until, stop);
        const auto first = std::ranges::find_if_not(pieces, &byte_view::empty);
        if (first == pieces.end()) return 0;
        const byte_view all = *first;
        const byte_view part = all.first(bytes_ || goes_on_ == 0 ? 1 : (all.size() + 1) / 2);
        if (pauses_ && goes_on_ != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        goes_on_ = all.size() - part.size();
        return peer_.write_some({&part, 1}, until, stop);
    }

    std::expected<void, structwire::error> shutdown_write() noexcept { return peer_.shutdown_write(); }
    void close() noexcept { peer_.close(); }
    void reset() noexcept { peer_.reset(); }

private:
    net::stream peer_;
    bool bytes_, pauses_;
    std::size_t goes_on_ = 0;  // bytes that a write left
};

template <class Framer>
class peer {
public:
    // The name of the command, then its arguments.
    outcome run(std::istringstream& command) {
        std::string name, first, second, third, fourth, fifth;
        command >> name >> first >> second >> third >> fourth >> fifth;
        if (name == "write") return write(first, second);
        if (name == "read") return read(first, second);
        if (name == "cut") return cut(first, second);
        if (name == "join") return join(first, second);
        if (name == "serve") return serve(first == "each", second);
        if (name == "talk") return talk(first, second == "each", third, fourth, fifth);
        return std::unexpected(structwire::error{structwire::errc::unknown_option});
    }

private:
    using connection = net::connection<Framer, paced_stream>;

    // What gRPC has in front of the length: not compressed.
    static byte_view header() {
        static constexpr std::array<std::byte, 1> flag{};
        return std::is_same_v<Framer, structwire::framing<"grpc">> ? byte_view(flag) : byte_view{};
    }

    static outcome write(const std::string& lines, const std::string& stream) {
        protobuf::writer<Framer> out;
        const auto trades = parse_lines(lines);
        for (const Trade& trade : trades) {
            if (const auto put = out.put(trade, header()); !put) return std::unexpected(put.error());
        }
        write_file(stream, structwire::as_text(out.bytes()));
        return trades.size();
    }

    // Adds `=HEADER` to the line of a frame that has one.
    static outcome read(const std::string& stream, const std::string& lines) {
        const std::string bytes = read_file(stream);
        std::ofstream file(lines, std::ios::binary);
        protobuf::reader<Trade, Framer> in;
        Trade trade;
        std::size_t count = 0;
        const auto take = [&]() -> std::expected<void, structwire::error> {
            while (const auto got = in.next(trade)) {
                if (!*got) return std::unexpected(got->error());
                if (!(*got)->header.empty()) file << '=' << hex(structwire::as_text((*got)->header)) << ' ';
                file << line(trade);
                ++count;
            }
            return {};
        };
        for (std::size_t at = 0; at < bytes.size(); at += 777) {
            in.feed(structwire::as_bytes(std::string_view(bytes).substr(at, 777)));
            if (const auto taken = take(); !taken) return std::unexpected(taken.error());
        }
        in.finish();
        if (const auto taken = take(); !taken) return std::unexpected(taken.error());
        return count;
    }

    // Frames as lines: `=HEADER /PAYLOAD`
    static outcome cut(const std::string& stream, const std::string& lines) {
        const std::string bytes = read_file(stream);
        std::ofstream file(lines, std::ios::binary);
        structwire::frame_decoder<Framer> in;
        std::size_t count = 0;
        for (const auto& got : in.feed(structwire::as_bytes(bytes))) {
            if (!got) return std::unexpected(got.error());
            file << '=' << hex(structwire::as_text(got->header)) << " /" << hex(structwire::as_text(got->payload))
                 << '\n';
            ++count;
        }
        if (const auto end = in.finish(); end && !*end) return std::unexpected(end->error());
        return count;
    }

    // And back.
    static outcome join(const std::string& lines, const std::string& stream) {
        std::ifstream file(lines);
        structwire::frame_encoder<Framer> out;
        std::size_t count = 0;
        for (std::string front, payload; file >> front >> payload; ++count) {
            front = unhex(std::string_view(front).substr(1));
            payload = unhex(std::string_view(payload).substr(1));
            const auto added = out.add(structwire::as_bytes(payload), structwire::as_bytes(front));
            if (!added) return std::unexpected(added.error());
        }
        write_file(stream, structwire::as_text(out.bytes()));
        return count;
    }

    // Accepts one client and answers its messages: each before waiting for the next one, or all at the end.
    static outcome serve(bool answers_each, const std::string& pace) {
        auto listening = net::listener::open(*net::endpoint::parse("tcp://127.0.0.1:0"));
        if (!listening) return std::unexpected(listening.error());
        std::cout << "port " << listening->local_endpoint()->port() << std::endl;
        auto accepted = listening->accept(net::deadline::in(patience));
        if (!accepted) return std::unexpected(accepted.error());
        auto client = protobuf::make_message_stream<Trade>(connection(paced_stream(std::move(*accepted), pace)));
        std::vector<Trade> later;
        std::size_t count = 0;
        for (Trade trade;; ++count) {
            const auto got = client.read(trade, net::deadline::in(patience));
            if (!got && got.error().code == structwire::errc::closed) break;
            if (!got) return std::unexpected(got.error());
            trade.set_id(trade.id() + 1);
            if (!answers_each) {
                later.push_back(trade);
            } else if (const auto sent = client.write(trade, net::deadline::in(patience)); !sent) {
                return std::unexpected(sent.error());
            }
        }
        for (const Trade& trade : later) {
            const auto sent = client.write(trade, net::deadline::in(patience));
            if (!sent) return std::unexpected(sent.error());
        }
        const auto closed = client.close_gracefully(net::deadline::in(patience));
        return closed ? outcome(count) : outcome(std::unexpect, closed.error());
    }

    // Sends the messages, half-closes, and writes down the answers: each before the next message, or all at the end.
    static outcome talk(const std::string& port, bool answers_each, const std::string& pace, const std::string& lines,
                        const std::string& answers) {
        auto connected = net::connect(*net::endpoint::parse("tcp://127.0.0.1:" + port));
        if (!connected) return std::unexpected(connected.error());
        auto server = protobuf::make_message_stream<Trade>(connection(paced_stream(std::move(*connected), pace)));
        std::ofstream file(answers, std::ios::binary);
        Trade got;
        std::size_t count = 0;
        for (const Trade& trade : parse_lines(lines)) {
            const auto sent = server.write(trade, net::deadline::in(patience));
            if (!sent) return std::unexpected(sent.error());
            if (!answers_each) continue;
            const auto answered = server.read(got, net::deadline::in(patience));
            if (!answered) return std::unexpected(answered.error());
            file << line(got);
            ++count;
        }
        const auto ended = server.shutdown_write(net::deadline::in(patience));
        if (!ended) return std::unexpected(ended.error());
        return answers_each ? read_rest([&] { return server.read(got, net::deadline::in(patience)); }, got, file, count)
                            : read_rest(server.lower().lower(), got, file);
    }

    // What comes until the server has finished too.
    template <class Read>
    static outcome read_rest(const Read& read, const Trade& got, std::ofstream& file, std::size_t count = 0) {
        for (;; ++count) {
            if (const auto done = read(); !done) {
                return done.error().code == structwire::errc::closed ? outcome(count)
                                                                     : outcome(std::unexpect, done.error());
            }
            file << line(got);
        }
    }

    // Nothing was read yet, so a reader can go on with the socket itself.
    static outcome read_rest(paced_stream& from, Trade& got, std::ofstream& file) {
        protobuf::reader<Trade, Framer> in;
        return read_rest([&] { return in.read(from, got, net::deadline::in(patience)); }, got, file);
    }
};

template <class Framer>
int answer_commands() {
    for (std::string text; std::getline(std::cin, text);) {
        std::istringstream command(text);
        if (const auto done = peer<Framer>().run(command)) {
            std::cout << "ok " << *done << std::endl;
        } else {
            std::cout << "failed " << describe(done.error()).view() << std::endl;
        }
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view framing = count == 2 ? arguments[1] : "";
    if (framing == "varint") return answer_commands<protobuf::delimited_framing>();
    if (framing == "u32be") return answer_commands<structwire::framing<"u32be">>();
    if (framing == "thrift") return answer_commands<structwire::framing<"thrift">>();
    if (framing == "tfrecord") return answer_commands<structwire::framing<"tfrecord">>();
    if (framing == "grpc") return answer_commands<structwire::framing<"grpc">>();
    if (framing == "http2") return answer_commands<structwire::framing<"u24be,adjust=+6">>();
    std::cerr << "usage: peer varint|u32be|thrift|tfrecord|grpc|http2\n";
    return 2;
}
