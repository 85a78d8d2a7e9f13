// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Our side of python_interop.py: `write` turns lines of fields into framed trades, `read` turns them back.
#include <structwire/protobuf.hpp>

#include <array>
#include <charconv>
#include <iostream>
#include <string>
#include <string_view>
#include <trade.pb.h>

namespace {

using structwire::demo::Trade;

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

int fail(const structwire::error& failure) {
    std::cerr << describe(failure).view() << '\n';
    return 1;
}

// A line: id price quantity /symbol in hexadecimal
int write_trades() {
    structwire::protobuf::writer<> out;
    std::uint32_t id = 0;
    std::int64_t price = 0;
    std::int32_t quantity = 0;
    std::string symbol;
    while (std::cin >> id >> price >> quantity >> symbol) {
        Trade trade;
        trade.set_id(id);
        trade.set_price(price);
        trade.set_quantity(quantity);
        trade.set_symbol(unhex(std::string_view(symbol).substr(1)));
        if (const auto put = out.put(trade); !put) return fail(put.error());
        if (!out.full()) continue;
        std::cout << structwire::as_text(out.bytes());
        out.clear();
    }
    std::cout << structwire::as_text(out.bytes()) << std::flush;
    return std::cin.eof() ? 0 : 1;
}

int read_trades() {
    structwire::protobuf::reader<Trade> in;
    Trade trade;
    const auto show = [&](const structwire::frame_event& got) {
        if (!got) return fail(got.error());
        std::cout << trade.id() << ' ' << trade.price() << ' ' << trade.quantity() << " /" << hex(trade.symbol())
                  << '\n';
        return 0;
    };
    std::array<char, 777> chunk{};
    while (std::cin.read(chunk.data(), chunk.size()), std::cin.gcount() != 0) {
        in.feed(structwire::as_bytes({chunk.data(), static_cast<std::size_t>(std::cin.gcount())}));
        while (const auto got = in.next(trade)) {
            if (show(*got) != 0) return 1;
        }
    }
    in.finish();
    for (const auto& got : in.messages(trade)) {
        if (show(got) != 0) return 1;
    }
    return in.stopped()->code == structwire::errc::closed ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view what = count == 2 ? arguments[1] : "";
    if (what == "write") return write_trades();
    if (what == "read") return read_trades();
    std::cerr << "usage: python_peer write|read\n";
    return 2;
}
