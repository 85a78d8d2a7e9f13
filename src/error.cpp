// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The words of every error: names of the reasons and the sentences of describe().
#include <structwire/error.hpp>

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire {

namespace {

// What the two numbers of a reason are, and so how the sentence ends.
enum class numbers : std::uint8_t {
    none,
    limit,             // ", limit L"
    given,             // ": G bytes"
    limit_and_given,   // ": G bytes, limit L"
    wanted_and_given,  // ": W bytes wanted, G there"
    least_and_given,   // ": G, at least W", where G is a signed number
    encoding,          // what is refused: too many bytes, too few, or what they hold
    checksums,         // ": computed W, received G" in hexadecimal
};

struct reason {
    errc code;
    std::string_view name;
    std::string_view words;
    numbers shown = numbers::none;
};

// In the order of errc. Words that CPython's struct has for the same fault come first and are its own.
constexpr auto reasons = std::to_array<reason>({
    {errc::unknown_code, "unknown_code", "bad char in struct format"},
    {errc::unsupported_code, "unsupported_code", "bad char in struct format: PEP 3118 code that is not supported"},
    {errc::count_without_code, "count_without_code", "repeat count given without format specifier"},
    {errc::missing_byte_order, "missing_byte_order", "byte order not said: put one of < > ! = @ in front of this item"},
    {errc::embedded_null, "embedded_null", "embedded null character"},
    {errc::bad_name, "bad_name", "bad name: names are written :name: right behind an item and are not empty"},
    {errc::duplicate_name, "duplicate_name", "name used twice"},
    {errc::bad_bracket, "bad_bracket", "bad char in struct format: no such code in {...}"},
    {errc::bad_width, "bad_width", "bad width: from 1 to 64 bits, whole bytes for a length", numbers::limit},
    {errc::bad_shape, "bad_shape", "bad shape: counts are written (2,3) in front of a code"},
    {errc::unbalanced, "unbalanced", "bracket without its other half"},
    {errc::count_not_allowed, "count_not_allowed", "this item takes no count"},
    {errc::off_byte_boundary, "off_byte_boundary", "bit run does not end at a byte boundary"},
    {errc::alignment_unknown, "alignment_unknown", "alignment behind an item of variable size: use = < or >"},
    {errc::empty_element, "empty_element", "elements of a counted group must take at least one byte"},
    {errc::rest_not_last, "rest_not_last", "{*} must be the last item of all"},
    {errc::nested_too_deep, "nested_too_deep", "brackets nested too deep", numbers::limit},
    {errc::variable_size, "variable_size", "this item has no fixed size"},
    {errc::total_too_large, "total_too_large", "total struct size too long", numbers::limit},
    {errc::text_too_long, "text_too_long", "text too long", numbers::limit_and_given},
    {errc::too_many_items, "too_many_items", "too many items", numbers::limit},
    {errc::unknown_framing, "unknown_framing", "unknown framing"},
    {errc::unknown_option, "unknown_option", "this framing has no such option"},
    {errc::bad_option, "bad_option", "bad value of an option"},
    {errc::duplicate_option, "duplicate_option", "option given twice"},
    {errc::conflicting_options, "conflicting_options", "options exclude one another"},
    {errc::unknown_checksum, "unknown_checksum", "unknown checksum"},
    {errc::too_few_values, "too_few_values", "too few values"},
    {errc::too_many_values, "too_many_values", "too many values"},
    {errc::wrong_type, "wrong_type", "wrong type of value"},
    {errc::wrong_length, "wrong_length", "wrong length of text", numbers::limit_and_given},
    {errc::out_of_range, "out_of_range", "value out of range"},
    {errc::invalid_value, "invalid_value", "value is not one of its type"},
    {errc::short_buffer, "short_buffer", "buffer too short", numbers::wanted_and_given},
    {errc::extra_bytes, "extra_bytes", "bytes left over", numbers::wanted_and_given},
    {errc::bad_offset, "bad_offset", "offset out of range"},
    {errc::bad_varint, "bad_varint", "LEB128 number too long"},
    {errc::bad_count, "bad_count", "negative length"},
    {errc::too_long, "too_long", "frame too long", numbers::limit_and_given},
    {errc::bad_length, "bad_length", "impossible frame length", numbers::least_and_given},
    {errc::bad_prefix, "bad_prefix", "malformed length prefix"},
    {errc::bad_terminator, "bad_terminator", "frame does not end with its terminator"},
    {errc::bad_stuffing, "bad_stuffing", "bad escape sequence"},
    {errc::bad_checksum, "bad_checksum", "wrong checksum", numbers::checksums},
    {errc::bad_magic, "bad_magic", "constant first bytes are missing"},
    {errc::aborted, "aborted", "frame aborted by the sender"},
    {errc::not_encodable, "not_encodable", "payload cannot be framed", numbers::encoding},
    {errc::truncated, "truncated", "input ends inside a frame", numbers::wanted_and_given},
    {errc::closed, "closed", "connection closed by the peer"},
    {errc::reset, "reset", "connection reset"},
    {errc::timed_out, "timed_out", "deadline passed"},
    {errc::cancelled, "cancelled", "stop requested"},
    {errc::refused, "refused", "connection refused"},
    {errc::unreachable, "unreachable", "address not reachable"},
    {errc::overload, "overload", "out of resources"},
    {errc::broken, "broken", "an earlier write stopped inside a frame"},
    {errc::bad_endpoint, "bad_endpoint", "bad address"},
    {errc::address_in_use, "address_in_use", "address in use"},
    {errc::threads_running, "threads_running", "the process has other threads and cannot be forked safely"},
    {errc::system_error, "system_error", "the system refused"},
    {errc::bad_message, "bad_message", "payload is not such a message", numbers::given},
    {errc::uninitialized, "uninitialized", "required fields are missing"},
});

consteval bool in_order() {
    for (std::size_t index = 0; index != reasons.size(); ++index) {
        if (static_cast<std::size_t>(reasons[index].code) != index + 1) return false;
    }
    return static_cast<std::size_t>(errc::uninitialized) == reasons.size();
}
static_assert(in_order(), "every reason needs its words, in the order of errc");

constexpr auto operations = std::to_array<std::string_view>({
    "",
    "parse_format",
    "calcsize",
    "pack",
    "pack_into",
    "unpack",
    "unpack_from",
    "iter_unpack",
    "parse_framing",
    "decode",
    "encode",
    "parse_endpoint",
    "resolve",
    "connect",
    "listen",
    "accept",
    "read",
    "write",
    "shutdown",
    "parse_message",
    "serialize_message",
});
static_assert(operations.size() == static_cast<std::size_t>(operation::serialize_message) + 1);

std::string_view name_of(operation during) noexcept {
    const auto index = static_cast<std::size_t>(during);
    return index < operations.size() ? operations[index] : "unknown operation";
}

const reason* find(errc code) noexcept {
    const auto index = static_cast<std::size_t>(code) - 1;
    return index < reasons.size() ? &reasons[index] : nullptr;
}

// error_text with numbers: streams and printf are not for core.
class sentence {
public:
    sentence& operator<<(std::string_view piece) noexcept {
        text_.append(piece);
        return *this;
    }
    template <std::integral Number>
        requires(sizeof(Number) > 1)
    sentence& operator<<(Number number) noexcept {
        return digits(number, 10);
    }
    sentence& quoted(char letter) noexcept {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte >= ' ' && byte < 0x7f) return *this << "'" << std::string_view(&letter, 1) << "'";
        return (*this << "byte 0x").digits(static_cast<unsigned>(byte), 16);
    }
    template <std::integral Number>
    sentence& digits(Number number, int base) noexcept {
        std::array<char, 24> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, base).ptr;
        return *this << std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    }
    [[nodiscard]] const error_text& text() const noexcept { return text_; }

private:
    error_text text_;
};

