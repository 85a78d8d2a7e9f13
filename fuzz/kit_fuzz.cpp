// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The kit on itself. Input: a seed, a framing, a NUL, a format, a NUL, and a stream.
#include <structwire/fuzz.hpp>
#include <structwire/fuzz/seeds.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "check.hpp"
#include "text_and_rest.hpp"

namespace {

namespace fuzz = structwire::fuzz;
using fuzz::byte_vector;
using structwire::byte_view;

constexpr std::size_t most_bytes = 1024;
constexpr std::size_t most_format_bytes = 48;  // seeds and the size of each grow with the number of fields

unsigned hex_digit(char letter) {
    const std::size_t value = std::string_view("0123456789abcdef").find(letter);
    check(value != std::string_view::npos, "an escape has two digits");
    return static_cast<unsigned>(value);
}

// The bytes of a line `name="..."` of a dictionary.
byte_vector word_of(std::string_view line) {
    const std::size_t name = line.find("=\"");
    check(name != std::string_view::npos && name != 0 && line.ends_with('"'), "a line is a name and a quoted word");
    byte_vector bytes;
    for (std::size_t at = name + 2; at + 1 < line.size(); ++at) {
        char letter = line[at];
        check(letter != '"' && letter >= ' ' && letter <= '~', "a word is plain text");
        if (letter == '\\') {
            check(at + 4 < line.size() && line[at + 1] == 'x', "only hexadecimal escapes are written");
            letter = static_cast<char>(hex_digit(line[at + 2]) << 4 | hex_digit(line[at + 3]));
            at += 3;
        }
        bytes.push_back(static_cast<std::byte>(letter));
    }
    return bytes;
}

void check_dictionary(const std::vector<fuzz::dictionary_word>& words) {
    const std::string text = fuzz::dictionary_text(words);
    std::string_view rest = text;
    for (const fuzz::dictionary_word& word : words) {
        const std::size_t end = rest.find('\n');
        check(end != std::string_view::npos, "every word has a line");
        check(!word.bytes.empty() && word_of(rest.substr(0, end)) == word.bytes, "a word is read back from its line");
        rest.remove_prefix(end + 1);
    }
    check(rest.empty(), "a dictionary is its words");
}

void check_split(const fuzz::wire_model& wire, byte_view stream) {
    std::size_t at = 0;
    for (const fuzz::wire_piece& piece : wire.split(stream)) {
        check(piece.begin == at && piece.end > piece.begin, "pieces follow one another without gaps");
        at = piece.end;
    }
    check(at == stream.size(), "the pieces are the stream");
}

void check_seeds(const fuzz::target& made, const fuzz::wire_model& wire) {
    for (const byte_vector& stream : fuzz::seed_streams(made.payload(), wire)) {
        check_split(wire, stream);
        check(!made.decoded(stream).empty(), "every seed can be shown");
    }
}

bool use_kit(byte_view input) {
    if (input.empty()) return false;
    const fuzz::mutation_tools tools{fuzz::random(std::to_integer<unsigned>(input[0])), nullptr, most_bytes};
    const text_and_rest first(input.subspan(1));
    const text_and_rest second(first.rest);
    const auto framing = structwire::any_framing::parse(first.text);
    if (second.text.size() > most_format_bytes) return false;
    auto payload = fuzz::model_of(fuzz::described(fuzz::record(fuzz::format_text::at_run_time(second.text))));
    if (!payload) check(!payload.error().empty(), "what cannot be used is said in a sentence");
    if (!framing || !payload) return false;
    const fuzz::exact_copy copy(second.rest.first(std::min(second.rest.size(), most_bytes)));
    const byte_view stream = copy.bytes();
    const fuzz::target made(std::move(*payload), fuzz::wire_of(*framing), nullptr);
    check_split(made.wire(), stream);
    check_seeds(made, made.wire());
    check_dictionary(fuzz::dictionary(made.payload(), made.wire()));
    const byte_vector changed = made.mutator().mutate(stream, tools);
    check(changed == made.mutator().mutate(stream, tools), "a mutation is a function of stream and seed");
    check(changed.size() <= most_bytes, "a mutation keeps to the size that is allowed");
    check(made.mutator().cross_over(stream, changed, tools).size() <= most_bytes, "so does a crossover");
    check_split(made.wire(), made.mutator().repair(stream));
    return !made.decoded(stream).empty();
}

}  // namespace

STRUCTWIRE_FUZZ("B:seed: {z}:framing: {z}:format: {*}:stream:", fuzz::unframed, use_kit)
