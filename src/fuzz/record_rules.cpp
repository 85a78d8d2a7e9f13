// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "record_rules.hpp"

#include <structwire/pack/bfloat16.hpp>
#include <structwire/pack/half.hpp>

#include <algorithm>
#include <bit>
#include <optional>
#include <span>
#include <string_view>

#include "derived_values.hpp"
#include "field_mutation.hpp"
#include "lie_share.hpp"
#include "record_edit.hpp"

namespace structwire::fuzz {

namespace {

using statement = annotation::statement;

// Appended: for a literal in front of a string, g++ 12 invents a warning where it optimizes (GCC bug 105651).
std::string quoted_name(std::string_view name) { return std::string(1, '\'').append(name).append(1, '\''); }

// The item of that name, or why there is none.
std::expected<std::uint32_t, std::string> item_of(const format& record, std::string_view path) {
    const auto field = record.find(path);
    if (!field)
        return std::unexpected("no field " + quoted_name(path) + " in the format " + quoted_name(record.text()));
    return static_cast<std::uint32_t>(field->item);
}

bool is_float(value_kind kind) noexcept { return kind == value_kind::floating || kind == value_kind::brain_floating; }

// Whether a field can hold a number of 64 bits, negative ones in two's complement.
bool fits(const format_item& item, std::uint64_t number) noexcept {
    const unsigned width = number_bits(item);
    if (width >= 64) return true;
    if (item.kind == value_kind::character && number >= ~std::uint64_t{127}) return true;  // a char is signed to many
    const std::uint64_t beyond = number >> (width - (is_signed(item.kind) ? 1 : 0));
    return beyond == 0 || (is_signed(item.kind) && number >> (width - 1) == ~std::uint64_t{0} >> (width - 1));
}

// How many bytes a field of bytes can hold.
std::uint64_t most_bytes(const format_item& item) noexcept {
    if (has_content(item.kind)) return longest_content(item);
    return item.kind == value_kind::pascal_bytes ? std::min<std::uint64_t>(item.unit == 0 ? 0 : item.unit - 1, 255)
                                                 : item.unit;
}

// Why an annotation does not suit the field, empty if it does.
std::string_view unsuitable(const annotation& note, const format_item& item) noexcept {
    if (note.what == statement::length_of || note.what == statement::checksum_of) {
        const bool is_integer = is_number(item.kind) && !is_float(item.kind);
        return is_integer ? "" : "a length or checksum is an integer";
    }
    if (!note.texts.empty() && !takes_text(item.kind)) return "text needs a field of bytes";
    if (!note.numbers.empty() && !is_number(item.kind)) return "a number needs a field that is one";
    if (!note.floats.empty() && !is_float(item.kind)) return "floating-point limits need a floating-point field";
    if (!note.numbers.empty() && is_float(item.kind)) return "the limits of a floating-point field are floating-point";
    if (note.numbers.empty() && note.floats.empty() && note.texts.empty()) return "it allows no value at all";
    if (!std::ranges::all_of(note.numbers, [&item](std::uint64_t number) { return fits(item, number); })) {
        return "a number does not fit the field";
    }
    if (!std::ranges::all_of(note.texts, [&item](const auto& text) { return text.size() <= most_bytes(item); })) {
        return "a text does not fit the field";
    }
    if (note.what == statement::magic && !note.texts.empty() && note.texts[0].empty()) return "the text is empty";
    if (note.what == statement::range && !note.floats.empty() && !(note.floats[0] <= note.floats[1])) {
        return "the range is empty";
    }
    if (note.what == statement::range && !note.numbers.empty()) {
        const bool is_empty = is_signed(item.kind) ? static_cast<std::int64_t>(note.numbers[0]) >
                                                         static_cast<std::int64_t>(note.numbers[1])
                                                   : note.numbers[0] > note.numbers[1];
        if (is_empty) return "the range is empty";
    }
    return "";
}

std::string unusable(const annotation& note, std::string_view why) {
    return ("the annotation of " + quoted_name(note.field) + " cannot be used: ").append(why);
}

std::uint64_t largest_length(const format_item& item) noexcept {
    const unsigned bits = number_bits(item) - (is_signed(item.kind) ? 1 : 0);
    return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

// Two annotations of one field that cannot both hold, or of which one would be passed over. A constant may be one of the
// values that another one allows: the tag of an alternative is.
bool exclude_each_other(const annotation& one, const annotation& other) noexcept {
    const auto is_derived = [](const annotation& note) {
        return note.what == statement::length_of || note.what == statement::checksum_of;
    };
    if (is_derived(one) || is_derived(other)) return true;
    if (one.what != other.what) return one.what != statement::magic && other.what != statement::magic;
    return one.numbers != other.numbers || one.floats != other.floats || one.texts != other.texts;
}

std::expected<field_rule, std::string> bound(const format& record, const annotation& note) {
    field_rule rule{note};
    const auto item = item_of(record, note.field);
    if (!item) return std::unexpected(item.error());
    rule.item = *item;
    if (const auto why = unsuitable(note, record.items()[*item]); !why.empty()) {
        return std::unexpected(unusable(note, why));
    }
    if (!note.first.empty()) {
        const auto first = item_of(record, note.first);
        const auto last = item_of(record, note.last.empty() ? note.first : note.last);
        if (!first || !last) return std::unexpected(first ? last.error() : first.error());
        rule.first = *first;
        rule.last = *last;
        if (*first > *last) {
            return std::unexpected(
                unusable(note, quoted_name(note.first) + " stands behind " + quoted_name(note.last)));
        }
        const auto always = length_of_always(note, record.items()[*first]);
        if (note.what == statement::length_of && always.value_or(0) > largest_length(record.items()[*item])) {
            return std::unexpected(unusable(
                note, "it can say " + std::to_string(largest_length(record.items()[*item])) + " at most, and " +
                          quoted_name(note.first) + " is always " + std::to_string(*always)));
        }
    }
    if (note.what == statement::checksum_of) {
        const checksum_parse parsed = parse_checksum(note.checksum);
        if (!parsed.ok) return std::unexpected("no checksum is called " + quoted_name(note.checksum));
        rule.checksum = parsed.value;
        if (number_bits(record.items()[*item]) < 8 * parsed.value.size()) {
            return std::unexpected("the checksum " + quoted_name(note.checksum) + " does not fit the field " +
                                   quoted_name(note.field));
        }
    }
    return rule;
}

// Writes what one value has to be by its rule; with a liar something else.
void put_right(const field_rule& rule, const format& record, const related_values& related, std::size_t value,
               byte_vector& bytes, random* liar) {
    const format_item& item = record.items()[rule.item];
    const located_value& place = related.located().values[value];
    if (rule.note.what == statement::magic) {
        random unused(0);
        if (liar == nullptr) put_allowed(rule, item, place, bytes, 0, unused);
        return;
    }
    auto right = rule.note.what == statement::length_of ? length_for(rule, record, related, value, bytes.size())
                                                        : checksum_for(rule, related, value, bytes);
    if (!right) return;
    if (liar != nullptr) right = wrong_number(*right, number_bits(item), *liar);
    put_number(item, place, bytes, *right);
}

std::uint64_t bits_of_float(const format_item& item, double number) {
    if (item.kind == value_kind::brain_floating) return bfloat16::round(number).bits;
    if (item.unit == 2) return half::round(number).bits;
    if (item.unit == 4) return std::bit_cast<std::uint32_t>(static_cast<float>(number));
    return std::bit_cast<std::uint64_t>(number);
}

}  // namespace

std::expected<record_rules, std::string> record_rules::bind(const format& record,
                                                            const std::vector<annotation>& notes) {
    record_rules rules;
    // Each kind after those that it depends on: lengths count constants, checksums cover both.
    for (const int turn : {0, 1, 2}) {
        for (const annotation& note : notes) {
            const int own = note.what == statement::checksum_of ? 2 : note.what == statement::length_of ? 1 : 0;
            if (own != turn) continue;
            auto rule = bound(record, note);
            if (!rule) return std::unexpected(std::move(rule.error()));
            const auto excludes = [&rule](const field_rule& other) {
                return other.item == rule->item && exclude_each_other(other.note, rule->note);
            };
            if (std::ranges::any_of(rules.rules_, excludes)) {
                return std::unexpected(unusable(note, "another one of the same field contradicts it"));
            }
            rules.rules_.push_back(std::move(*rule));
        }
    }
    return rules;
}

const field_rule* record_rules::choice_of(std::uint32_t item) const noexcept {
    for (const field_rule& rule : rules_) {
        if (rule.item == item && !is_derived(item)) return &rule;
    }
    return nullptr;
}

bool record_rules::is_constant(std::uint32_t item) const noexcept {
    return std::ranges::any_of(
        rules_, [item](const field_rule& rule) { return rule.item == item && rule.note.what == statement::magic; });
}

bool record_rules::is_derived(std::uint32_t item) const noexcept {
    return std::ranges::any_of(rules_, [item](const field_rule& rule) {
        return rule.item == item &&
               (rule.note.what == statement::length_of || rule.note.what == statement::checksum_of);
    });
}

void record_rules::apply(const format& record, byte_vector& bytes, random* liar) const {
    // A length may stand inside what another one counts, a checksum inside what another one covers.
    constexpr int most_turns = 3;
    const auto derived =
        std::ranges::count_if(rules_, [this](const field_rule& rule) { return is_derived(rule.item); });
    for (int turn = 0; derived > 1 && turn != most_turns; ++turn) {
        const byte_vector before = bytes;
        apply_once(record, bytes, nullptr);
        if (bytes == before) break;
    }
    apply_once(record, bytes, liar);
}

void record_rules::apply_once(const format& record, byte_vector& bytes, random* liar) const {
    std::optional<related_values> related;  // found anew when something was resized
    for (const field_rule& rule : rules_) {
        if (rule.note.what == statement::range || rule.note.what == statement::one_of) continue;
        if (!related) related.emplace(record, bytes);
        const bool is_lie = liar != nullptr && liar->one_in(detail::lies_are_one_in);
        const std::size_t size = bytes.size();
        bool is_resized = false;
        // From the last one, so that a value that needs more bytes moves none that is still to come.
        const auto values = related->of(rule.item);
        for (auto value = values.rbegin(); value != values.rend(); ++value) {
            put_right(rule, record, *related, *value, bytes, is_lie ? liar : nullptr);
            is_resized = is_resized || bytes.size() != size;
        }
        if (is_resized) related.reset();
    }
}

bool record_rules::lengths_fit(const format& record, byte_view bytes) const {
    std::optional<related_values> related;
    for (const field_rule& rule : rules_) {
        if (rule.note.what != statement::length_of) continue;
        if (!related) related.emplace(record, bytes);
        const std::uint64_t most = largest_length(record.items()[rule.item]);
        for (const std::size_t value : related->of(rule.item)) {
            if (length_for(rule, record, *related, value, bytes.size()).value_or(0) > most) return false;
        }
    }
    return true;
}

std::size_t allowed_values(const field_rule& rule) noexcept {
    return std::max({rule.note.numbers.size(), rule.note.floats.size(), rule.note.texts.size()});
}

void put_allowed(const field_rule& rule, const format_item& item, const located_value& value, byte_vector& bytes,
                 std::size_t which, random& dice) {
    const annotation& note = rule.note;
    const std::size_t count = allowed_values(rule);
    if (note.what == statement::range && which >= 2) {
        if (!note.floats.empty()) {
            const double share = static_cast<double>(dice.next() >> 11) * 0x1p-53;
            const double between = note.floats[0] + share * (note.floats[1] - note.floats[0]);
            return put_number(item, value, bytes, bits_of_float(item, between));
        }
        const std::uint64_t span = note.numbers[1] - note.numbers[0] + 1;
        return put_number(item, value, bytes, note.numbers[0] + (span == 0 ? dice.next() : dice.next() % span));
    }
    const std::size_t index = which % count;
    if (!note.texts.empty()) return put_content(item, value, bytes, structwire::as_bytes(note.texts[index]));
    if (!note.floats.empty()) return put_number(item, value, bytes, bits_of_float(item, note.floats[index]));
    put_number(item, value, bytes, note.numbers[index]);
}

}  // namespace structwire::fuzz
