// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Answers oracle.py: reads one batch of requests to the end of input, writes one batch of replies.
//
// A batch is a list in version 2 of Python's marshal format. A request is a tuple of six:
//
//   COMMAND         GRAMMAR FORMAT BUFFER OFFSET VALUES     result
//   "about"         "" "" "" 0 ()                           (ORDER, LONG_BYTES, POINTER_BYTES, OPERATIONS)
//   "calcsize"      g f "" 0 ()                             size
//   "pack"          g f "" 0 values                         bytes
//   "pack_into"     g f buffer offset values                bytes: the whole buffer
//   "unpack"        g f bytes 0 ()                          tuple of values
//   "unpack_from"   g f bytes offset ()                     tuple of values
//
// GRAMMAR is "p" (python) or "s" (structwire). A reply is a bytes object that holds the encoded result, or, for
// whatever fails, the tuple (NAME, ITEM, POSITION, OFFSET, SENTENCE) with None for a place that does not apply.
#include <structwire/error.hpp>
#include <structwire/format.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using structwire::byte_view;
using structwire::error;
using structwire::format;
using structwire::value;

// What answer() understands; python_struct_test.py generates cases of no other operation.
constexpr std::string_view operations = "calcsize pack pack_into unpack unpack_from iter_unpack";

[[noreturn]] void bad_request(std::string_view why) {
    std::cerr << "oracle_driver: " << why << '\n';
    std::exit(2);
}

// Takes marshalled objects from the front of its input; bytes view the input.
class marshal_reader {
public:
    explicit marshal_reader(std::string_view input) : input_(input) {}

    // The number of elements that follow.
    std::uint32_t list() { return expect('['), static_cast<std::uint32_t>(little(4)); }
    std::uint32_t tuple() { return expect('('), static_cast<std::uint32_t>(little(4)); }

    std::string_view bytes() { return expect('s'), take(little(4)); }

    std::int64_t integer() {
        const auto number = any().as_int64();
        if (!number) bad_request("not an integer of 64 bits");
        return *number;
    }

    value any() {
        switch (take(1).front()) {
            case 'T': return true;
            case 'F': return false;
            case 'i': return either_kind(static_cast<std::int64_t>(static_cast<std::int32_t>(little(4))));
            case 'l': return long_integer();
            case 'g': return std::bit_cast<double>(little(8));
            case 'y': {
                const auto real = std::bit_cast<double>(little(8));
                return structwire::complex<double>{real, std::bit_cast<double>(little(8))};
            }
            case 's': return take(little(4));
            default: bad_request("not a value");
        }
    }

private:
    std::string_view take(std::uint64_t size) {
        if (input_.size() < size) bad_request("the input ends early");
        const std::string_view front = input_.substr(0, static_cast<std::size_t>(size));
        input_.remove_prefix(front.size());
        return front;
    }

    void expect(char type) {
        if (take(1).front() != type) bad_request("an object of another type was expected");
    }

    std::uint64_t little(unsigned size) {
        std::uint64_t number = 0;
        const std::string_view front = take(size);
        for (unsigned at = size; at-- != 0;) number = number << 8 | static_cast<unsigned char>(front[at]);
        return number;
    }

    // Odd numbers that both kinds of integer hold go in as unsigned, even ones as signed.
    static value either_kind(std::int64_t number) {
        if (number < 0 || number % 2 == 0) return number;
        return static_cast<std::uint64_t>(number);
    }

    // A sign and a count of digits of 15 bits in one number, then the digits.
    value long_integer() {
        const auto count = static_cast<std::int32_t>(little(4));
        const unsigned digits = static_cast<unsigned>(count < 0 ? -count : count);
        std::uint64_t magnitude = 0;
        for (unsigned digit = 0; digit != digits; ++digit) {
            const std::uint64_t bits = little(2);
            if (digit > 4 || (digit == 4 && bits > 15)) bad_request("an integer of more than 64 bits");
            magnitude |= bits << 15 * digit;
        }
        if (count < 0) {
            if (magnitude > std::uint64_t{1} << 63) bad_request("an integer of more than 64 bits");
            return static_cast<std::int64_t>(0 - magnitude);
        }
        if (magnitude >> 63 != 0) return magnitude;
        return either_kind(static_cast<std::int64_t>(magnitude));
    }

    std::string_view input_;
};

// Appends marshalled objects to its text.
class marshal_writer {
public:
    [[nodiscard]] std::string_view text() const { return text_; }

    void list(std::size_t size) { text_ += '[', little(size, 4); }
    void tuple(std::size_t size) { text_ += '(', little(size, 4); }
    void none() { text_ += 'N'; }

    void bytes(std::string_view bytes) {
        text_ += 's';
        little(bytes.size(), 4);
        text_ += bytes;
    }

    void integer(std::int64_t number) {
        if (std::in_range<std::int32_t>(number)) return text_ += 'i', little(static_cast<std::uint64_t>(number), 4);
        long_integer(number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number),
                     number < 0);
    }

    void integer(std::uint64_t number) {
        if (std::in_range<std::int32_t>(number)) return text_ += 'i', little(number, 4);
        long_integer(number, false);
    }

    void any(const value& field) {
        switch (field.kind()) {
            case value::type::boolean: text_ += field.truth() ? 'T' : 'F'; break;
            case value::type::signed_integer: integer(field.as_int64().value_or(0)); break;
            case value::type::unsigned_integer: integer(field.as_uint64().value_or(0)); break;
            case value::type::floating: text_ += 'g', floating(field.as_double().value_or(0)); break;
            case value::type::bytes: bytes(structwire::as_text(field.as_bytes().value_or(byte_view()))); break;
            case value::type::complex: {
                const auto number = field.as_complex().value_or(structwire::complex<double>{});
                text_ += 'y';
                floating(number.real);
                floating(number.imag);
                break;
            }
        }
    }

