// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The one parser of format strings, at compile time and at run time.
#ifndef STRUCTWIRE_FORMAT_READER_HPP
#define STRUCTWIRE_FORMAT_READER_HPP

#include <structwire/detail/find_character.hpp>
#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace structwire {

/// Reads a format text item by item.
///
/// Everything that knows what a format means gets it from here: the typed functions, the run-time format, the
/// dump. The reader keeps no list and allocates nothing; counts are never expanded, so its work is
/// proportional to the text. The text of all grammars is in docs/format.md as EBNF.
///
/// Errors:     those of the first group of errc; `position` and `letter` say which character
/// Limits:     `max_nesting` brackets inside one another; sizes and counts up to 2^63 - 1
/// Complexity: O(characters), each one is looked at once
/// Source:     Python struct documentation, "Format Strings"; PEP 3118 as numpy reads it; docs/format.md for `{...}`
/// Example:    `format_reader in(">I:id:"); for (format_item item; in.next(item);) use(item);`
class format_reader {
public:
    /// Longest text that positions can address.
    static constexpr std::size_t max_text_bytes = std::numeric_limits<std::uint32_t>::max() - 1;

    /// Structures and groups inside one another, at most. Stops `T{T{T{...` from being a tower that every later walk
    /// over the items has to climb.
    static constexpr std::size_t max_nesting = 32;

    /// @param text   borrowed while the reader is used
    /// @param rules  which grammar the text is in
    constexpr explicit format_reader(std::string_view text, grammar rules = grammar::structwire) noexcept
        : text_(text), rules_(rules) {
        if (text.size() > max_text_bytes) {
            fail(errc::text_too_long, 0, max_text_bytes);
            fault_.given = text.size();
        } else if (const std::size_t null = detail::find_character(text, '\0'); null != text.size()) {
            fail(errc::embedded_null, null);
        } else if (rules == grammar::python) {
            use_order('@');
            if (!text.empty() && is_order(text.front())) use_order(text_[position_++]);
        }
    }

    /// Reads the next item.
    ///
    /// A structure comes twice: in front of its members with what its text says, and behind them, with kind
    /// value_kind::end, complete: `offset`, `unit`, `flat`, `variable` and `members`, the number of items since. So
    /// does a counted group. collect_items() puts the two together.
    ///
    /// @return  true with the item in `out`; false at the end of the text or at the first fault, and from then on
    constexpr bool next(format_item& out) noexcept {
        if (failed_) return false;
        if (!skip_to_item()) return end_of_text();
        if (is_closing(text_[position_])) return close(out);
        out = {};
        out.begin = position();
        out.count = 1;
        if (here().rest_seen) return fail(errc::rest_not_last, position_);
        return read_item(out) && count_item(out);
    }

    /// Whether reading stopped at a fault.
    [[nodiscard]] constexpr bool failed() const noexcept { return failed_; }

    /// The fault; meaningful only after failed().
    [[nodiscard]] constexpr const error& fault() const noexcept { return fault_; }

    /// Bytes of the record so far, at least; of the whole format once next() has returned false without a fault.
    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return levels_[0].before + levels_[0].offset; }

    /// Bytes of the record so far, at most; unlimited_size where nothing bounds them.
    [[nodiscard]] constexpr std::uint64_t max_size() const noexcept {
        return sum(levels_[0].before_at_most, levels_[0].offset);
    }

