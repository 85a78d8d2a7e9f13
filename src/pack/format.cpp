// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The run-time form of the format layer.
#include <structwire/format/names.hpp>
#include <structwire/format/reader.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/convert.hpp>
#include <structwire/pack/format.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <span>
#include <string_view>
#include <vector>

namespace structwire {

namespace {

template <class Number>
Number load_ordered(const std::byte* from, std::endian order) noexcept {
    return order == std::endian::little ? load<std::endian::little, Number>(from)
                                        : load<std::endian::big, Number>(from);
}

template <class Number>
void store_ordered(std::byte* to, Number number, std::endian order) noexcept {
    if (order == std::endian::little) {
        store<std::endian::little>(to, number);
    } else {
        store<std::endian::big>(to, number);
    }
}

std::uint64_t load_unsigned(const std::byte* from, unsigned unit, std::endian order) noexcept {
    switch (unit) {
        case 1: return load_ordered<std::uint8_t>(from, order);
        case 2: return load_ordered<std::uint16_t>(from, order);
        case 4: return load_ordered<std::uint32_t>(from, order);
        default: return load_ordered<std::uint64_t>(from, order);
    }
}

void store_unsigned(std::byte* to, std::uint64_t number, unsigned unit, std::endian order) noexcept {
    switch (unit) {
        case 1: return store_ordered(to, static_cast<std::uint8_t>(number), order);
        case 2: return store_ordered(to, static_cast<std::uint16_t>(number), order);
        case 4: return store_ordered(to, static_cast<std::uint32_t>(number), order);
        default: return store_ordered(to, number, order);
    }
}

double load_floating(const std::byte* from, unsigned unit, std::endian order) noexcept {
    switch (unit) {
        case 2: return static_cast<double>(half{load_ordered<std::uint16_t>(from, order)}.to_float());
        case 4: return static_cast<double>(load_ordered<float>(from, order));
        default: return load_ordered<double>(from, order);
    }
}

void store_floating(std::byte* to, double number, unsigned unit, std::endian order) noexcept {
    switch (unit) {
        case 2: return store_ordered(to, half::round(number).bits, order);
        case 4: return store_ordered(to, static_cast<float>(number), order);
        default: return store_ordered(to, number, order);
    }
}

std::int64_t sign_extended(std::uint64_t number, unsigned unit) noexcept {
    const unsigned unused = 64 - 8 * unit;
    return static_cast<std::int64_t>(number << unused) >> unused;
}

// Why a value cannot be an integer of this code; errc{} when it can. `P` takes negative addresses, as in Python.
errc check_integer(const format_item& item, const value& given) noexcept {
    if (!given.is_integer()) return errc::wrong_type;
    const std::uint64_t bits = given.low_bits();
    const unsigned unused = 64 - 8u * item.unit;
    bool fits = true;
    if (item.kind == value_kind::signed_integer) {
        const auto number = static_cast<std::int64_t>(bits);
        fits = (number < 0) == given.is_negative() && sign_extended(bits, item.unit) == number;
    } else if (given.is_negative()) {
        fits = item.letter == 'P' && sign_extended(bits, item.unit) == static_cast<std::int64_t>(bits);
    } else {
        fits = bits << unused >> unused == bits;
    }
    return fits ? errc{} : errc::out_of_range;
}

errc check_floating(const format_item& item, const value& given) noexcept {
    const auto number = given.as_double();
    if (!number) return errc::wrong_type;
    const bool fits = item.unit == 2   ? half::fits(*number)
                      : item.unit == 4 ? detail::floating_fits<float>(*number)
                                       : true;
    return fits ? errc{} : errc::out_of_range;
}

errc check_value(const format_item& item, const value& given) noexcept {
    switch (item.kind) {
        case value_kind::signed_integer:
        case value_kind::unsigned_integer: return check_integer(item, given);
        case value_kind::floating: return check_floating(item, given);
        case value_kind::character:
            return given.kind() == value::type::bytes && given.as_bytes()->size() == 1 ? errc{} : errc::wrong_type;
        case value_kind::bytes:
        case value_kind::pascal_bytes: return given.kind() == value::type::bytes ? errc{} : errc::wrong_type;
        case value_kind::pad:
        case value_kind::boolean: break;
    }
    return errc{};
}

// The text may lie in the bytes that it is stored to, as after unpack_from and pack_into on one buffer: nothing of the
// field is written before it has moved.
void store_text(const format_item& item, std::byte* to, byte_view text) noexcept {
    const bool has_length = item.kind == value_kind::pascal_bytes && item.count != 0;
    const auto room = static_cast<std::size_t>(item.count) - (has_length ? 1 : 0);
    const std::size_t size = text.size() < room ? text.size() : room;
    std::byte* const place = has_length ? to + 1 : to;
    if (size != 0) std::memmove(place, text.data(), size);
    if (room != size) std::memset(place + size, 0, room - size);
    // As in CPython the length stops at 255 and the bytes do not.
    if (has_length) *to = static_cast<std::byte>(size < 255 ? size : 255);
}

void store_value(const format_item& item, std::byte* to, const value& given) noexcept {
    switch (item.kind) {
        case value_kind::signed_integer:
        case value_kind::unsigned_integer: return store_unsigned(to, given.low_bits(), item.unit, item.order);
        case value_kind::floating: return store_floating(to, *given.as_double(), item.unit, item.order);
        case value_kind::boolean: *to = static_cast<std::byte>(given.truth()); return;
        case value_kind::character: *to = given.as_bytes()->front(); return;
        case value_kind::bytes:
        case value_kind::pascal_bytes: return store_text(item, to, *given.as_bytes());
        case value_kind::pad: return;
    }
}

byte_view load_text(const format_item& item, const std::byte* from) noexcept {
    const auto room = static_cast<std::size_t>(item.count);
    if (item.kind == value_kind::bytes) return {from, room};
    if (room == 0) return {};
    const auto length = std::to_integer<std::size_t>(*from);
    return {from + 1, length < room ? length : room - 1};
}

}  // namespace

value load_value(const format_item& item, const std::byte* from, std::uint64_t index) noexcept {
    const std::byte* at = item.is_text() ? from : from + index * item.unit;
    switch (item.kind) {
        case value_kind::signed_integer: return sign_extended(load_unsigned(at, item.unit, item.order), item.unit);
        case value_kind::unsigned_integer: return load_unsigned(at, item.unit, item.order);
        case value_kind::floating: return load_floating(at, item.unit, item.order);
        case value_kind::boolean: return *at != std::byte{0};
        case value_kind::character: return byte_view(at, 1);
        case value_kind::bytes:
        case value_kind::pascal_bytes: return load_text(item, at);
        case value_kind::pad: break;
    }
    return {};
}

std::expected<format, error> format::compile(std::string_view text, grammar rules, const format_limits& limits) {
    const auto refuse = [](errc code, std::uint64_t limit, std::uint64_t given) {
        return std::unexpected(error{.code = code, .during = operation::parse_format, .wanted = limit, .given = given});
    };
    if (text.size() > limits.max_text_bytes) return refuse(errc::text_too_long, limits.max_text_bytes, text.size());
    format compiled;
    compiled.text_.assign(text.begin(), text.end());
    compiled.max_record_bytes_ = limits.max_record_bytes;
    format_reader reader(text, rules);
    for (format_item item; reader.next(item);) {
        if (compiled.items_.size() == limits.max_items) return refuse(errc::too_many_items, limits.max_items, 0);
        compiled.items_.push_back(item);
        compiled.values_ += item.values();
    }
    if (reader.failed()) return std::unexpected(reader.fault());
    compiled.size_ = reader.size();
    std::vector<std::uint32_t> slots(name_slots(compiled.items_.size()));
    const std::size_t duplicate = find_duplicate_name(text, compiled.items_, slots);
    if (duplicate != compiled.items_.size()) {
        return std::unexpected(duplicate_name_error(text, compiled.items_[duplicate]));
    }
    return compiled;
}

std::expected<void, error> format::check_count(std::size_t given, operation during) const noexcept {
    if (given == values_) return {};
    error fault{.code = given < values_ ? errc::too_few_values : errc::too_many_values, .during = during};
    fault.wanted = values_;
    fault.given = given;
    return std::unexpected(fault);
}

std::expected<void, error> format::check_values(std::span<const value> record, operation during) const noexcept {
    std::size_t next = 0;
    std::uint32_t field = 0;
    for (const format_item& item : items_) {
        for (std::uint64_t index = 0; index != item.values(); ++index) {
            const value& given = record[next++];
            const errc reason = check_value(item, given);
            if (reason == errc{}) continue;
            error fault{.code = reason, .during = during, .letter = item.letter, .item = field};
            fault.position = item.position;
            fault.offset = item.offset + index * item.unit;
            fault.wanted = item.unit;
            fault.given = given.low_bits();
            return std::unexpected(fault);
        }
        if (item.is_field()) ++field;
    }
    return {};
}

void format::store(std::byte* to, std::span<const value> record) const noexcept {
    std::size_t next = 0;
    std::uint64_t end = 0;  // of what is written
    for (const format_item& item : items_) {
        const std::uint64_t begin = item.kind == value_kind::pad ? item.offset + item.size() : item.offset;
        if (begin != end) std::memset(to + end, 0, static_cast<std::size_t>(begin - end));
        for (std::uint64_t index = 0; index != item.values(); ++index) {
            store_value(item, to + item.offset + index * item.unit, record[next++]);
        }
        end = item.offset + item.size();
    }
}

void format::load(const std::byte* from, value* to) const noexcept {
    for (const format_item& item : items_) {
        for (std::uint64_t index = 0; index != item.values(); ++index) {
            *to++ = load_value(item, from + item.offset, index);
        }
    }
}

std::expected<std::vector<std::byte>, error> format::pack(std::span<const value> record) const {
    auto fits = check_count(record.size(), operation::pack);
    if (fits) fits = check_values(record, operation::pack);
    if (!fits) return std::unexpected(fits.error());
    if (size_ > max_record_bytes_) {
        error fault{.code = errc::total_too_large, .during = operation::pack, .wanted = max_record_bytes_};
        return std::unexpected(fault);
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(size_));
    store(bytes.data(), record);
    return bytes;
}

std::expected<void, error> format::pack_into(byte_span output, std::ptrdiff_t offset,
                                             std::span<const value> record) const noexcept {
    if (const auto fits = check_count(record.size(), operation::pack_into); !fits) return fits;
    const auto start = locate_record(output.size(), offset, size_, operation::pack_into);
    if (!start) return std::unexpected(start.error());
    if (const auto fits = check_values(record, operation::pack_into); !fits) return fits;
    store(output.data() + *start, record);
    return {};
}

std::expected<std::vector<value>, error> format::unpack(byte_view input) const {
    std::vector<value> record;
    if (input.size() == size_) record.resize(static_cast<std::size_t>(values_));
    if (const auto done = unpack_into(input, record); !done) return std::unexpected(done.error());
    return record;
}

std::expected<std::vector<value>, error> format::unpack_from(byte_view input, std::ptrdiff_t offset) const {
    const auto start = locate_record(input.size(), offset, size_, operation::unpack_from);
    if (!start) return std::unexpected(start.error());
    std::vector<value> record(static_cast<std::size_t>(values_));
    load(input.data() + *start, record.data());
    return record;
}

std::expected<void, error> format::unpack_into(byte_view input, std::span<value> output) const noexcept {
    if (input.size() != size_)
        return std::unexpected(wrong_record_size(items_, size_, input.size(), operation::unpack));
    if (output.size() < values_) {
        error fault{.code = errc::too_many_values, .during = operation::unpack, .wanted = output.size()};
        fault.given = values_;
        return std::unexpected(fault);
    }
    load(input.data(), output.data());
    return {};
}

}  // namespace structwire
