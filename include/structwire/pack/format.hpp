// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A format that is known at run time only.
#ifndef STRUCTWIRE_PACK_FORMAT_HPP
#define STRUCTWIRE_PACK_FORMAT_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/format/reader.hpp>
#include <structwire/pack/format_field.hpp>
#include <structwire/pack/format_records.hpp>
#include <structwire/pack/load_value.hpp>
#include <structwire/pack/value.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace structwire {

namespace detail {

struct bad_value;
struct format_run;
struct record_plan;

// One step of packing or unpacking a record of fixed size.
struct format_step {
    std::uint64_t offset;
    std::uint64_t bias;  // of a single integer: added before the comparison with the greatest
    std::uint64_t most;  // of a single integer: the greatest; of zeros: how many
    std::uint32_t item;
    std::uint8_t code;
};

}  // namespace detail

/// What a run-time format may cost. Formats come from configuration and command lines, and counts and lengths from
/// peers, so all limits are on. The first three bind in compile(), the others where records are packed and unpacked;
/// functions that allocate nothing need neither.
struct format_limits {
    /// Stops a text that takes long to read and much to keep.
    std::size_t max_text_bytes = 64 * 1024;
    /// Stops an item list of many times the text's size.
    std::size_t max_items = 16 * 1024;
    /// Stops a tower of brackets that every walk over the format climbs again. Not more than the default.
    std::size_t max_nesting = format_reader::max_nesting;
    /// Stops `999999999999s`, an allocation out of twelve characters, and records that nobody expects so large.
    /// Binds in pack(), unpack(), unpack_from() and unpack_prefix().
    std::uint64_t max_record_bytes = 64 * 1024 * 1024;
    /// Stops a count that turns few bytes into many values: a value takes 24 bytes, and `>{I:(8{u1})}` makes eight of
    /// each byte. The default is 96 MiB of them, enough for a million items of `4I`. Binds in unpack(), unpack_from()
    /// and unpack_prefix().
    std::uint64_t max_values = 4 * 1024 * 1024;
};

/// How large the record at the start of some bytes is.
struct record_extent {
    std::uint64_t bytes;   ///< bytes of the record
    std::uint64_t values;  ///< values that it unpacks to
};

/// What format::unpack_prefix gives.
struct record_prefix {
    std::vector<value> values;  ///< as unpack() gives them
    byte_view rest;             ///< the input behind the record
};

/// A format string compiled once, for many records: the same parser, bytes and errors as the compile-time functions.
///
/// Values:     flattened as Python does, see value: `4I` is four values, `8s` is one, `(2,3)d` six in C order, `T{IH}`
///             two; a counted group is its count and then the values of its elements. Pads and reserved bits are none:
///             they are packed as zeros and not looked at when unpacked.
/// Packing:    `s` and `p` cut text that is too long, as Python does; `?` takes the truth of anything; `P` takes
///             negative addresses; a count or LEB128 number is any integer kind; LEB128 is always the shortest
/// Cost:       memory in proportion to the text: counts are never expanded
/// Guarantee:  after compile(), everything allocates nothing but pack(), unpack(), unpack_from(), unpack_prefix() and
///             fields(); strong on error; const functions may be called from several threads
/// Source:     Python struct documentation, struct.Struct
/// Example:    `auto header = structwire::format::compile(">I:id: H:kind:"); auto got = header->unpack(bytes);`
class format {
public:
    /// Reads `text` by `rules`.
    ///
    /// Errors:  those of format_reader with `position` and `letter`; errc::duplicate_name; errc::text_too_long,
    ///          errc::too_many_items and errc::nested_too_deep by `limits`
    [[nodiscard]] static std::expected<format, error> compile(std::string_view text,
                                                              grammar rules = grammar::structwire,
                                                              const format_limits& limits = {});

    /// Reads the format of a buffer as PEP 3118 describes it: what `memoryview.format` and `memoryview.itemsize` say.
    ///
    /// @param text      in the default grammar, except that it is native where no order is said: then text() starts
    ///                  with the `@` that PEP 3118 means
    /// @param itemsize  bytes of one item. ctypes emits texts that lack its padding: these do not describe the items
    /// Errors:  those of compile(), positions in `text`; errc::variable_size with the position of an item that has no
    ///          fixed size; errc::short_buffer when the text describes more than itemsize, errc::extra_bytes when it
    ///          describes less (described / itemsize)
    [[nodiscard]] static std::expected<format, error> compile_pep3118(std::string_view text, std::uint64_t itemsize,
                                                                      const format_limits& limits = {});

