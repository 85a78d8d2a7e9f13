// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A format that is known at run time only.
#ifndef STRUCTWIRE_PACK_FORMAT_HPP
#define STRUCTWIRE_PACK_FORMAT_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/pack/value.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace structwire {

/// What a run-time format may cost. Formats come from configuration and command lines, so all limits are on.
struct format_limits {
    std::size_t max_text_bytes = 64 * 1024;             ///< stops a text that takes long to read and to keep
    std::size_t max_items = 16 * 1024;                  ///< stops an item list of many times the text's size
    std::uint64_t max_record_bytes = 64 * 1024 * 1024;  ///< stops `999999999s` from allocating; applies to pack
};

/// A format string compiled once, for many records: the same parser, bytes and errors as the compile-time functions,
/// with values() flattened as Python does (`4I` is four values, `8s` is one).
///
/// Values:     see value; `s` and `p` cut text that is too long, as Python does; `?` takes the truth of anything
/// Cost:       memory in proportion to the text: counts are never expanded
/// Guarantee:  after compile(), everything but pack() and unpack() works without allocation; strong on error
/// Source:     Python struct documentation, struct.Struct
/// Example:    `auto header = structwire::format::compile(">I:id: H:kind:"); auto got = header->unpack(bytes);`
class format {
public:
    /// Reads `text` by `rules`.
    ///
    /// Errors:  those of format_reader with `position` and `letter`; errc::duplicate_name; errc::text_too_long and
    ///          errc::too_many_items by `limits`
    [[nodiscard]] static std::expected<format, error> compile(std::string_view text,
                                                              grammar rules = grammar::structwire,
                                                              const format_limits& limits = {});

    /// The text that was compiled.
    [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), text_.size()}; }

    /// Bytes of one record (Python: calcsize).
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Values of one record, counts flattened.
    [[nodiscard]] std::uint64_t values() const noexcept { return values_; }

    /// Items in the order of the text, pads included; counts are not expanded.
    [[nodiscard]] std::span<const format_item> items() const noexcept { return items_; }

    /// Text, items and size together, borrowed from this format.
    [[nodiscard]] layout_view layout() const noexcept { return {text(), items_, size_}; }

    /// Packs into new memory.
    ///
    /// Errors:  errc::too_few_values, too_many_values (values() / given); errc::wrong_type, out_of_range, wrong_length
    ///          with `item`, `position`, `letter` and `offset` of the field; errc::total_too_large by max_record_bytes
    [[nodiscard]] std::expected<std::vector<std::byte>, error> pack(std::span<const value> record) const;
    [[nodiscard]] std::expected<std::vector<std::byte>, error> pack(std::initializer_list<value> record) const {
        return pack(std::span(record.begin(), record.size()));
    }

    /// Packs to byte `offset` of `output`; a negative offset counts from the end. On error nothing is written.
    ///
    /// @param record  `s` and `p` values may view the very bytes that they are packed to, as after unpack_from at the
    ///                same offset; other bytes of `output` they must not view
    /// Errors:  those of pack(); errc::short_buffer and errc::bad_offset as locate_record gives them
    [[nodiscard]] std::expected<void, error> pack_into(byte_span output, std::ptrdiff_t offset,
                                                       std::span<const value> record) const noexcept;

    /// Unpacks a record of exactly size() bytes; `s`, `p` and `c` values view the input.
    ///
    /// Errors:  errc::short_buffer, errc::extra_bytes (size() / bytes given), as try_unpack
    [[nodiscard]] std::expected<std::vector<value>, error> unpack(byte_view input) const;

    /// Unpacks the record at byte `offset` of `input`; a negative offset counts from the end.
    ///
    /// Errors:  errc::short_buffer and errc::bad_offset as locate_record gives them
    [[nodiscard]] std::expected<std::vector<value>, error> unpack_from(byte_view input,
                                                                       std::ptrdiff_t offset = 0) const;

    /// Unpacks a record of exactly size() bytes into `output`, which has room for values().
    ///
    /// Errors:  those of unpack(); errc::too_many_values (room / values()) where the room is too small
    [[nodiscard]] std::expected<void, error> unpack_into(byte_view input, std::span<value> output) const noexcept;

private:
    format() = default;

    [[nodiscard]] std::expected<void, error> check_count(std::size_t given, operation during) const noexcept;
    [[nodiscard]] std::expected<void, error> check_values(std::span<const value> record,
                                                          operation during) const noexcept;
    void store(std::byte* to, std::span<const value> record) const noexcept;
    void load(const std::byte* from, value* to) const noexcept;

    std::vector<char> text_;
    std::vector<format_item> items_;
    std::uint64_t size_ = 0;
    std::uint64_t values_ = 0;
    std::uint64_t max_record_bytes_ = 0;
};

/// Value number `index` of one item whose first byte is `from`, for example the third integer of `4I`.
///
/// @param from   the whole item's bytes; `s`, `p` and `c` values view them
/// Precondition: index < item.values()
[[nodiscard]] value load_value(const format_item& item, const std::byte* from, std::uint64_t index = 0) noexcept;

}  // namespace structwire

#endif
