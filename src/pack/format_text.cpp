// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/format_text.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "fixed_record.hpp"
#include "item_meaning.hpp"

namespace structwire {

namespace {

using detail::item_range;

enum class form : std::uint8_t { canonical, pep3118, python };

constexpr char order_letter(std::endian order) noexcept { return order == std::endian::little ? '<' : '>'; }

std::string decimal(std::uint64_t number) {
    std::array<char, 24> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

// Whether only `@` gives the code this size.
bool needs_native(const format_item& item) noexcept {
    const bool integer = item.kind == value_kind::signed_integer || item.kind == value_kind::unsigned_integer;
    const bool length =
        item.length_bytes != 0 && item.letter != 'i' && item.letter != 'u';  // these two name their bits
    if (!item.native || item.bits != 0 || !(integer || length)) return false;
    return find_code(item.letter).standard_size != (length ? item.length_bytes : item.unit);
}

// The code of standard size for a plain item, whatever it is called in `@`.
std::string_view standard_code(const format_item& item) noexcept {
    const bool is_signed = item.kind == value_kind::signed_integer;
    if (needs_native(item)) return item.unit == 8 ? (is_signed ? "q" : "Q") : (is_signed ? "i" : "I");
    return {};
}

class text_writer {
public:
    text_writer(const format& compiled, form target) : compiled_(compiled), items_(compiled.items()), form_(target) {}

    std::expected<std::string, error> write() {
        const item_range all{0, items_.size()};
        if (form_ == form::python && !choose_order()) return std::unexpected(fault_);
        if (!write_level(all, compiled_.is_variable() ? tail_of(all) : compiled_.size())) {
            return std::unexpected(fault_);
        }
        return std::move(out_);
    }

private:
    // A place inside a level: bytes, and bits of the byte behind them.
    struct place {
        std::uint64_t byte = 0;
        unsigned bit = 0;
    };

    static place end_of(const format_item& item) noexcept {
        if (item.variable) return {};
        if (item.bits == 0) return {item.offset + item.size(), 0};
        const std::uint64_t bits = item.bit_offset + item.count % 8 * item.bits;
        return {item.offset + item.count / 8 * item.bits + bits / 8, static_cast<unsigned>(bits % 8)};
    }

    // Bytes of a level behind its last variable item.
    std::uint64_t tail_of(item_range level) const noexcept {
        std::uint64_t tail = 0;
        for (std::size_t index = level.first; index < level.last; index = next_sibling(items_, index)) {
            const place end = end_of(items_[index]);
            tail = end.byte + (end.bit != 0 ? 1 : 0);
        }
        return tail;
    }

    bool is_variable(item_range level) const noexcept {
        for (std::size_t index = level.first; index < level.last; index = next_sibling(items_, index)) {
            if (items_[index].variable) return true;
        }
        return false;
    }

    bool is_bracket(const format_item& item) const noexcept { return compiled_.text()[item.position] == '{'; }

    bool refuse(const format_item& item) {
        fault_ = {.code = errc::unsupported_code, .letter = compiled_.text()[item.position]};
        fault_.position = item.position;
        return false;
    }

    // Finds the one order of Python's text, and the first item that it has no form for.
    bool choose_order() {
        const format_item* first = nullptr;
        bool native = true;
        for (const format_item& item : items_) {
            if (item.is_field() && is_bracket(item)) return refuse(item);
            native = native && item.kind != value_kind::structure && (item.native || !detail::order_matters(item));
            if (!detail::order_matters(item) || item.kind == value_kind::pad || !item.is_field()) continue;
            if (first == nullptr) first = &item;
            if (first->order != item.order) return refuse(item);
        }
        keeps_native_ = native;
        if (first != nullptr) out_ += native ? '@' : order_letter(first->order);
        return true;
    }

    void set_order(char wanted) {
        if (form_ == form::python || order_ == wanted) return;
        out_ += wanted;
        order_ = wanted;
    }

    void set_order(const format_item& item) {
        if (form_ == form::canonical && needs_native(item)) {
            set_order('@');
        } else if (detail::order_matters(item)) {
            set_order(order_letter(item.order));
        }
    }

    void write_pads(std::uint64_t bytes) {
        if (bytes > 1) out_ += decimal(bytes);
        if (bytes != 0) out_ += 'x';
    }

    void write_reserved(unsigned bits) {
        if (bits != 0) out_.append("{x").append(decimal(bits)) += '}';
    }

    // What lies between two items: the end of a run, bytes, the start of a run in the order of `next`.
    void write_gap(place from, place to, const format_item* next) {
        if (from.bit != 0) {
            const bool same_byte = from.byte == to.byte;
            write_reserved((same_byte ? to.bit : 8) - from.bit);
            if (same_byte) return;
            from = {from.byte + 1, 0};
        }
        write_pads(to.byte - from.byte);
        if (to.bit == 0) return;
        set_order(*next);
        write_reserved(to.bit);
    }

    bool write_level(item_range level, std::uint64_t size) {
        place covered;
        for (std::size_t index = level.first; index < level.last; index = next_sibling(items_, index)) {
            const format_item& item = items_[index];
            if (!item.is_field() || (form_ == form::python && item.flat == 0)) continue;
            write_gap(covered, {item.offset, item.bit_offset}, &item);
            if (!write_item(index)) return false;
            covered = end_of(item);
        }
        write_gap(covered, {size, 0}, nullptr);
        return true;
    }

    bool write_item(std::size_t index) {
        const format_item& item = items_[index];
        const bool bracket = is_bracket(item);
        if (form_ == form::pep3118 && bracket) return refuse(item);
        if (form_ == form::python) return write_for_python(index);
        write_array(item);
        if (item.kind == value_kind::structure) return write_structure(index);
        if (bracket) return write_bracket(index);
        if (item.is_text()) out_ += decimal(item.unit);
        write_code(item);
        write_name(item);
        return true;
    }

    bool write_for_python(std::size_t index) {
        const format_item& item = items_[index];
        const bool again = item.is_text() || item.kind == value_kind::structure;
        for (std::uint64_t element = 0; element != (again ? item.count : 1); ++element) {
            if (item.kind == value_kind::structure) {
                if (!write_level(detail::members_of({items_, {}}, index), item.unit)) return false;
                continue;
            }
            if (item.is_text() || item.count != 1) out_ += decimal(item.is_text() ? item.unit : item.count);
            write_code(item);
            const std::size_t limit = compiled_.limits().max_text_bytes;
            if (out_.size() <= limit) continue;
            fault_ = {.code = errc::text_too_long, .wanted = limit};
            return false;
        }
        return true;
    }

    // `4`, or `(2,3)` and the order behind it as numpy has them.
    void write_array(const format_item& item) {
        detail::dimension_reader dimensions(compiled_.text(), item);
        const bool shape = dimensions.left() > 1 || (dimensions.left() == 1 && (item.is_text() || item.count == 1));
        std::string written;
        while (dimensions.left() != 0) {
            if (!written.empty()) written += ',';
            written += decimal(dimensions.next());
        }
        if (shape) out_.append("(").append(written) += ')';
        set_order(item);
        if (!shape) out_ += written;
    }

    void write_code(const format_item& item) {
        const std::string_view standard = standard_code(item);
        if (form_ == form::canonical || keeps_native_ || standard.empty()) {
            const bool complex = form_ == form::pep3118 && item.kind == value_kind::complex;
            out_ += complex ? (item.letter == 'F' ? "Zf" : "Zd") : std::string_view(&item.letter, 1);
        } else {
            out_ += standard;
        }
    }

    void write_name(const format_item& item) {
        if (item.name_size != 0) out_.append(":").append(item.name(compiled_.text())) += ':';
    }

    bool write_structure(std::size_t index) {
        const item_range members = detail::members_of({items_, {}}, index);
        out_ += "T{";
        if (!write_level(members, is_variable(members) ? tail_of(members) : items_[index].unit)) return false;
        // In `@` its end would be aligned; that gap has been written.
        if (order_ == '@') set_order(order_letter(std::endian::native));
        out_ += '}';
        write_name(items_[index]);
        return true;
    }

    bool write_bracket(std::size_t index) {
        const format_item& item = items_[index];
        out_ += '{';
        switch (item.kind) {
            case value_kind::rest: out_ += '*'; break;
            case value_kind::zigzag: out_ += "zz"; break;
            case value_kind::terminated_bytes: out_ += 'z'; break;
            case value_kind::brain_floating: out_ += "bf16"; break;
            case value_kind::varint: out_ += "uv"; break;
            case value_kind::counted_bytes: write_length(item), out_ += ":s"; break;
            case value_kind::counted_group:
                write_length(item), out_ += ":(";
                if (!write_elements(index)) return false;
                out_ += ')';
                break;
            default: out_.append(1, item.letter) += decimal(item.bits); break;
        }
        out_ += '}';
        write_name(item);
        return true;
    }

    // The length code `i` and `i32` mean the same.
    void write_length(const format_item& item) {
        const bool sized = item.letter == 'u' || (item.letter == 'i' && item.length_bytes != 4);
        out_ += item.letter == 'v' ? std::string("uv") : std::string(1, item.letter);
        if (sized) out_ += decimal(item.length_bytes * 8u);
    }

    // An order that is said inside a group ends with it.
    bool write_elements(std::size_t index) {
        const item_range members = detail::members_of({items_, {}}, index);
        const char outside = order_;
        const std::uint64_t size = is_variable(members) ? tail_of(members) : items_[index].element_bytes;
        const bool good = write_level(members, size);
        order_ = outside;
        return good;
    }

    const format& compiled_;
    std::span<const format_item> items_;
    form form_;
    bool keeps_native_ = false;  // for Python: the codes stay as they are
    char order_ = '\0';          // the order in force, if one has been said
    std::string out_;
    error fault_{.code = errc{}};
};

}  // namespace

std::string canonical_text(const format& compiled) {
    return text_writer(compiled, form::canonical).write().value_or(std::string());
}

std::expected<std::string, error> python_text(const format& compiled) {
    return text_writer(compiled, form::python).write();
}

std::expected<std::string, error> pep3118_text(const format& compiled) {
    return text_writer(compiled, form::pep3118).write();
}

}  // namespace structwire