    /// The text that was compiled.
    [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), text_.size()}; }

    /// The limits that it was compiled with.
    [[nodiscard]] const format_limits& limits() const noexcept { return limits_; }

    /// Items in the order of the text, pads included; counts are not expanded.
    [[nodiscard]] std::span<const format_item> items() const noexcept { return items_; }

    /// Text, items and size together, borrowed from this format.
    [[nodiscard]] layout_view layout() const noexcept { return {text(), items_, size_, max_size_}; }

    /// Whether the size of a record depends on its bytes.
    [[nodiscard]] bool is_variable() const noexcept { return layout().variable(); }

    /// Bytes of one record; of a variable format min_size(). calcsize() refuses instead.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Least and greatest bytes of one record; the greatest is unlimited_size where nothing bounds it.
    [[nodiscard]] std::uint64_t min_size() const noexcept { return size_; }
    [[nodiscard]] std::uint64_t max_size() const noexcept { return max_size_; }

    /// Bytes of one record (Python: calcsize).
    ///
    /// Errors:  errc::variable_size with `position` and `letter` of the first item that has no fixed size
    [[nodiscard]] std::expected<std::uint64_t, error> calcsize() const noexcept;

    /// Values of one record, counts flattened; with counted groups the least.
    [[nodiscard]] std::uint64_t values() const noexcept { return values_; }

    /// All fields in the order of the text, members of structures and groups right behind them.
    [[nodiscard]] std::vector<format_field> fields() const;

    /// The field of that name, or of a path of names with dots between them: `header.length`. The first one if names
    /// that contain dots allow several; nothing if there is none.
    [[nodiscard]] std::optional<format_field> find(std::string_view path) const noexcept;

    /// Packs into new memory.
    ///
    /// Errors:  errc::too_few_values, too_many_values (values that the format takes, in a variable one at least /
    ///          given); errc::wrong_type, errc::out_of_range (bits of the field / the value's low 64 bits);
    ///          errc::wrong_length for text longer than its length code can say (longest / given); errc::invalid_value
    ///          for text with a NUL in `{z}` (0 / index of the NUL); errc::total_too_large by max_record_bytes. Those
    ///          of a value have `item`, `position`, `letter` and `offset`, where it would stand in the record.
    [[nodiscard]] std::expected<std::vector<std::byte>, error> pack(std::span<const value> record) const;
    [[nodiscard]] std::expected<std::vector<std::byte>, error> pack(std::initializer_list<value> record) const {
        return pack(std::span(record.begin(), record.size()));
    }

    /// The same with each value as an argument: `pack(42, 0.5, "text")`.
    template <class... Arguments>
        requires(std::convertible_to<const Arguments&, value> && ...)
    [[nodiscard]] std::expected<std::vector<std::byte>, error> pack(const Arguments&... arguments) const {
        const std::array<value, sizeof...(Arguments)> record{arguments...};
        return pack(std::span<const value>(record));
    }

    /// Bytes that pack() would give.
    ///
    /// Errors:  those of pack() except for errc::total_too_large by max_record_bytes
    [[nodiscard]] std::expected<std::uint64_t, error> packed_size(std::span<const value> record) const noexcept;

    /// Packs to byte `offset` of `output`; a negative offset counts from the end. On error nothing is written.
    ///
    /// @param record  `s` and `p` values may view the very bytes that they are packed to, as after unpack_from at the
    ///                same offset; other bytes of `output` they must not view
    /// @return        bytes written
    /// Errors:  those of packed_size(); errc::short_buffer and errc::bad_offset as locate_record gives them
    [[nodiscard]] std::expected<std::size_t, error> pack_into(byte_span output, std::ptrdiff_t offset,
                                                              std::span<const value> record) const noexcept;
    template <class... Arguments>
        requires(std::convertible_to<const Arguments&, value> && ...)
    [[nodiscard]] std::expected<std::size_t, error> pack_into(byte_span output, std::ptrdiff_t offset,
                                                              const Arguments&... arguments) const noexcept {
        const std::array<value, sizeof...(Arguments)> record{arguments...};
        return pack_into(output, offset, std::span<const value>(record));
    }

    /// Looks at the record at the start of `input`, which may have more bytes: whether it is whole and good, and how
    /// large it is. What unpack_into() then needs is `input.first(bytes)` and room for `values`.
    ///
    /// Errors:  errc::short_buffer (bytes that the record certainly takes / bytes there): at least so many more are
    ///          missing; `offset` is the first missing byte, `item` and `position` tell what ends too early.
    ///          errc::bad_varint and errc::bad_count as load_variable gives them, with `offset` in `input`
    [[nodiscard]] std::expected<record_extent, error> measure(byte_view input) const noexcept;

    /// Unpacks one record, which must be all of `input`; bytes values view the input.
    ///
    /// Errors:  those of measure(); errc::extra_bytes (bytes of the record / bytes there) with the first extra byte in
    ///          `offset`; errc::total_too_large by max_record_bytes; errc::too_many_values (max_values / values)
    /// Guarantee: a length or count is compared with the bytes that are there before anything is allocated
    [[nodiscard]] std::expected<std::vector<value>, error> unpack(byte_view input) const;

    /// Unpacks the record at byte `offset` of `input`; a negative offset counts from the end.
    ///
    /// Errors:  those of unpack() but errc::extra_bytes; errc::short_buffer and errc::bad_offset as locate_record gives
    ///          them; the offset of another error is in `input`
    [[nodiscard]] std::expected<std::vector<value>, error> unpack_from(byte_view input,
                                                                       std::ptrdiff_t offset = 0) const;

    /// Unpacks one record, which must be all of `input`, into `output`.
    ///
    /// @return  values written
    /// Errors:  those of measure(); errc::extra_bytes; errc::too_many_values (room / values) where the room is too
    ///          small. Then nothing is written.
    [[nodiscard]] std::expected<std::size_t, error> unpack_into(byte_view input,
                                                                std::span<value> output) const noexcept;

    /// Unpacks the record at the start of `input` and gives back what follows it.
    ///
    /// Errors:  those of unpack() but errc::extra_bytes
    [[nodiscard]] std::expected<record_prefix, error> unpack_prefix(byte_view input) const;

    /// The records that `input` consists of, none if it is empty. All of them are looked at once, none is unpacked.
    ///
    /// Errors:  errc::extra_bytes (size() / bytes given) when the input is no multiple of size(), `offset` at the first
    ///          extra byte, and for a format of size 0; in a variable format those of measure() for the bad record,
    ///          with `offset`, wanted and given counted from the start of `input`
    /// Source:  Python struct documentation, iter_unpack
    [[nodiscard]] std::expected<format_records, error> iter_unpack(byte_view input) const noexcept;

    /// Equal when both pack and unpack alike: the same fields (code letter, array or shape, name, nesting), of the same
    /// sizes and at the same places, in the same byte order where the bytes depend on it, and records of the same size.
    /// White space, grammar, limits, how an order was said, and whether a gap was written as `x`, as `{x8}` or comes
    /// from alignment are not compared, nor are names of pads.
    friend bool operator==(const format& left, const format& right) noexcept;

private:
    format() = default;

    [[nodiscard]] detail::record_plan plan() const noexcept;
    [[nodiscard]] error refuse_value(const detail::bad_value& bad, operation during) const noexcept;
    [[nodiscard]] std::expected<record_extent, error> extent_at(byte_view input, std::size_t start,
                                                                operation during) const noexcept;
    [[nodiscard]] std::expected<record_extent, error> measure_whole(byte_view input) const noexcept;
    [[nodiscard]] std::expected<std::uint64_t, error> check(std::span<const value> record, std::uint64_t limit,
                                                            operation during) const noexcept;
    void store(std::byte* to, std::span<const value> record) const noexcept;
    void load(byte_view record, value* to) const noexcept;
    [[nodiscard]] std::expected<std::vector<value>, error> load(byte_view input, std::size_t start,
                                                                record_extent extent, operation during) const;

    std::vector<char> text_;
    std::vector<format_item> items_;
    std::vector<const detail::format_run*> runs_;  // how each item's values are moved
    std::vector<detail::format_step> steps_;       // the record, if it is of fixed size
    std::uint64_t size_ = 0;
    std::uint64_t max_size_ = 0;
    std::uint64_t values_ = 0;
    format_limits limits_{};
};

}  // namespace structwire

#endif
