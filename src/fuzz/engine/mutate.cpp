// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/mutate.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include "fuzz/engine/interface.hpp"

namespace structwire::fuzz::engine {

namespace {

// A place and a number of bytes there, at least one; mostly few.
std::pair<std::size_t, std::size_t> some_range(random& numbers, std::size_t size) {
    const std::size_t at = numbers.below(size);
    const std::size_t most = numbers.one_in(4) ? size - at : std::min<std::size_t>(size - at, 8);
    return {at, 1 + numbers.below(most)};
}

bool flip_bit(random& numbers, draft& in) {
    if (in.size == 0) return false;
    in.buffer[numbers.below(in.size)] ^= static_cast<std::uint8_t>(1U << numbers.below(8));
    return true;
}

bool set_byte(random& numbers, draft& in) {
    if (in.size == 0) return false;
    constexpr std::array<std::uint8_t, 8> usual{0, 1, 0x7F, 0x80, 0xFE, 0xFF, ' ', '0'};
    const auto any = static_cast<std::uint8_t>(numbers.next());
    in.buffer[numbers.below(in.size)] = numbers.one_in(2) ? usual[numbers.below(usual.size())] : any;
    return true;
}

bool insert_bytes(random& numbers, draft& in) {
    if (in.room() == 0) return false;
    const bool repeated = numbers.one_in(2);
    const std::size_t most = std::min<std::size_t>(in.room(), numbers.one_in(8) ? 128 : 4);
    const std::size_t count = 1 + numbers.below(most);
    const std::size_t at = numbers.below(in.size + 1);
    open_gap(in, at, count);
    std::uint8_t byte = numbers.one_in(2) ? static_cast<std::uint8_t>(numbers.next()) : std::uint8_t{0};
    for (std::uint8_t& inserted : in.buffer.subspan(at, count)) {
        if (!repeated) byte = static_cast<std::uint8_t>(numbers.next());
        inserted = byte;
    }
    return true;
}

bool erase_bytes(random& numbers, draft& in) {
    if (in.size < 2) return false;
    const auto [at, wanted] = some_range(numbers, in.size);
    const std::size_t count = std::min(wanted, in.size - 1);
    std::ranges::copy(in.bytes().subspan(at + count), in.buffer.begin() + std::ptrdiff_t(at));
    in.size -= count;
    return true;
}

bool shuffle_bytes(random& numbers, draft& in) {
    if (in.size < 2) return false;
    const std::size_t at = numbers.below(in.size - 1);
    const std::size_t count = 2 + numbers.below(std::min<std::size_t>(in.size - at, 8) - 1);
    for (std::size_t left = count; left > 1; --left) {
        std::swap(in.buffer[at + left - 1], in.buffer[at + numbers.below(left)]);
    }
    return true;
}

// A part of some bytes, which may be those of the input itself, written over or inserted elsewhere.
bool copy_part(random& numbers, draft& in, input_view from) {
    if (from.empty()) return false;
    const auto [at, count] = some_range(numbers, from.size());
    const input part(from.begin() + std::ptrdiff_t(at), from.begin() + std::ptrdiff_t(at + count));
    return place_word(numbers, in, part);
}

bool copy_own_part(random& numbers, draft& in) { return copy_part(numbers, in, in.bytes()); }

// The first bytes of this input and the last ones of another, or a part of the other somewhere.
bool cross_over(random& numbers, draft& in) {
    const input_view other = sources().other;
    if (numbers.one_in(2)) return copy_part(numbers, in, other);
    if (other.empty() || in.size == 0) return false;
    const std::size_t kept = numbers.below(in.size) + 1;
    const std::size_t from = numbers.below(other.size());
    const std::size_t count = std::min(other.size() - from, in.buffer.size() - kept);
    std::ranges::copy(other.subspan(from, count), in.buffer.begin() + std::ptrdiff_t(kept));
    in.size = kept + count;
    return true;
}

// A number of 1, 2, 4 or 8 bytes in either order: a boundary, or what was there and a little more or less.
bool change_number(random& numbers, draft& in) {
    const std::size_t width = std::size_t{1} << numbers.below(4);
    if (in.size < width) return false;
    const auto place = in.bytes().subspan(numbers.below(in.size - width + 1), width);
    const bool reversed = numbers.one_in(2);
    if (reversed) std::ranges::reverse(place);
    std::uint64_t number = 0;
    std::memcpy(&number, place.data(), width);
    if (numbers.one_in(2)) {
        const std::size_t bit = numbers.below(8 * width + 1);
        number = (bit == 64 ? 0 : std::uint64_t{1} << bit) + numbers.below(3) - 1;
    } else if (numbers.one_in(4)) {
        number = std::uint64_t{in.size} + numbers.below(5) - 2;
    } else {
        number += numbers.below(33) - 16;
    }
    std::memcpy(place.data(), &number, width);
    if (reversed) std::ranges::reverse(place);
    return true;
}

// The digits of a decimal number replaced by those of another.
bool change_ascii_number(random& numbers, draft& in) {
    const auto is_digit = [](std::uint8_t byte) { return byte >= '0' && byte <= '9'; };
    const auto bytes = in.bytes();
    if (bytes.empty()) return false;
    const auto from = bytes.begin() + std::ptrdiff_t(numbers.below(bytes.size()));
    const auto first = std::find_if(from, bytes.end(), is_digit);
    if (first == bytes.end()) return false;
    const auto last = std::find_if_not(first, bytes.end(), is_digit);
    const auto at = static_cast<std::size_t>(first - bytes.begin());
    const auto count = static_cast<std::size_t>(last - first);
    std::uint64_t number = 0;
    const auto* text = reinterpret_cast<const char*>(bytes.data() + at);
    std::from_chars(text, text + count, number);
    switch (numbers.below(5)) {
        case 0: ++number; break;
        case 1: --number; break;
        case 2: number /= 2; break;
        case 3: number *= 2; break;
        default: number = (std::uint64_t{1} << numbers.below(64)) - numbers.below(2); break;
    }
    std::array<char, 20> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr - digits.data();
    const auto length = static_cast<std::size_t>(written);
    if (length > count && length - count > in.room()) return false;
    std::memmove(in.buffer.data() + at + length, in.buffer.data() + at + count, in.size - at - count);
    std::memcpy(in.buffer.data() + at, digits.data(), length);
    in.size = in.size - count + length;
    return true;
}

bool use_dictionary(random& numbers, draft& in) {
    const auto& words = sources().dictionary;
    return !words.empty() && place_word(numbers, in, words[numbers.below(words.size())]);
}

constexpr std::array mutations{flip_bit,       set_byte,       insert_bytes,       erase_bytes,         shuffle_bytes,
                               copy_own_part,  cross_over,     change_number,      change_ascii_number, use_dictionary,
                               use_comparison, use_comparison, use_byte_comparison};

}  // namespace

void make_ascii(std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) {
        byte &= 0x7F;
        const bool is_text = (byte >= ' ' && byte < 0x7F) || (byte >= '\t' && byte <= '\r');
        if (!is_text) byte = ' ';
    }
}