private:
    static constexpr std::uint64_t limit = std::numeric_limits<std::ptrdiff_t>::max();

    // What is known about the record, or about an open structure or group.
    struct open_level {
        format_item item{};                // the structure or group itself
        std::uint64_t offset = 0;          // bytes since the last variable item
        std::uint64_t before = 0;          // bytes up to and with the last variable item, at least
        std::uint64_t before_at_most = 0;  // the same, at most
        std::uint64_t flat = 0;            // values so far
        std::uint32_t items = 0;           // items so far, members of members included
        std::uint32_t run_position = 0;    // where the open bit run begins
        std::uint8_t bits = 0;             // bits of the byte at `offset` that are taken
        std::uint8_t alignment = 1;        // greatest of the members
        bool variable = false;             // something has a variable size
        bool rest_seen = false;
    };

    struct order_state {
        std::endian order = std::endian::native;
        bool native = false;
        bool said = false;
    };

    static constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
    static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    static constexpr bool is_order(char c) noexcept { return c == '@' || c == '=' || c == '<' || c == '>' || c == '!'; }
    constexpr bool is_closing(char c) const noexcept { return extended() && (c == '}' || c == ')'); }

    constexpr bool extended() const noexcept { return rules_ == grammar::structwire; }
    constexpr open_level& here() noexcept { return levels_[depth_]; }
    constexpr std::uint32_t position() const noexcept { return static_cast<std::uint32_t>(position_); }
    constexpr char peek(std::size_t ahead = 0) const noexcept {
        return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
    }

    static constexpr std::uint64_t sum(std::uint64_t left, std::uint64_t right) noexcept {
        return left > unlimited_size - right ? unlimited_size : left + right;
    }
    static constexpr std::uint64_t product(std::uint64_t left, std::uint64_t right) noexcept {
        return right != 0 && left > unlimited_size / right ? unlimited_size : left * right;
    }

    constexpr void use_order(char c) noexcept {
        order_.said = true;
        order_.native = c == '@';
        order_.order = c == '<' ? std::endian::little : c == '>' || c == '!' ? std::endian::big : std::endian::native;
    }

    constexpr bool fail(errc reason, std::size_t at, std::uint64_t wanted = 0) noexcept {
        failed_ = true;
        fault_ = {.code = reason, .during = operation::parse_format};
        fault_.position = static_cast<std::uint32_t>(at);
        fault_.wanted = wanted;
        if (at < text_.size()) fault_.letter = text_[at];
        return false;
    }
    constexpr bool fail_too_large(std::size_t at) noexcept { return fail(errc::total_too_large, at, limit); }

    // Moves to the first character of the next item, over white space and orders. False at the end.
    constexpr bool skip_to_item() noexcept {
        for (; position_ != text_.size(); ++position_) {
            const char c = text_[position_];
            if (extended() && is_order(c)) {
                use_order(c);
            } else if (!is_space(c)) {
                return true;
            }
        }
        return false;
    }

    constexpr bool end_of_text() noexcept {
        if (depth_ != 0) return fail(errc::unbalanced, here().item.position);
        check_run_end();
        return false;
    }

    constexpr bool check_run_end() noexcept {
        return here().bits == 0 || fail(errc::off_byte_boundary, here().run_position);
    }

    // [shape] [orders] [count] code [name]
    constexpr bool read_item(format_item& out) noexcept {
        if (extended() && peek() == '(' && !read_shape(out)) return false;
        const std::size_t count_begin = position_;
        std::uint64_t count = 1;
        out.counted = is_digit(peek());
        if (out.counted && !read_count(count)) return false;
        if (position_ == text_.size()) {
            const bool counted = out.counted;
            return fail(counted ? errc::count_without_code : errc::bad_shape, counted ? count_begin : out.begin);
        }
        out.position = position();
        out.order = order_.order;
        out.native = order_.native;
        const char c = peek();
        if (extended() && c == '{') return read_bracket(out, count);
        if (extended() && c == 'T') return open_structure(out, count);
        const code_info code = read_code();
        return code.exists() && place_code(code, count, out) && (!extended() || read_name(out));
    }

    constexpr bool read_count(std::uint64_t& count) noexcept {
        const std::size_t begin = position_;
        count = 0;
        for (; is_digit(peek()); ++position_) {
            const auto digit = static_cast<std::uint64_t>(text_[position_] - '0');
            if (count > (limit - digit) / 10) return fail_too_large(begin);
            count = count * 10 + digit;
        }
        if (position_ == text_.size()) return fail(errc::count_without_code, begin);
        return true;
    }

    constexpr void skip_spaces() noexcept {
        while (is_space(peek())) ++position_;
    }

    // `(2,3)`, behind which numpy writes orders, and in which pybind11 writes spaces.
    constexpr bool read_shape(format_item& out) noexcept {
        do {
            ++position_;
            skip_spaces();
            std::uint64_t dimension = 0;
            if (!is_digit(peek())) return fail_shape(out);
            if (!read_count(dimension)) return fault_.code == errc::count_without_code ? fail_shape(out) : false;
            if (out.shape_dimensions == std::numeric_limits<std::uint8_t>::max() - 1) {
                return fail(errc::bad_shape, position_);
            }
            ++out.shape_dimensions;
            if (dimension != 0 && out.count > limit / dimension) return fail_too_large(out.begin);
            out.count *= dimension;
            skip_spaces();
        } while (peek() == ',');
        if (peek() != ')') return fail_shape(out);
        ++position_;
        for (; is_order(peek()); ++position_) use_order(peek());
        return true;
    }

    constexpr bool fail_shape(const format_item& item) noexcept {
        return fail(errc::bad_shape, position_ < text_.size() ? position_ : item.begin);
    }

    constexpr code_info read_code() noexcept {
        const char c = text_[position_];
        const bool complex = c == 'Z' && (peek(1) == 'f' || peek(1) == 'd');
        const code_info code = find_code(complex ? (peek(1) == 'f' ? 'F' : 'D') : c);
        const bool usable = code.exists() && (order_.native || code.standard_size != 0);
        if (usable && (order_.said || !code.ordered)) {
            if (complex) ++position_;
            return code;
        }
        if (code.exists() && !order_.said) {
            fail(errc::missing_byte_order, position_);
        } else if (extended() && (detail::contains_character("gtuwO&X^", c) || (c == 'Z' && peek(1) == 'g'))) {
            fail(errc::unsupported_code, position_);
        } else {
            fail(extended() && c == ':' ? errc::bad_name : errc::unknown_code, position_);
        }
        return {};
    }

    constexpr bool place_code(const code_info& code, std::uint64_t count, format_item& out) noexcept {
        ++position_;
        out.end = position();
        out.letter = code.letter;
        out.kind = code.kind;
        out.unit = order_.native ? code.native_size : code.standard_size;
        out.flat = code.kind == value_kind::pad ? 0 : 1;
        if (out.is_text()) {
            out.unit = count;
        } else if (!multiply_count(out, count)) {
            return false;
        }
        return align(out, order_.native ? code.native_alignment : 1) && place(out, out.position);
    }

    constexpr bool multiply_count(format_item& out, std::uint64_t count) noexcept {
        if (out.counted && out.shape_dimensions != 0) ++out.shape_dimensions;  // numpy: (2)3f is (2,3)f
        if (count != 0 && out.count > limit / count) return fail_too_large(out.position);
        out.count *= count;
        return true;
    }

    // Moves the level's offset up to the alignment.
    constexpr bool align(const format_item& item, std::uint64_t alignment) noexcept {
        open_level& level = here();
        if (level.bits != 0) return fail(errc::off_byte_boundary, level.run_position);
        if (alignment == 1) return true;
        if (level.variable) return fail(errc::alignment_unknown, item.position);
        const std::uint64_t gap = (alignment - level.offset % alignment) % alignment;
        if (gap > limit - level.offset) return fail_too_large(item.position);
        level.offset += gap;
        if (level.alignment < alignment) level.alignment = static_cast<std::uint8_t>(alignment);
        return true;
    }

    // Gives a fixed-size item of whole bytes its place. Checks every product and sum before it can overflow.
    constexpr bool place(format_item& out, std::size_t at) noexcept {
        open_level& level = here();
        out.offset = level.offset;
        const std::uint64_t room = limit - level.before - level.offset;
        if (out.unit != 0 && out.count > room / out.unit) return fail_too_large(at);
        level.offset += out.count * out.unit;
        return count_values(out, at);
    }

    // Gives an item its place whose size stands in the bytes.
    constexpr bool place_variable(format_item& out, std::uint64_t at_least, std::uint64_t at_most,
                                  std::size_t at) noexcept {
        open_level& level = here();
        out.offset = level.offset;
        out.variable = true;
        const std::uint64_t room = limit - level.before - level.offset;
        if (at_least > room) return fail_too_large(at);
        level.before += level.offset + at_least;
        level.before_at_most = sum(sum(level.before_at_most, level.offset), at_most);
        level.offset = 0;
        level.variable = true;
        return count_values(out, at);
    }

    constexpr bool count_values(const format_item& out, std::size_t at) noexcept {
        open_level& level = here();
        // As many as 64 bits can count: `0s` is a value without a byte, so there may be more values than bytes.
        if (out.flat != 0 && out.count > (unlimited_size - level.flat) / out.flat) return fail_too_large(at);
        level.flat += out.flat * out.count;
        return true;
    }

    constexpr bool count_item(const format_item& out) noexcept {
        open_level& into = out.is_nested() ? levels_[depth_ - 1] : here();
        ++into.items;
        return true;
    }

    constexpr bool read_name(format_item& out) noexcept {
        if (peek() != ':') return true;
        const std::size_t begin = position_ + 1;
        const std::size_t end = detail::find_character(text_, ':', begin);
        if (end == text_.size() || end == begin) return fail(errc::bad_name, position_);
        out.name_begin = static_cast<std::uint32_t>(begin);
        out.name_size = static_cast<std::uint32_t>(end - begin);
        position_ = end + 1;
        return true;
    }

    // T{ ... }

    constexpr bool open_structure(format_item& out, std::uint64_t count) noexcept {
        if (peek(1) != '{') return fail(errc::unknown_code, position_);
        if (here().bits != 0) return fail(errc::off_byte_boundary, here().run_position);
        position_ += 2;
        out.end = position();
        out.letter = 'T';
        out.kind = value_kind::structure;
        return multiply_count(out, count) && open(out);
    }

    constexpr bool open(const format_item& item) noexcept {
        if (depth_ == max_nesting) return fail(errc::nested_too_deep, item.position, max_nesting);
        ++depth_;
        here() = open_level{};
        here().item = item;
        orders_[depth_] = order_;
        return true;
    }

    constexpr bool close(format_item& out) noexcept {
        const bool group = here().item.kind == value_kind::counted_group;
        if (depth_ == 0 || (text_[position_] == ')') != group) return fail(errc::unbalanced, position_);
        if (!check_run_end()) return false;
        if (group && peek(1) != '}')
            return fail(errc::unbalanced, position_ + 1 < text_.size() ? position_ + 1 : here().item.position);
        position_ += group ? 2 : 1;
        out = here().item;
        out.members = here().items;
        if (!(group ? close_group(out) : close_structure(out)) || !read_name(out)) return false;
        here().items += out.members;
        out.kind = value_kind::end;
        return true;
    }

    // Whether a structure is aligned and padded is decided where it ends, as in numpy.
    constexpr bool close_structure(format_item& out) noexcept {
        open_level inner = here();
        const std::uint64_t alignment = order_.native ? inner.alignment : 1;
        if (inner.variable && alignment != 1) return fail(errc::alignment_unknown, out.position);
        const std::uint64_t padding = (alignment - inner.offset % alignment) % alignment;
        if (padding > limit - inner.offset) return fail_too_large(out.position);
        --depth_;
        out.unit = inner.before + inner.offset + padding;
        out.flat = inner.flat;
        if (!align(out, alignment)) return false;
        if (!inner.variable || out.count == 0) return place(out, out.position);
        if (out.unit > limit / out.count) return fail_too_large(out.position);
        const std::uint64_t at_most = sum(inner.before_at_most, inner.offset);
        return place_variable(out, out.unit * out.count, product(at_most, out.count), out.position);
    }

    constexpr bool close_group(format_item& out) noexcept {
        const open_level inner = here();
        order_ = orders_[depth_];
        --depth_;
        out.element_bytes = inner.before + inner.offset;
        if (out.element_bytes == 0) return fail(errc::empty_element, out.position);
        out.flat = 1;
        const std::uint64_t element_at_most = sum(inner.before_at_most, inner.offset);
        const std::uint64_t at_most = sum(out.unit, product(longest_length(out), element_at_most));
        return place_variable(out, out.unit, at_most, out.position);
    }

    // {...}

    constexpr bool read_bracket(format_item& out, std::uint64_t count) noexcept {
        const std::size_t open_position = position_;
        ++position_;
        if (!read_bracket_code(out)) return false;
        const bool countable = out.bits != 0 ? out.kind != value_kind::pad : out.kind == value_kind::brain_floating;
        if (!countable && (out.counted || out.shape_dimensions != 0)) {
            return fail(errc::count_not_allowed, out.begin);
        }
        if (!multiply_count(out, count)) return false;
        const bool run_goes_on = here().bits != 0 && out.bits != 0;
        if (here().bits != 0 && !run_goes_on) return fail(errc::off_byte_boundary, here().run_position);
        if (out.kind == value_kind::counted_group) return open(out);
        if (peek() != '}')
            return fail(position_ < text_.size() ? errc::bad_bracket : errc::unbalanced,
                        position_ < text_.size() ? position_ : open_position);
        ++position_;
        out.end = position();
        return place_bracket(out, open_position) && read_name(out);
    }

    // Up to the closing bracket; of a group, up to and with its `(`.
    constexpr bool read_bracket_code(format_item& out) noexcept {
        const std::size_t at = position_;
        out.letter = peek();
        out.flat = 1;
        if (accept("*")) return set(out, value_kind::rest, 0);
        if (accept("zz")) return set(out, value_kind::zigzag, 1);
        if (accept("z")) return set(out, value_kind::terminated_bytes, 1);
        if (accept("bf16")) return need_order(at) && set(out, value_kind::brain_floating, 2);
        if (accept("uv")) {
            out.letter = 'v';
            return peek() == ':' ? read_counted(out) : set(out, value_kind::varint, 1);
        }
        const char c = peek();
        if ((c == 'u' || c == 'i' || c == 'x') && is_digit(peek(1))) return read_bits(out);
        const code_info code = find_code(c);
        const bool integer = code.kind == value_kind::signed_integer || code.kind == value_kind::unsigned_integer;
        if (code.exists() && integer && c != 'P' && peek(1) == ':') {
            if (!order_.native && code.standard_size == 0) return fail(errc::bad_bracket, at);
            if (code.ordered && !need_order(at)) return false;
            out.length_bytes = order_.native ? code.native_size : code.standard_size;
            out.length_signed = code.kind == value_kind::signed_integer;
            ++position_;
            return read_counted(out);
        }
        const bool cut = position_ == text_.size();
        return fail(cut ? errc::unbalanced : errc::bad_bracket, cut ? at - 1 : at);
    }

    static constexpr bool set(format_item& out, value_kind kind, std::uint64_t unit) noexcept {
        out.kind = kind;
        out.unit = unit;
        return true;
    }

    constexpr bool need_order(std::size_t at) noexcept { return order_.said || fail(errc::missing_byte_order, at); }

    constexpr bool accept(std::string_view word) noexcept {
        for (std::size_t index = 0; index != word.size(); ++index) {
            if (peek(index) != word[index]) return false;
        }
        const char behind = peek(word.size());
        if (behind != '}' && behind != ':' && behind != '\0') return false;
        position_ += word.size();
        return true;
    }

    // `u24`, `i5`, `x3`; `u24:` begins a length.
    constexpr bool read_bits(format_item& out) noexcept {
        const std::size_t at = position_;
        std::uint64_t width = 0;
        for (++position_; is_digit(peek()); ++position_) {
            width = width * 10 + static_cast<std::uint64_t>(peek() - '0');
            if (width > 64) return fail(errc::bad_width, at, 64);
        }
        if (width == 0) return fail(errc::bad_width, at, 64);
        const bool depends = width > 8 || width % 8 != 0 || here().bits != 0;
        const bool reserved_bytes = out.letter == 'x' && width % 8 == 0 && here().bits == 0;
        if (depends && !reserved_bytes && !need_order(at)) return false;
        if (peek() == ':') {
            if (out.letter == 'x') return fail(errc::bad_bracket, at);
            if (width % 8 != 0) return fail(errc::bad_width, at, 64);
            out.length_bytes = static_cast<std::uint8_t>(width / 8);
            out.length_signed = out.letter == 'i';
            return read_counted(out);
        }
        out.bits = static_cast<std::uint8_t>(width);
        out.flat = out.letter == 'x' ? 0 : 1;
        out.kind = out.letter == 'x'   ? value_kind::pad
                   : out.letter == 'i' ? value_kind::signed_integer
                                       : value_kind::unsigned_integer;
        return true;
    }

    // `:s` or `:(` behind a length.
    constexpr bool read_counted(format_item& out) noexcept {
        out.unit = out.length_bytes == 0 ? 1 : out.length_bytes;
        ++position_;
        const char c = peek();
        if (c != 's' && c != '(') {
            const bool cut = position_ == text_.size();
            return fail(cut ? errc::unbalanced : errc::bad_bracket, cut ? out.position : position_);
        }
        ++position_;
        out.end = position();
        out.kind = c == 's' ? value_kind::counted_bytes : value_kind::counted_group;
        return true;
    }

    static constexpr std::uint64_t longest_length(const format_item& item) noexcept {
        const unsigned bits = item.length_bytes == 0 ? 64 : item.length_bytes * 8u;
        return ~std::uint64_t{0} >> (64 - bits) >> (item.length_signed ? 1 : 0);
    }

    constexpr bool place_bracket(format_item& out, std::size_t at) noexcept {
        switch (out.kind) {
            case value_kind::varint:
            case value_kind::zigzag: return place_variable(out, 1, 10, at);
            case value_kind::terminated_bytes: return place_variable(out, 1, unlimited_size, at);
            case value_kind::counted_bytes: return place_variable(out, out.unit, longest_counted(out), at);
            case value_kind::rest:
                if (depth_ != 0) return fail(errc::rest_not_last, at);
                here().rest_seen = true;
                return place_variable(out, 0, unlimited_size, at);
            case value_kind::brain_floating: return place(out, at);
            default: return place_bits(out, at);
        }
    }

    static constexpr std::uint64_t longest_counted(const format_item& item) noexcept {
        return sum(item.length_bytes == 0 ? 10 : item.length_bytes, longest_length(item));
    }

    // Bits continue the run of those in front of them; an order that differs would tear it apart.
    constexpr bool place_bits(format_item& out, std::size_t at) noexcept {
        open_level& level = here();
        if (level.bits == 0) {
            level.run_position = static_cast<std::uint32_t>(at);
            run_order_ = out.order;
        } else if (run_order_ != out.order) {
            return fail(errc::off_byte_boundary, level.run_position);
        }
        out.offset = level.offset;
        out.bit_offset = level.bits;
        if (level.bits == 0 && out.bits % 8 == 0) out.unit = out.bits / 8u;
        const std::uint64_t room = limit - level.before - level.offset;
        if (out.count / 8 > room / out.bits) return fail_too_large(at);
        const std::uint64_t end = level.bits + out.count % 8 * out.bits;
        if (out.count / 8 * out.bits + (end + 7) / 8 > room) return fail_too_large(at);
        level.offset += out.count / 8 * out.bits + end / 8;
        level.bits = static_cast<std::uint8_t>(end % 8);
        return count_values(out, at);
    }

    std::string_view text_;
    grammar rules_;
    std::size_t position_ = 0;
    std::size_t depth_ = 0;
    order_state order_{};
    std::endian run_order_ = std::endian::native;
    bool failed_ = false;
    error fault_{.code = errc::unknown_code};
    std::array<open_level, max_nesting + 1> levels_{};
    std::array<order_state, max_nesting + 1> orders_{};
};

}  // namespace structwire

#endif