private:
    void little(std::uint64_t number, unsigned size) {
        for (; size-- != 0; number >>= 8) text_ += static_cast<char>(number & 255);
    }

    void floating(double number) { little(std::bit_cast<std::uint64_t>(number), 8); }

    void long_integer(std::uint64_t magnitude, bool negative) {
        const int digits = (static_cast<int>(std::bit_width(magnitude)) + 14) / 15;
        text_ += 'l';
        little(static_cast<std::uint64_t>(negative ? -digits : digits), 4);
        for (; magnitude != 0; magnitude >>= 15) little(magnitude & 0x7fff, 2);
    }

    std::string text_;
};

struct request {
    std::string_view command;
    std::string_view grammar;
    std::string_view text;
    std::string_view buffer;
    std::ptrdiff_t offset = 0;
    std::vector<value> values;
};

void read_request(marshal_reader& in, request& next) {
    if (in.tuple() != 6) bad_request("a request has six parts");
    next.command = in.bytes();
    next.grammar = in.bytes();
    next.text = in.bytes();
    next.buffer = in.bytes();
    next.offset = static_cast<std::ptrdiff_t>(in.integer());
    next.values.clear();
    for (std::uint32_t left = in.tuple(); left != 0; --left) next.values.push_back(in.any());
}

void write_error(marshal_writer& out, const error& fault) {
    const auto place = [&](std::uint64_t number, std::uint64_t none) {
        if (number == none) return out.none();
        out.integer(number);
    };
    out.tuple(5);
    out.bytes(structwire::name(fault.code));
    place(fault.item, error::no_item);
    place(fault.position, error::no_item);
    place(fault.offset, error::nowhere);
    out.bytes(structwire::describe(fault).view());
}

// Writes the reply that holds what `write` writes.
template <class Write>
void write_result(marshal_writer& out, Write write) {
    marshal_writer result;
    write(result);
    out.bytes(result.text());
}

void write_bytes(marshal_writer& out, byte_view bytes) {
    write_result(out, [&](marshal_writer& result) { result.bytes(structwire::as_text(bytes)); });
}

void write_values(marshal_writer& out, const std::expected<std::vector<value>, error>& record) {
    if (!record) return write_error(out, record.error());
    write_result(out, [&](marshal_writer& result) {
        result.tuple(record->size());
        for (const value& field : *record) result.any(field);
    });
}

void about(marshal_writer& out) {
    write_result(out, [](marshal_writer& result) {
        result.tuple(4);
        result.bytes(std::endian::native == std::endian::little ? "little" : "big");
        result.integer(std::uint64_t{sizeof(long)});
        result.integer(std::uint64_t{sizeof(void*)});
        result.bytes(operations);
    });
}

void pack_into(marshal_writer& out, const format& compiled, const request& asked) {
    std::string buffer(asked.buffer);
    const auto bytes = std::as_writable_bytes(std::span(buffer));
    const auto done = compiled.pack_into(bytes, asked.offset, asked.values);
    if (!done) {
        if (buffer != asked.buffer) bad_request("pack_into wrote although it failed");
        return write_error(out, done.error());
    }
    write_bytes(out, bytes);
}

void write_records(marshal_writer& out, const std::expected<structwire::format_records, error>& records) {
    if (!records) return write_error(out, records.error());
    write_result(out, [&](marshal_writer& result) {
        result.tuple(records->size());
        for (const auto& record : *records) {
            const auto fields = record.unpack();
            if (!fields) bad_request("a record that was good does not unpack");
            result.tuple(fields->size());
            for (const value& field : *fields) result.any(field);
        }
    });
}

void answer(marshal_writer& out, const request& asked) {
    if (asked.command == "about") return about(out);
    const auto rules = asked.grammar == "p" ? structwire::grammar::python : structwire::grammar::structwire;
    const auto compiled = format::compile(asked.text, rules);
    if (!compiled) return write_error(out, compiled.error());
    const byte_view bytes = structwire::as_bytes(asked.buffer);
    if (asked.command == "calcsize") {
        write_result(out, [&](marshal_writer& result) { result.integer(compiled->size()); });
    } else if (asked.command == "pack") {
        const auto packed = compiled->pack(asked.values);
        packed ? write_bytes(out, *packed) : write_error(out, packed.error());
    } else if (asked.command == "pack_into") {
        pack_into(out, *compiled, asked);
    } else if (asked.command == "unpack") {
        write_values(out, compiled->unpack(bytes));
    } else if (asked.command == "unpack_from") {
        write_values(out, compiled->unpack_from(bytes, asked.offset));
    } else if (asked.command == "iter_unpack") {
        write_records(out, compiled->iter_unpack(bytes));
    } else {
        bad_request("unknown command");
    }
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    const std::string input(std::istreambuf_iterator<char>(std::cin), {});
    marshal_reader in(input);
    marshal_writer out;
    request next;
    const std::uint32_t requests = in.list();
    out.list(requests);
    for (std::uint32_t left = requests; left != 0; --left) {
        read_request(in, next);
        answer(out, next);
    }
    std::cout << out.text();
}
