// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/mutation.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace structwire::fuzz {

namespace {

using iterator = byte_vector::iterator;

iterator at(byte_vector& bytes, std::size_t index) { return bytes.begin() + static_cast<std::ptrdiff_t>(index); }

std::byte any_byte(random& dice) { return static_cast<std::byte>(dice.next() & 0xff); }

// A number at the edge of a width, in either order, over the bytes at `place`.
void put_boundary(byte_vector& bytes, std::size_t place, std::size_t room, random& dice) {
    static constexpr std::array<std::size_t, 4> widths{1, 2, 4, 8};
    const std::size_t width = widths[dice.below(widths.size())];
    if (width > room) return;
    const unsigned bits = static_cast<unsigned>(width * 8);
    const std::uint64_t half = std::uint64_t{1} << (bits - 1);
    const std::array<std::uint64_t, 6> edges{0, 1, half - 1, half, half + (half - 1), half + (half - 2)};
    std::uint64_t number = edges[dice.below(edges.size())];
    const bool is_big = dice.one_in(2);
    for (std::size_t index = 0; index != width; ++index, number >>= 8) {
        bytes[place + (is_big ? width - 1 - index : index)] = static_cast<std::byte>(number & 0xff);
    }
}

void insert(byte_vector& bytes, std::size_t from, std::size_t to, mutation_tools& tools) {
    if (bytes.size() >= tools.max_bytes) return;
    const std::size_t most = std::min<std::size_t>(tools.max_bytes - bytes.size(), tools.dice.one_in(8) ? 256 : 8);
    const std::size_t count = 1 + tools.dice.below(most);
    const std::size_t place = from + tools.dice.below(to - from + 1);
    const std::byte filler = any_byte(tools.dice);
    bytes.insert(at(bytes, place), count, filler);
    if (tools.dice.one_in(2)) {
        for (std::size_t index = 0; index != count; ++index) bytes[place + index] = any_byte(tools.dice);
    }
}

// One change by ourselves, where no engine offers one.
void change(byte_vector& bytes, std::size_t from, std::size_t to, bool resize, mutation_tools& tools) {
    random& dice = tools.dice;
    const std::size_t size = to - from;
    const std::size_t kind = dice.below(resize ? 6 : 4);
    if (kind >= 4 || size == 0) {
        if (!resize) return;
        if (kind != 5 || size == 0) return insert(bytes, from, to, tools);
        const std::size_t count = 1 + dice.below(std::min<std::size_t>(size, 8));
        const std::size_t place = from + dice.below(size - count + 1);
        bytes.erase(at(bytes, place), at(bytes, place + count));
        return;
    }
    const std::size_t place = from + dice.below(size);
    switch (kind) {
        case 0: bytes[place] ^= static_cast<std::byte>(1u << dice.below(8)); return;
        case 1: bytes[place] = any_byte(dice); return;
        case 2: return put_boundary(bytes, place, to - place, dice);
        default: {
            const std::size_t other = from + dice.below(size);
            const std::size_t count = 1 + dice.below(std::min<std::size_t>(to - std::max(place, other), 16));
            std::memmove(bytes.data() + place, bytes.data() + other, count);
            return;
        }
    }
}

}  // namespace

std::size_t mutate_bytes(byte_vector& bytes, std::size_t from, std::size_t to, bool resize, mutation_tools& tools) {
    const std::size_t behind = bytes.size() - to;
    if (tools.engine == nullptr) {
        change(bytes, from, to, resize, tools);
        return bytes.size() - behind;
    }
    const std::size_t old = to - from;
    if (!resize && old == 0) return to;
    const std::size_t room = bytes.size() < tools.max_bytes ? tools.max_bytes - bytes.size() : 0;
    // Engines insert a hundred bytes or so at a time, or join what is there to itself.
    const std::size_t most = resize ? old + std::min(room, std::max<std::size_t>(old, 256)) : old;
    if (most == 0) return to;
    std::vector<std::uint8_t> part(most);
    if (old != 0) std::memcpy(part.data(), bytes.data() + from, old);
    const std::size_t size = std::min(tools.engine(part.data(), old, most), most);
    // Where the number of bytes must not change, those that the engine took away stay as they were.
    if (resize && size < old) bytes.erase(at(bytes, from + size), at(bytes, to));
    if (resize && size > old) bytes.insert(at(bytes, to), size - old, std::byte{});
    if (size != 0) std::memcpy(bytes.data() + from, part.data(), size);
    return bytes.size() - behind;
}

void mutate_bytes(byte_vector& bytes, mutation_tools& tools) { mutate_bytes(bytes, 0, bytes.size(), true, tools); }

}  // namespace structwire::fuzz
