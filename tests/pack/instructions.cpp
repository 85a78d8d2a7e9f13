// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Pairs of functions, one written by hand and one with structwire, that instructions_test.py compiles and counts.
// By hand means what one would write: for a record of numbers all loads before the first store, because bytes may alias
// anything.
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace {

template <class Number>
inline Number load_big(const std::byte* from) {
    Number raw;
    std::memcpy(&raw, from, sizeof raw);
    if constexpr (sizeof raw == 2) return static_cast<Number>(__builtin_bswap16(raw));
    if constexpr (sizeof raw == 4) return static_cast<Number>(__builtin_bswap32(raw));
    if constexpr (sizeof raw == 8) return static_cast<Number>(__builtin_bswap64(static_cast<std::uint64_t>(raw)));
}

template <class Number>
inline void store_big(std::byte* to, Number number) {
    if constexpr (sizeof number == 2) number = static_cast<Number>(__builtin_bswap16(number));
    if constexpr (sizeof number == 4) number = static_cast<Number>(__builtin_bswap32(number));
    if constexpr (sizeof number == 8) {
        number = static_cast<Number>(__builtin_bswap64(static_cast<std::uint64_t>(number)));
    }
    std::memcpy(to, &number, sizeof number);
}

template <class Number>
inline Number load_same(const std::byte* from) {
    Number raw;
    std::memcpy(&raw, from, sizeof raw);
    return raw;
}

template <class Number>
inline void store_same(std::byte* to, Number number) {
    std::memcpy(to, &number, sizeof number);
}

struct numbers {
    std::uint32_t id;
    std::uint16_t kind;
    std::uint8_t flags;
    std::int64_t price;
};

struct with_text {
    std::uint32_t id;
    std::uint16_t kind;
    std::byte symbol[8];
};

struct with_truth {
    std::uint32_t id;
    std::byte tag[4];
    std::uint16_t kind;
    bool valid;
};

}  // namespace

