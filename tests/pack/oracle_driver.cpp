// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Answers python_struct_test.py, one line for each line.
//
//   about                                          -> about ORDER LONG_BYTES POINTER_BYTES
//   calcsize    GRAMMAR FORMAT                     -> ok SIZE
//   pack        GRAMMAR FORMAT VALUE...            -> ok BYTES
//   pack_into   GRAMMAR FORMAT BYTES OFFSET VALUE...  -> ok BYTES (the whole buffer)
//   unpack      GRAMMAR FORMAT BYTES               -> ok VALUE...
//   unpack_from GRAMMAR FORMAT BYTES OFFSET        -> ok VALUE...
//   anything that fails                            -> error NAME ITEM POSITION OFFSET SENTENCE
//
// GRAMMAR is p (python) or s (structwire); FORMAT and BYTES are hexadecimal behind an x; VALUE is iNUMBER, uNUMBER,
// dBITS (hexadecimal), t, f, or BYTES.
#include <structwire/error.hpp>
#include <structwire/format.hpp>

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using structwire::byte_view;
using structwire::error;
using structwire::format;
using structwire::value;
using words = std::vector<std::string>;

[[noreturn]] void bad_request(std::string_view why) {
    std::cerr << "oracle_driver: " << why << '\n';
    std::exit(2);
}

template <class Number>
Number number(std::string_view text, int base = 10) {
    Number parsed{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), parsed, base);
    if (code != std::errc{} || end != text.data() + text.size()) bad_request("not a number");
    return parsed;
}

std::string from_hex(std::string_view text) {
    if (text.empty() || text.front() != 'x' || text.size() % 2 == 0) bad_request("not hexadecimal");
    std::string bytes;
    for (std::size_t at = 1; at != text.size(); at += 2) {
        bytes.push_back(static_cast<char>(number<std::uint8_t>(text.substr(at, 2), 16)));
    }
    return bytes;
}

void print_hex(std::ostream& out, byte_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    out << " x";
    for (const std::byte byte : bytes) {
        out << digits[std::to_integer<std::size_t>(byte >> 4)]
            << digits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
}

// The values of a request; bytes live in `storage`.
std::vector<value> parse_values(const words& request, std::size_t first, std::vector<std::string>& storage) {
    storage.reserve(request.size());
    std::vector<value> record;
    for (std::size_t at = first; at < request.size(); ++at) {
        const std::string_view word = request[at];
        switch (word.front()) {
            case 'i': record.emplace_back(number<std::int64_t>(word.substr(1))); break;
            case 'u': record.emplace_back(number<std::uint64_t>(word.substr(1))); break;
            case 'd': record.emplace_back(std::bit_cast<double>(number<std::uint64_t>(word.substr(1), 16))); break;
            case 'x': record.emplace_back(std::string_view(storage.emplace_back(from_hex(word)))); break;
            default: record.emplace_back(word == "t");
        }
    }
    return record;
}

void print_values(std::ostream& out, const std::vector<value>& record) {
    out << "ok";
    for (const value& field : record) {
        switch (field.kind()) {
            case value::type::boolean: out << (field.truth() ? " t" : " f"); break;
            case value::type::signed_integer: out << " i" << field.as_int64().value_or(0); break;
            case value::type::unsigned_integer: out << " u" << field.as_uint64().value_or(0); break;
            case value::type::floating:
                out << " d" << std::hex << std::bit_cast<std::uint64_t>(field.as_double().value_or(0)) << std::dec;
                break;
            case value::type::bytes: print_hex(out, field.as_bytes().value_or(byte_view())); break;
        }
    }
}

void print_error(std::ostream& out, const error& fault) {
    const auto place = [&](auto number, auto none) -> std::ostream& {
        if (number == none) return out << " -";
        return out << ' ' << number;
    };
    out << "error " << structwire::name(fault.code);
    place(fault.item, error::no_item);
    place(fault.position, error::no_item);
    place(fault.offset, error::nowhere) << ' ' << structwire::describe(fault).view();
}

void pack_into(std::ostream& out, const format& compiled, const words& request) {
    std::vector<std::string> storage;
    const auto record = parse_values(request, 5, storage);
    std::string buffer = from_hex(request[3]);
    const auto bytes = std::as_writable_bytes(std::span(buffer));
    const auto done = compiled.pack_into(bytes, number<std::ptrdiff_t>(request[4]), record);
    if (!done) return print_error(out, done.error());
    out << "ok";
    print_hex(out, bytes);
}

void pack(std::ostream& out, const format& compiled, const words& request) {
    std::vector<std::string> storage;
    const auto packed = compiled.pack(parse_values(request, 3, storage));
    if (!packed) return print_error(out, packed.error());
    out << "ok";
    print_hex(out, *packed);
}

void unpack(std::ostream& out, const format& compiled, const words& request) {
    const std::string buffer = from_hex(request[3]);
    const auto bytes = structwire::as_bytes(buffer);
    const auto record = request[0] == "unpack" ? compiled.unpack(bytes)
                                               : compiled.unpack_from(bytes, number<std::ptrdiff_t>(request[4]));
    if (!record) return print_error(out, record.error());
    print_values(out, *record);
}

void answer(std::ostream& out, const words& request) {
    const std::string& command = request.front();
    if (command == "about") {
        out << "about " << (std::endian::native == std::endian::little ? "little " : "big ") << sizeof(long) << ' '
            << sizeof(void*);
        return;
    }
    if (request.size() < 3) bad_request("too few words");
    const std::string text = from_hex(request[2]);
    const auto compiled =
        format::compile(text, request[1] == "p" ? structwire::grammar::python : structwire::grammar::structwire);
    if (!compiled) return print_error(out, compiled.error());
    if (command == "calcsize") {
        out << "ok " << compiled->size();
    } else if (command == "pack") {
        pack(out, *compiled, request);
    } else if (command == "pack_into") {
        pack_into(out, *compiled, request);
    } else if (command == "unpack" || command == "unpack_from") {
        unpack(out, *compiled, request);
    } else {
        bad_request("unknown command");
    }
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream in(line);
        words request;
        for (std::string word; in >> word;) request.push_back(word);
        if (request.empty()) bad_request("empty line");
        answer(std::cout, request);
        std::cout << std::endl;
    }
}