bool is_complex(char letter) noexcept { return letter == 'F' || letter == 'D'; }

// `b` stands for {bf16} where its field has 16 bits; the code `b` has 8.
bool is_floating(const error& failure) noexcept {
    const char letter = failure.letter;
    return letter == 'e' || letter == 'f' || letter == 'd' || is_complex(letter) ||
           (letter == 'b' && failure.wanted == 16);
}

// The code of an integer field as its format has it. `u24` and `i24` are the letters of {u24} and {i24}; `i` with 32
// bits is the code of that name.
void say_integer_code(sentence& out, const error& failure) noexcept {
    const char letter = failure.letter;
    if (letter == 'v' || letter == 'z') {
        out << (letter == 'v' ? "'{uv}'" : "'{zz}'");
    } else if (letter == 'u' || (letter == 'i' && failure.wanted != 32)) {
        out << "'{" << std::string_view(&letter, 1) << failure.wanted << "}'";
    } else {
        out.quoted(letter);
    }
}

void say_range(sentence& out, const error& failure) noexcept {
    if (failure.letter == 'P') {
        out << "int too large to convert";
    } else if (is_floating(failure)) {
        const char letter = is_complex(failure.letter) ? static_cast<char>(failure.letter - 'A' + 'a') : failure.letter;
        out << "float too large to pack with " << (letter == 'b' ? "{bf16}" : std::string_view(&letter, 1))
            << " format";
    } else {
        const bool is_signed = failure.letter >= 'a' && failure.letter != 'u' && failure.letter != 'v';
        const std::uint64_t all = failure.wanted >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << failure.wanted) - 1;
        say_integer_code(out, failure);
        out << " format requires ";
        if (is_signed) {
            out << "-" << (all >> 1) + 1;
        } else {
            out << "0";
        }
        out << " <= number <= " << (is_signed ? all >> 1 : all);
    }
}

