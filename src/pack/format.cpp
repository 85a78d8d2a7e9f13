// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Compiles formats, and packs and unpacks by them.
#include <structwire/format/collect.hpp>
#include <structwire/format/names.hpp>
#include <structwire/format/reader.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/format.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "fixed_record.hpp"
#include "flat_record.hpp"
#include "record_reader.hpp"
#include "record_writer.hpp"

namespace structwire {

namespace {

constexpr std::uint64_t most_bytes = std::numeric_limits<std::ptrdiff_t>::max();

std::unexpected<error> refuse(operation during, errc code, std::uint64_t wanted, std::uint64_t given) noexcept {
    return std::unexpected(error{.code = code, .during = during, .wanted = wanted, .given = given});
}

// The number of items, or why the text is none; structures and their members count each.
std::expected<std::size_t, error> count_within(std::string_view text, grammar rules, const format_limits& limits) {
    if (text.size() > limits.max_text_bytes) {
        return refuse(operation::parse_format, errc::text_too_long, limits.max_text_bytes, text.size());
    }
    std::size_t items = 0;
    std::size_t depth = 0;
    format_reader reader(text, rules);
    for (format_item item{}; reader.next(item);) {
        if (item.kind == value_kind::end) {
            --depth;
            continue;
        }
        if (++items > limits.max_items) {
            return refuse(operation::parse_format, errc::too_many_items, limits.max_items, 0);
        }
        if (!item.is_nested() || ++depth <= limits.max_nesting) continue;
        auto fault = refuse(operation::parse_format, errc::nested_too_deep, limits.max_nesting, 0);
        fault.error().position = item.position;
        fault.error().letter = text[item.position];
        return fault;
    }
    if (reader.failed()) return std::unexpected(reader.fault());
    return items;
}

}  // namespace

std::expected<format, error> format::compile(std::string_view text, grammar rules, const format_limits& limits) {
    const auto items = count_within(text, rules, limits);
    if (!items) return std::unexpected(items.error());
    format compiled;
    compiled.limits_ = limits;
    compiled.text_.assign(text.begin(), text.end());
    compiled.items_.resize(*items);
    format_reader reader(text, rules);
    collect_items(reader, compiled.items_);
    compiled.size_ = reader.size();
    compiled.max_size_ = reader.max_size();
    for (std::size_t index = 0; index < *items; index = next_sibling(compiled.items_, index)) {
        compiled.values_ += compiled.items_[index].values();
    }
    std::vector<std::uint32_t> slots(name_slots(*items));
    const std::size_t duplicate = find_duplicate_name(text, compiled.items_, slots);
    if (duplicate != *items) return std::unexpected(duplicate_name_error(text, compiled.items_[duplicate]));
    compiled.runs_.reserve(*items);
    for (const format_item& item : compiled.items_) compiled.runs_.push_back(detail::find_run(item));
    if (!compiled.is_variable()) compiled.steps_ = detail::plan_steps(compiled.plan(), compiled.size_);
    return compiled;
}

std::expected<format, error> format::compile_pep3118(std::string_view text, std::uint64_t itemsize,
                                                     const format_limits& limits) {
    auto compiled = compile(text, grammar::structwire, limits);
    std::uint32_t added = 0;  // characters in front of the caller's text
    if (!compiled && compiled.error().code == errc::missing_byte_order) {
        std::vector<char> native{'@'};
        native.insert(native.end(), text.begin(), text.end());
        compiled = compile({native.data(), native.size()}, grammar::structwire, limits);
        added = 1;
    }
    if (compiled && compiled->size_ == itemsize && !compiled->is_variable()) return compiled;
    error fault = !compiled ? compiled.error()
                  : compiled->is_variable()
                      ? compiled->calcsize().error()
                      : wrong_record_size(compiled->items_, compiled->size_, itemsize, operation::parse_format);
    fault.during = operation::parse_format;
    if (fault.position != error::no_item) fault.position -= added;
    return std::unexpected(fault);
}

std::expected<std::uint64_t, error> format::calcsize() const noexcept {
    if (!is_variable()) return size_;
    auto fault = refuse(operation::calcsize, errc::variable_size, 0, 0);
    for (const format_item& item : items_) {
        if (!item.variable || item.kind == value_kind::structure) continue;
        fault.error().position = item.position;
        fault.error().letter = text_[item.position];
        break;
    }
    return fault;
}

detail::record_plan format::plan() const noexcept { return {items_, runs_}; }

// Packing

error format::refuse_value(const detail::bad_value& bad, operation during) const noexcept {
    error fault{.code = bad.reason, .during = during, .letter = items_[bad.item].letter};
    fault.item = detail::field_number(items_, bad.item);
    fault.position = items_[bad.item].position;
    fault.offset = bad.offset;
    fault.wanted = bad.wanted;
    fault.given = bad.given;
    return fault;
}

std::expected<std::uint64_t, error> format::check(std::span<const value> record, std::uint64_t limit,
                                                  operation during) const noexcept {
    if (is_variable()) {
        const detail::record_plan items = plan();
        detail::record_writer writer(items, record, limit);
        if (writer.check()) return writer.bytes();
        error fault = writer.fault();
        fault.during = during;
        return std::unexpected(fault);
    }
    if (record.size() != values_) {
        const errc code = record.size() < values_ ? errc::too_few_values : errc::too_many_values;
        return refuse(during, code, values_, record.size());
    }
    detail::bad_value bad;
    if (!detail::check_steps(steps_, plan(), record.data(), bad)) [[unlikely]] {
        return std::unexpected(refuse_value(bad, during));
    }
    if (size_ > limit) return refuse(during, errc::total_too_large, limit, 0);
    return size_;
}

void format::store(std::byte* to, std::span<const value> record) const noexcept {
    const detail::record_plan items = plan();
    if (is_variable()) {
        detail::record_writer(items, record, most_bytes).store(to);
    } else {
        detail::store_steps(steps_, items, to, record.data());
    }
}

std::expected<std::uint64_t, error> format::packed_size(std::span<const value> record) const noexcept {
    return check(record, most_bytes, operation::pack);
}

std::expected<std::vector<std::byte>, error> format::pack(std::span<const value> record) const {
    const auto size = check(record, limits_.max_record_bytes, operation::pack);
    if (!size) return std::unexpected(size.error());
    std::vector<std::byte> bytes(static_cast<std::size_t>(*size));
    if (*size != 0) store(bytes.data(), record);
    return bytes;
}

std::expected<std::size_t, error> format::pack_into(byte_span output, std::ptrdiff_t offset,
                                                    std::span<const value> record) const noexcept {
    // As CPython: a wrong number of values comes first, then the room, then the values.
    if (!is_variable() && record.size() == values_) {
        auto start = static_cast<std::size_t>(offset);
        if (offset < 0 || start > output.size() || output.size() - start < size_) [[unlikely]] {
            const auto located = locate_record(output.size(), offset, size_, operation::pack_into);
            if (!located) return std::unexpected(located.error());
            start = *located;
        }
        const detail::record_plan items = plan();
        detail::bad_value bad;
        if (!detail::check_steps(steps_, items, record.data(), bad)) [[unlikely]] {
            return std::unexpected(refuse_value(bad, operation::pack_into));
        }
        detail::store_steps(steps_, items, output.data() + start, record.data());
        return static_cast<std::size_t>(size_);
    }
    const auto size = check(record, most_bytes, operation::pack_into);
    if (!size) return std::unexpected(size.error());
    const auto start = locate_record(output.size(), offset, *size, operation::pack_into);
    if (!start) return std::unexpected(start.error());
    if (*size != 0) store(output.data() + *start, record);
    return static_cast<std::size_t>(*size);
}

// Unpacking

// The record from `start` on; its least bytes may be missing.
std::expected<record_extent, error> format::extent_at(byte_view input, std::size_t start,
                                                      operation during) const noexcept {
    input = input.subspan(start);
    if (!is_variable()) {
        if (input.size() >= size_) return record_extent{size_, values_};
        return std::unexpected(wrong_record_size(items_, size_, input.size(), during));
    }
    const detail::record_plan items = plan();
    detail::record_reader reader(items, input);
    if (reader.measure()) return record_extent{reader.bytes(), reader.values()};
    error fault = reader.fault();
    fault.during = during;
    fault.offset += start;
    return std::unexpected(fault);
}

void format::load(byte_view record, value* to) const noexcept {
    const detail::record_plan items = plan();
    if (is_variable()) {
        detail::record_reader(items, record).load(to);
    } else {
        detail::load_steps(steps_, items, record.data(), to);
    }
}

std::expected<std::vector<value>, error> format::load(byte_view input, std::size_t start, record_extent extent,
                                                      operation during) const {
    if (extent.bytes > limits_.max_record_bytes) {
        return refuse(during, errc::total_too_large, limits_.max_record_bytes, 0);
    }
    if (extent.values > limits_.max_values) {
        return refuse(during, errc::too_many_values, limits_.max_values, extent.values);
    }
    std::vector<value> record(static_cast<std::size_t>(extent.values));
    load(input.subspan(start, static_cast<std::size_t>(extent.bytes)), record.data());
    return record;
}

std::expected<record_extent, error> format::measure(byte_view input) const noexcept {
    return extent_at(input, 0, operation::unpack);
}

std::expected<record_extent, error> format::measure_whole(byte_view input) const noexcept {
    const auto extent = extent_at(input, 0, operation::unpack);
    if (!extent || extent->bytes == input.size()) return extent;
    return std::unexpected(wrong_record_size({}, extent->bytes, input.size(), operation::unpack));
}

std::expected<std::vector<value>, error> format::unpack(byte_view input) const {
    const auto extent = measure_whole(input);
    if (!extent) return std::unexpected(extent.error());
    return load(input, 0, *extent, operation::unpack);
}

std::expected<std::vector<value>, error> format::unpack_from(byte_view input, std::ptrdiff_t offset) const {
    const auto start = locate_record(input.size(), offset, size_, operation::unpack_from);
    if (!start) return std::unexpected(start.error());
    const auto extent = extent_at(input, *start, operation::unpack_from);
    if (extent) return load(input, *start, *extent, operation::unpack_from);
    error fault = extent.error();
    if (fault.code == errc::short_buffer) {  // in the words and numbers of locate_record
        fault.offset = *start;
        fault.letter = offset < 0 ? '-' : '\0';
        fault.given = offset < 0 ? input.size() - *start : input.size();
    }
    return std::unexpected(fault);
}

std::expected<std::size_t, error> format::unpack_into(byte_view input, std::span<value> output) const noexcept {
    if (!is_variable() && input.size() == size_ && values_ <= output.size()) [[likely]] {
        detail::load_steps(steps_, plan(), input.data(), output.data());
        return static_cast<std::size_t>(values_);
    }
    const auto extent = measure_whole(input);
    if (!extent) return std::unexpected(extent.error());
    if (extent->values > output.size()) {
        return refuse(operation::unpack, errc::too_many_values, output.size(), extent->values);
    }
    load(input, output.data());
    return static_cast<std::size_t>(extent->values);
}

std::expected<record_prefix, error> format::unpack_prefix(byte_view input) const {
    const auto extent = measure(input);
    if (!extent) return std::unexpected(extent.error());
    auto values = load(input, 0, *extent, operation::unpack);
    if (!values) return std::unexpected(values.error());
    return record_prefix{std::move(*values), input.subspan(static_cast<std::size_t>(extent->bytes))};
}

}  // namespace structwire
