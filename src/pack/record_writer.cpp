// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "record_writer.hpp"

#include <structwire/pack/detail/bits.hpp>
#include <structwire/pack/detail/variable_codec.hpp>

#include <array>
#include <bit>
#include <cstring>

#include "record_reader.hpp"
#include "saturating.hpp"

namespace structwire::detail {

bool record_writer::check() noexcept {
    if (!write(nullptr)) return false;
    if (next_ == record_.size()) return true;
    fault_ = {.code = errc::too_many_values, .during = operation::pack, .wanted = next_};
    fault_.given = record_.size();
    return false;
}

void record_writer::store(std::byte* to) noexcept { (void)write(to); }

bool record_writer::write(std::byte* to) noexcept {
    to_ = to;
    next_ = 0;
    at_ = 0;
    return write_level({0, plan_.items.size()});
}

// Moves at_ from the first byte of the level to its end.
bool record_writer::write_level(item_range level) noexcept {
    std::uint64_t base = at_;
    std::uint64_t end = at_;
    for (std::size_t index = level.first; index < level.last; index = next_sibling(plan_.items, index)) {
        const format_item& item = plan_.items[index];
        const std::uint64_t begin = base + item.offset;
        bool good = values_left() >= item.values();
        if (!good) {
            refuse_too_few(item.values());
        } else if (item.variable) {
            good = pad_up_to(begin) && write_variable(index);
            base = end = at_;
        } else {
            good = item.values() == 0 || write_fixed(index, begin);
            end = begin + item.size();
            good = good && (end <= most_bytes_ || pad_up_to(end));  // a pad is written with what follows
        }
        if (good) [[likely]]
            continue;
        if (fault_.code == errc::too_few_values) {
            for (index = next_sibling(plan_.items, index); index < level.last;
                 index = next_sibling(plan_.items, index)) {
                fault_.wanted = sum(fault_.wanted, plan_.items[index].values());
            }
        } else if (fault_.item == error::no_item && item.is_field()) {
            fault_.item = field_number(plan_.items, index);
            if (fault_.position == error::no_item) fault_.position = item.position;
        }
        return false;
    }
    return pad_up_to(end);
}

bool record_writer::write_fixed(std::size_t index, std::uint64_t begin) noexcept {
    const format_item& item = plan_.items[index];
    // Reserved bits in front of it are in its own first byte.
    if (!pad_up_to(begin + (item.bit_offset != 0 ? 1 : 0))) return false;
    const value* from = record_.data() + next_;
    if (to_ == nullptr) {
        bad_value bad{};
        if (!check_item(plan_, index, begin, from, bad)) return refuse(bad);
    } else {
        store_item(plan_, index, to_ + begin, from);
    }
    next_ += static_cast<std::size_t>(item.values());
    at_ = begin + item.size();
    return true;
}

bool record_writer::write_variable(std::size_t index) noexcept {
    const format_item& item = plan_.items[index];
    if (item.kind == value_kind::structure) return write_elements(index, item.count, item.unit);
    const value& given = record_[next_++];
    return item.kind == value_kind::counted_group ? write_group(index, given) : write_leaf(item, given);
}

bool record_writer::write_leaf(const format_item& item, const value& given) noexcept {
    const bool number = item.kind == value_kind::varint || item.kind == value_kind::zigzag;
    return number ? write_number(item, given) : write_text(item, given);
}

bool record_writer::write_number(const format_item& item, const value& given) noexcept {
    const bool zigzag = item.kind == value_kind::zigzag;
    if (!given.is_integer()) return refuse(item, item.letter, errc::wrong_type, 64, 0);
    if (zigzag ? !given.as_int64() : given.is_negative()) {
        return refuse(item, item.letter, errc::out_of_range, 64, given.low_bits());
    }
    const std::uint64_t bits = given.low_bits();
    return put_varint(zigzag ? to_zigzag(static_cast<std::int64_t>(bits)) : bits);
}

bool record_writer::write_text(const format_item& item, const value& given) noexcept {
    const bool counted = item.kind == value_kind::counted_bytes;
    const char letter = counted ? 's' : item.letter;
    const auto text = given.as_bytes();
    if (!text) return refuse(item, letter, errc::wrong_type, 0, 0);
    if (counted) {
        const unsigned bits = item.length_bytes == 0 ? 64 : item.length_bytes * 8u - (item.length_signed ? 1 : 0);
        if (text->size() > low_mask(bits)) {
            return refuse(item, letter, errc::wrong_length, low_mask(bits), text->size());
        }
        if (!write_length(item, text->size())) return false;
    } else if (item.kind == value_kind::terminated_bytes && to_ == nullptr && !text->empty()) {
        const void* const null = std::memchr(text->data(), 0, text->size());
        if (null != nullptr) {
            const auto place = static_cast<const std::byte*>(null) - text->data();
            return refuse(item, letter, errc::invalid_value, 0, static_cast<std::uint64_t>(place));
        }
    }
    if (!put(*text)) return false;
    return item.kind != value_kind::terminated_bytes || pad_up_to(at_ + 1);
}

bool record_writer::write_group(std::size_t index, const value& count) noexcept {
    const format_item& item = plan_.items[index];
    const std::uint64_t bits = item.length_bytes == 0 ? 64 : item.length_bytes * 8u;
    if (!count.is_integer()) return refuse(item, item.letter, errc::wrong_type, bits, 0);
    const std::uint64_t number = count.low_bits();
    const std::uint64_t most = low_mask(static_cast<unsigned>(bits)) >> (item.length_signed ? 1 : 0);
    if (count.is_negative() || number > most) return refuse(item, item.letter, errc::out_of_range, bits, number);
    return write_length(item, number) && write_elements(index, number, item.element_bytes);
}

bool record_writer::write_elements(std::size_t index, std::uint64_t count, std::uint64_t least) noexcept {
    const item_range members = members_of(plan_, index);
    std::uint64_t flat = 0;
    for (std::size_t member = members.first; member < members.last; member = next_sibling(plan_.items, member)) {
        flat += plan_.items[member].values();
    }
    if (flat == 0) return pad_up_to(sum(at_, product(count, least)));  // pads alone, which may be any number
    const std::uint64_t values = product(count, flat);
    if (values > values_left()) return refuse_too_few(values);
    for (std::uint64_t element = 0; element != count; ++element) {
        if (write_level(members)) continue;
        if (fault_.code == errc::too_few_values) {
            fault_.wanted = sum(fault_.wanted, product(count - element - 1, flat));
        }
        return false;
    }
    return true;
}

bool record_writer::write_length(const format_item& item, std::uint64_t length) noexcept {
    if (item.length_bytes == 0) return put_varint(length);
    std::array<std::byte, 8> bytes{};
    if (item.order == std::endian::little) {
        store_whole<std::endian::little>(bytes.data(), item.length_bytes, length);
    } else {
        store_whole<std::endian::big>(bytes.data(), item.length_bytes, length);
    }
    return put(byte_view(bytes.data(), item.length_bytes));
}

bool record_writer::put_varint(std::uint64_t number) noexcept {
    std::array<std::byte, 10> bytes{};
    const std::byte* const end = encode_varint(bytes.data(), number);
    return put(byte_view(bytes.data(), static_cast<std::size_t>(end - bytes.data())));
}

bool record_writer::put(byte_view bytes) noexcept {
    if (to_ != nullptr) {
        if (!bytes.empty()) std::memmove(to_ + at_, bytes.data(), bytes.size());
        at_ += bytes.size();
        return true;
    }
    if (bytes.size() > most_bytes_ - at_) return pad_up_to(sum(at_, bytes.size()));
    at_ += bytes.size();
    return true;
}

// Zeros from at_ to `end`, if there is anything between; refuses an end beyond the limit, also when it is reached.
bool record_writer::pad_up_to(std::uint64_t end) noexcept {
    if (end > most_bytes_) {
        fault_ = {.code = errc::total_too_large, .during = operation::pack, .wanted = most_bytes_};
        return false;
    }
    if (end <= at_) return true;
    if (to_ != nullptr) std::memset(to_ + at_, 0, static_cast<std::size_t>(end - at_));
    at_ = end;
    return true;
}

bool record_writer::refuse(const bad_value& bad) noexcept {
    fault_ = {.code = bad.reason, .during = operation::pack, .letter = plan_.items[bad.item].letter};
    fault_.item = field_number(plan_.items, bad.item);
    fault_.position = plan_.items[bad.item].position;
    fault_.offset = bad.offset;
    fault_.wanted = bad.wanted;
    fault_.given = bad.given;
    return false;
}

bool record_writer::refuse(const format_item& item, char letter, errc code, std::uint64_t wanted,
                           std::uint64_t given) noexcept {
    fault_ = {.code = code, .during = operation::pack, .letter = letter};
    fault_.position = item.position;
    fault_.offset = at_;
    fault_.wanted = wanted;
    fault_.given = given;
    return false;
}

bool record_writer::refuse_too_few(std::uint64_t wanted) noexcept {
    fault_ = {.code = errc::too_few_values, .during = operation::pack, .wanted = sum(next_, wanted)};
    fault_.given = record_.size();
    return false;
}

}  // namespace structwire::detail