void say_type(sentence& out, const error& failure) noexcept {
    const char letter = failure.letter;
    if (letter == 'c') {
        out << "char format requires a bytes object of length 1";
    } else if (letter == 's' || letter == 'p') {
        out << "argument for " << (letter == 's' ? "'s'" : "'p'") << " must be a bytes object";
    } else if (letter == '*' || (letter == 'z' && failure.wanted == 0)) {  // {zz} has 64 bits
        out << "argument for " << (letter == '*' ? "'{*}'" : "'{z}'") << " must be a bytes object";
    } else if (is_complex(letter)) {
        out << "required argument is not a complex";
    } else if (is_floating(failure)) {
        out << "required argument is not a float";
    } else if (letter == '?') {
        out << "required argument is not a bool";
    } else {
        out << "required argument is not an integer";
    }
}

void say_value_count(sentence& out, const error& failure) noexcept {
    if (failure.item != error::no_item) {
        out << "field takes " << failure.wanted << " values (got " << failure.given << ")";
    } else if (failure.during == operation::unpack || failure.during == operation::unpack_from) {
        out << "record of " << failure.given << " values, room for " << failure.wanted;
    } else {
        out << name_of(failure.during) << " expected " << failure.wanted << " items for packing (got " << failure.given
            << ")";
    }
}

void say_buffer(sentence& out, const error& failure) noexcept {
    const std::uint64_t size = failure.wanted;
    const bool packs = failure.during == operation::pack_into;
    if (failure.during == operation::unpack) {
        out << "unpack requires a buffer of " << size << " bytes: " << failure.given << " given";
    } else if (failure.during == operation::iter_unpack && size == 0) {
        out << "cannot iteratively unpack with a struct of length 0";
    } else if (failure.during == operation::iter_unpack) {
        out << "iterative unpacking requires a buffer of a multiple of " << size << " bytes: " << failure.given
            << " given";
    } else if (failure.letter == '-') {
        out << (packs ? "no space to pack " : "not enough data to unpack ") << size << " bytes at offset -"
            << failure.given;
    } else {
        out << (packs ? "pack_into" : "unpack_from") << " requires a buffer of at least " << failure.offset + size
            << " bytes for " << (packs ? "packing " : "unpacking ") << size << " bytes at offset " << failure.offset
            << " (actual buffer size is " << failure.given << ")";
    }
}