void open_gap(draft& in, std::size_t at, std::size_t count) {
    std::memmove(in.buffer.data() + at + count, in.buffer.data() + at, in.size - at);
    in.size += count;
}

bool place_word(random& numbers, draft& in, input_view word) {
    if (numbers.one_in(2) && word.size() <= in.size) {
        std::ranges::copy(word, in.buffer.begin() + std::ptrdiff_t(numbers.below(in.size - word.size() + 1)));
        return true;
    }
    if (word.size() > in.room()) return false;
    const std::size_t at = numbers.below(in.size + 1);
    open_gap(in, at, word.size());
    std::ranges::copy(word, in.buffer.begin() + std::ptrdiff_t(at));
    return true;
}

mutation_sources& sources() {
    static mutation_sources all;
    return all;
}

std::size_t mutate_bytes(draft in) {
    if (in.buffer.empty()) return 0;
    random& numbers = sources().numbers;
    // Something always applies: bytes can be inserted, or there are bytes to change.
    while (!mutations[numbers.below(mutations.size())](numbers, in)) {
    }
    if (sources().only_ascii) make_ascii(in.bytes());
    return in.size;
}

}  // namespace structwire::fuzz::engine

std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size) {
    return structwire::fuzz::engine::mutate_bytes({{data, max_size}, std::min(size, max_size)});
}
