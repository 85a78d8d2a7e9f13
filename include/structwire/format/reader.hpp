// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The one parser of format strings, at compile time and at run time.
#ifndef STRUCTWIRE_FORMAT_READER_HPP
#define STRUCTWIRE_FORMAT_READER_HPP

#include <structwire/detail/find_character.hpp>
#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace structwire {

/// Reads a format text item by item.
///
/// Everything that knows what a format means gets it from here: the typed functions, the run-time format, the
/// dump. The reader keeps no list and allocates nothing; counts are never expanded, so its work is
/// proportional to the text.
///
/// Text:       `[order] {item [order]}` where order is one of `@ = < > !` and an item is
///             `[count] code [:name:]`; white space may stand between items, not inside one
/// Errors:     errc::unknown_code, unsupported_code, count_without_code, missing_byte_order, embedded_null,
///             bad_name, total_too_large, text_too_long; `position` and `letter` say which character
/// Complexity: O(characters), each one is looked at once
/// Source:     Python struct documentation, "Format Strings"; PEP 3118 for names and for orders between items
/// Example:    `format_reader in(">I:id:"); for (format_item item; in.next(item);) use(item);`
class format_reader {
public:
    /// Longest text that positions can address.
    static constexpr std::size_t max_text_bytes = std::numeric_limits<std::uint32_t>::max() - 1;

    /// @param text   borrowed while the reader is used
    /// @param rules  which grammar the text is in
    constexpr explicit format_reader(std::string_view text, grammar rules = grammar::structwire) noexcept
        : text_(text), rules_(rules) {
        if (text.size() > max_text_bytes) {
            fail(errc::text_too_long, 0);
            fault_.wanted = max_text_bytes;
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
    /// @return  true with the item in `out`; false at the end of the text or at the first fault, and from then on
    constexpr bool next(format_item& out) noexcept {
        if (failed_ || !skip_to_item()) return false;
        std::uint64_t count = 1;
        const bool counted = is_digit(text_[position_]);
        if (counted && !read_count(count)) return false;
        const code_info code = read_code();
        if (!code.exists() || !place(code, count, counted, out)) return false;
        return rules_ == grammar::python || read_name(out);
    }

    /// Whether reading stopped at a fault.
    [[nodiscard]] constexpr bool failed() const noexcept { return failed_; }

    /// The fault; meaningful only after failed().
    [[nodiscard]] constexpr const error& fault() const noexcept { return fault_; }

    /// Bytes of the record so far; of the whole format once next() has returned false without a fault.
    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return size_; }

private:
    static constexpr std::uint64_t max_size = std::numeric_limits<std::ptrdiff_t>::max();

    static constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
    static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    static constexpr bool is_order(char c) noexcept { return c == '@' || c == '=' || c == '<' || c == '>' || c == '!'; }

    constexpr void use_order(char c) noexcept {
        order_said_ = true;
        native_ = c == '@';
        order_ = c == '<' ? std::endian::little : c == '>' || c == '!' ? std::endian::big : std::endian::native;
    }

    constexpr bool fail(errc reason, std::size_t position) noexcept {
        failed_ = true;
        fault_ = {.code = reason, .during = operation::parse_format};
        fault_.position = static_cast<std::uint32_t>(position);
        if (position < text_.size()) fault_.letter = text_[position];
        return false;
    }

    // Moves to the first character of the next item, over white space and orders. False at the end.
    constexpr bool skip_to_item() noexcept {
        for (; position_ != text_.size(); ++position_) {
            const char c = text_[position_];
            if (rules_ == grammar::structwire && is_order(c)) {
                use_order(c);
            } else if (!is_space(c)) {
                return true;
            }
        }
        return false;
    }

    constexpr bool read_count(std::uint64_t& count) noexcept {
        const std::size_t begin = position_;
        count = 0;
        for (; position_ != text_.size() && is_digit(text_[position_]); ++position_) {
            const auto digit = static_cast<std::uint64_t>(text_[position_] - '0');
            if (count > (max_size - digit) / 10) return fail_too_large(begin);
            count = count * 10 + digit;
        }
        if (position_ == text_.size()) return fail(errc::count_without_code, begin);
        return true;
    }

    constexpr bool fail_too_large(std::size_t position) noexcept {
        fail(errc::total_too_large, position);
        fault_.wanted = max_size;
        return false;
    }

    constexpr code_info read_code() noexcept {
        const char c = text_[position_];
        const code_info code = find_code(c);
        const bool usable = code.exists() && (native_ || code.standard_size != 0);
        if (usable && (order_said_ || !code.ordered)) return code;
        const bool extended = rules_ == grammar::structwire;
        if (code.exists() && !order_said_) {
            fail(errc::missing_byte_order, position_);
        } else if (extended && detail::contains_character("gtuwO&X", c)) {
            fail(errc::unsupported_code, position_);
        } else {
            fail(extended && c == ':' ? errc::bad_name : errc::unknown_code, position_);
        }
        return {};
    }

    // Aligns, checks the sizes before any product can overflow, and fills the item.
    constexpr bool place(const code_info& code, std::uint64_t count, bool counted, format_item& out) noexcept {
        const std::uint64_t unit = native_ ? code.native_size : code.standard_size;
        const std::uint64_t alignment = native_ ? code.native_alignment : 1;
        const std::uint64_t gap = (alignment - size_ % alignment) % alignment;
        if (gap > max_size - size_ || count > (max_size - size_ - gap) / unit) return fail_too_large(position_);
        out = {.letter = code.letter,
               .kind = code.kind,
               .order = order_,
               .native = native_,
               .counted = counted,
               .unit = static_cast<std::uint8_t>(unit),
               .count = count,
               .offset = size_ + gap,
               .position = static_cast<std::uint32_t>(position_),
               .name_begin = 0,
               .name_size = 0};
        size_ += gap + count * unit;
        ++position_;
        return true;
    }

    constexpr bool read_name(format_item& out) noexcept {
        if (position_ == text_.size() || text_[position_] != ':') return true;
        const std::size_t begin = position_ + 1;
        const std::size_t end = detail::find_character(text_, ':', begin);
        if (end == text_.size() || end == begin) return fail(errc::bad_name, position_);
        out.name_begin = static_cast<std::uint32_t>(begin);
        out.name_size = static_cast<std::uint32_t>(end - begin);
        position_ = end + 1;
        return true;
    }

    std::string_view text_;
    grammar rules_;
    std::size_t position_ = 0;
    std::uint64_t size_ = 0;
    std::endian order_ = std::endian::native;
    bool native_ = false;
    bool order_said_ = false;
    bool failed_ = false;
    error fault_{.code = errc::unknown_code};
};

}  // namespace structwire

#endif