extern "C" {

// ">IHBq"
void pack_numbers_by_hand(std::span<std::byte, 15> to, std::uint32_t id, std::uint16_t kind, std::uint8_t flags,
                          std::int64_t price) {
    store_big(to.data(), id);
    store_big(to.data() + 4, kind);
    to[6] = static_cast<std::byte>(flags);
    store_big(to.data() + 7, price);
}

void pack_numbers_structwire(std::span<std::byte, 15> to, std::uint32_t id, std::uint16_t kind, std::uint8_t flags,
                             std::int64_t price) {
    structwire::pack_into<">IHBq">(to, id, kind, flags, price);
}

void unpack_numbers_by_hand(std::span<const std::byte, 15> from, numbers* to) {
    const auto id = load_big<std::uint32_t>(from.data());
    const auto kind = load_big<std::uint16_t>(from.data() + 4);
    const auto flags = static_cast<std::uint8_t>(from[6]);
    const auto price = load_big<std::int64_t>(from.data() + 7);
    *to = numbers{id, kind, flags, price};
}

void unpack_numbers_structwire(std::span<const std::byte, 15> from, numbers* to) {
    const auto [id, kind, flags, price] = structwire::unpack<">IHBq">(from);
    *to = numbers{id, kind, flags, price};
}

// ">I H 8s"
void pack_text_by_hand(std::span<std::byte, 14> to, std::uint32_t id, std::uint16_t kind,
                       std::span<const std::byte, 8> symbol) {
    std::uint64_t raw;
    std::memcpy(&raw, symbol.data(), 8);
    store_big(to.data(), id);
    store_big(to.data() + 4, kind);
    std::memcpy(to.data() + 6, &raw, 8);
}

void pack_text_structwire(std::span<std::byte, 14> to, std::uint32_t id, std::uint16_t kind,
                          std::span<const std::byte, 8> symbol) {
    structwire::pack_into<">I H 8s">(to, id, kind, symbol);
}

void unpack_text_by_hand(std::span<const std::byte, 14> from, with_text* to) {
    const auto id = load_big<std::uint32_t>(from.data());
    const auto kind = load_big<std::uint16_t>(from.data() + 4);
    std::uint64_t raw;
    std::memcpy(&raw, from.data() + 6, 8);
    to->id = id;
    to->kind = kind;
    std::memcpy(to->symbol, &raw, 8);
}

void unpack_text_structwire(std::span<const std::byte, 14> from, with_text* to) {
    const auto [id, kind, symbol] = structwire::unpack<">I H 8s">(from);
    const auto copy = symbol.copy();
    to->id = id;
    to->kind = kind;
    std::memcpy(to->symbol, copy.data(), 8);
}

// "<I4sH?"
void pack_truth_by_hand(std::span<std::byte, 11> to, std::uint32_t id, std::span<const std::byte, 4> tag,
                        std::uint16_t kind, bool valid) {
    std::uint32_t raw;
    std::memcpy(&raw, tag.data(), 4);
    store_same(to.data(), id);
    store_same(to.data() + 4, raw);
    store_same(to.data() + 8, kind);
    to[10] = static_cast<std::byte>(valid);
}

void pack_truth_structwire(std::span<std::byte, 11> to, std::uint32_t id, std::span<const std::byte, 4> tag,
                           std::uint16_t kind, bool valid) {
    structwire::pack_into<"<I4sH?">(to, id, tag, kind, valid);
}

void unpack_truth_by_hand(std::span<const std::byte, 11> from, with_truth* to) {
    const auto id = load_same<std::uint32_t>(from.data());
    const auto tag = load_same<std::uint32_t>(from.data() + 4);
    const auto kind = load_same<std::uint16_t>(from.data() + 8);
    const bool valid = from[10] != std::byte{0};
    to->id = id;
    std::memcpy(to->tag, &tag, 4);
    to->kind = kind;
    to->valid = valid;
}

void unpack_truth_structwire(std::span<const std::byte, 11> from, with_truth* to) {
    const auto [id, tag, kind, valid] = structwire::unpack<"<I4sH?">(from);
    const auto copy = tag.copy();
    to->id = id;
    std::memcpy(to->tag, copy.data(), 4);
    to->kind = kind;
    to->valid = valid;
}

// ">16I" from an array. The source may be the very bytes that are written, so each load stands before its own store.
void pack_array_by_hand(std::span<std::byte, 64> to, const std::array<std::uint32_t, 16>& from) {
    std::byte* const at = to.data();
    store_big(at + 0, from[0]);
    store_big(at + 4, from[1]);
    store_big(at + 8, from[2]);
    store_big(at + 12, from[3]);
    store_big(at + 16, from[4]);
    store_big(at + 20, from[5]);
    store_big(at + 24, from[6]);
    store_big(at + 28, from[7]);
    store_big(at + 32, from[8]);
    store_big(at + 36, from[9]);
    store_big(at + 40, from[10]);
    store_big(at + 44, from[11]);
    store_big(at + 48, from[12]);
    store_big(at + 52, from[13]);
    store_big(at + 56, from[14]);
    store_big(at + 60, from[15]);
}

void pack_array_structwire(std::span<std::byte, 64> to, const std::array<std::uint32_t, 16>& from) {
    structwire::pack_into<">16I">(to, from);
}

// ">16I" into an array, which may lie in the bytes that are read: all loads before the stores.
void unpack_array_by_hand(std::span<const std::byte, 64> from, std::array<std::uint32_t, 16>& to) {
    const std::byte* const at = from.data();
    std::array<std::uint32_t, 16> values;
    values[0] = load_big<std::uint32_t>(at + 0);
    values[1] = load_big<std::uint32_t>(at + 4);
    values[2] = load_big<std::uint32_t>(at + 8);
    values[3] = load_big<std::uint32_t>(at + 12);
    values[4] = load_big<std::uint32_t>(at + 16);
    values[5] = load_big<std::uint32_t>(at + 20);
    values[6] = load_big<std::uint32_t>(at + 24);
    values[7] = load_big<std::uint32_t>(at + 28);
    values[8] = load_big<std::uint32_t>(at + 32);
    values[9] = load_big<std::uint32_t>(at + 36);
    values[10] = load_big<std::uint32_t>(at + 40);
    values[11] = load_big<std::uint32_t>(at + 44);
    values[12] = load_big<std::uint32_t>(at + 48);
    values[13] = load_big<std::uint32_t>(at + 52);
    values[14] = load_big<std::uint32_t>(at + 56);
    values[15] = load_big<std::uint32_t>(at + 60);
    to = values;
}

void unpack_array_structwire(std::span<const std::byte, 64> from, std::array<std::uint32_t, 16>& to) {
    to = structwire::unpack<">16I">(from).get<0>();
}

// "<16I", which stands in memory as on the wire.
void pack_copy_by_hand(std::span<std::byte, 64> to, const std::array<std::uint32_t, 16>& from) {
    std::memcpy(to.data(), from.data(), 64);
}

void pack_copy_structwire(std::span<std::byte, 64> to, const std::array<std::uint32_t, 16>& from) {
    structwire::pack_into<"<16I">(to, from);
}

}  // extern "C"