void say_numbers(sentence& out, const reason& why, const error& failure) noexcept {
    switch (why.shown) {
        case numbers::none: break;
        case numbers::limit: out << ", limit " << failure.wanted; break;
        case numbers::given: out << ": " << failure.given << (failure.given == 1 ? " byte" : " bytes"); break;
        case numbers::limit_and_given:
            if (failure.given != 0) out << ": " << failure.given << " bytes";
            out << ", limit " << failure.wanted;
            break;
        case numbers::wanted_and_given:
            out << ": ";
            if (failure.wanted != 0) out << failure.wanted << " bytes wanted, ";
            out << failure.given << " there";
            break;
        case numbers::least_and_given:
            out << ": " << static_cast<std::int64_t>(failure.given) << ", at least " << failure.wanted;
            break;
        case numbers::encoding:
            if (failure.given != 0) out << ": " << failure.given << " bytes";
            if (failure.wanted == 0) {
                out << ", which would not come back";
            } else {
                out << (failure.given > failure.wanted ? ", limit " : ", at least ") << failure.wanted;
            }
            break;
        case numbers::checksums:
            if (failure.wanted == failure.given) {
                out << ": only " << failure.given << " bytes there, too few for one";
                break;
            }
            (out << ": computed 0x").digits(failure.wanted, 16);
            (out << ", received 0x").digits(failure.given, 16);
            break;
    }
}

bool speaks_as_python(const error& failure) noexcept {
    switch (failure.code) {
        case errc::too_few_values:
        case errc::too_many_values:
        case errc::wrong_type:
        case errc::out_of_range:
        case errc::bad_offset: return true;
        case errc::short_buffer:  // records of variable size have no multiple
            return failure.during >= operation::pack_into && failure.during <= operation::unpack_from;
        case errc::extra_bytes:
            return failure.during >= operation::pack_into && failure.during <= operation::iter_unpack;
        default: return false;
    }
}

void say_as_python(sentence& out, const error& failure) noexcept {
    switch (failure.code) {
        case errc::out_of_range: say_range(out, failure); break;
        case errc::wrong_type: say_type(out, failure); break;
        case errc::short_buffer:
        case errc::extra_bytes: say_buffer(out, failure); break;
        case errc::bad_offset:
            out << "offset " << static_cast<std::int64_t>(failure.given) << " out of range for " << failure.wanted
                << "-byte buffer";
            break;
        default: say_value_count(out, failure); break;
    }
}

// Two reasons have more than one meaning.
std::string_view words_of(const reason& why, const error& failure) noexcept {
    if (failure.code == errc::unsupported_code && failure.during == operation::none) {
        return "the other grammar has no form for this item";
    }
    if (failure.code == errc::invalid_value && failure.letter == 'z') return "text for '{z}' has a NUL in it";
    return why.words;
}

// " (field 1, position 4 of the text, byte offset 4, errno 104)", with the parts that apply.
void say_place(sentence& out, const error& failure) noexcept {
    std::string_view before = " (";
    const auto part = [&](std::string_view words, auto number) {
        out << before << words << number;
        before = ", ";
    };
    if (failure.item != error::no_item) part("field ", failure.item);
    if (failure.position != error::no_item) part("position ", failure.position);
    if (failure.offset != error::nowhere) part("byte offset ", failure.offset);
    if (failure.native != 0) part("errno ", failure.native);
    if (before != " (") out << ")";
}

}  // namespace

std::string_view name(errc code) noexcept {
    const reason* why = find(code);
    return why == nullptr ? "unknown" : why->name;
}

error_text describe(const error& failure) noexcept {
    sentence out;
    const reason* why = find(failure.code);
    if (why == nullptr) return (out << "unknown error " << static_cast<int>(failure.code)).text();
    if (speaks_as_python(failure)) {
        say_as_python(out, failure);
    } else {
        if (failure.code >= errc::closed && failure.code <= errc::system_error && failure.during != operation::none) {
            out << name_of(failure.during) << ": ";
        }
        out << words_of(*why, failure);
        if (failure.position != error::no_item && failure.letter != '\0') (out << ": ").quoted(failure.letter);
        say_numbers(out, *why, failure);
    }
    say_place(out, failure);
    return out.text();
}

}  // namespace structwire
