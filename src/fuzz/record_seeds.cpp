// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "record_seeds.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "field_mutation.hpp"
#include "record_edit.hpp"

namespace structwire::fuzz {

namespace {

/// So many seeds of one format are more than enough for an engine, and of a format of a thousand fields soon made.
constexpr std::size_t most_seeds = 2048;

/// Of a record with more values or bytes than this only the front is made, of zeros.
constexpr std::uint64_t most_of_a_record = 64 * 1024;

// Values and structures of some items, as a walk over them meets them; more than most_of_a_record is not told apart.
std::uint64_t steps(std::span<const format_item> items, std::size_t first, std::size_t last) {
    std::uint64_t sum = 0;
    for (std::size_t index = first; index < last; index = next_sibling(items, index)) {
        const format_item& item = items[index];
        if (item.kind == value_kind::pad || item.count == 0) continue;
        const std::uint64_t one = 1 + (item.is_nested() ? steps(items, index + 1, index + 1 + item.members) : 0);
        if (item.count > most_of_a_record || one > most_of_a_record) return most_of_a_record + 1;
        sum += one * item.count;
        if (sum > most_of_a_record) return most_of_a_record + 1;
    }
    return sum;
}

bool is_huge(const format& record) {
    return record.size() > most_of_a_record || steps(record.items(), 0, record.items().size()) > most_of_a_record;
}

/// How large what may be of any size is.
struct sizes {
    std::uint64_t elements;  // of groups
    std::size_t text;        // of bytes of any number
};

/// The flat values of a record, all plain.
class plain_values {
public:
    plain_values(const format& record, sizes how) : items_(record.items()), how_(how) { level(0, items_.size()); }

    [[nodiscard]] std::span<const value> values() const noexcept { return values_; }

private:
    void level(std::size_t first, std::size_t last) {
        for (std::size_t index = first; index < last; index = next_sibling(items_, index)) {
            const format_item& item = items_[index];
            if (item.kind == value_kind::pad) continue;
            std::uint64_t count = item.count;
            if (item.kind == value_kind::counted_group) {
                count = std::min(how_.elements, longest_content(item));
                values_.emplace_back(count);
            }
            for (std::uint64_t done = 0; done != count; ++done) {
                if (item.is_nested()) {
                    level(index + 1, index + 1 + item.members);
                } else {
                    values_.push_back(plain(item));
                }
            }
        }
    }

    [[nodiscard]] value plain(const format_item& item) const {
        static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
        switch (item.kind) {
            case value_kind::character: return letters.substr(0, 1);
            case value_kind::boolean: return true;
            case value_kind::floating:
            case value_kind::brain_floating: return 1.0;
            case value_kind::complex: return complex<double>{1.0, 0.0};
            case value_kind::bytes: return letters.substr(0, std::min<std::size_t>(item.unit, how_.text));
            case value_kind::pascal_bytes:
                return letters.substr(0, item.unit == 0 ? 0 : std::min<std::size_t>(item.unit - 1, how_.text));
            case value_kind::terminated_bytes:
            case value_kind::counted_bytes:
            case value_kind::rest: return letters.substr(0, how_.text);
            default: return 1;
        }
    }

    std::span<const format_item> items_;
    sizes how_;
    std::vector<value> values_;
};

class seed_maker {
public:
    seed_maker(const format& record, const record_rules& rules) : record_(record), rules_(rules) {}

    std::vector<byte_vector> make() {
        for (const sizes how : {sizes{1, 3}, sizes{0, 0}, sizes{2, 17}}) {
            if (is_huge(record_)) break;
            auto packed = record_.pack(plain_values(record_, how).values());
            if (packed) add(allowed_everywhere(std::move(*packed)));
        }
        if (made_.empty()) {
            add(byte_vector(static_cast<std::size_t>(std::min<std::uint64_t>(record_.size(), most_of_a_record))));
        }
        const byte_vector base = made_.front();
        for (std::uint32_t item = 0; item != record_.items().size(); ++item) vary(base, item);
        return std::move(made_);
    }

private:
    void add(byte_vector bytes) {
        rules_.apply(record_, bytes, nullptr);
        if (made_.size() < most_seeds && seen_.insert(bytes).second) made_.push_back(std::move(bytes));
    }

    // Where a rule says which values there are, the plain one may not be among them.
    byte_vector allowed_everywhere(byte_vector bytes) {
        for (const field_rule& rule : rules_.all()) {
            if (rules_.choice_of(rule.item) == &rule) bytes = with_choice(bytes, rule, 0);
        }
        return bytes;
    }

    byte_vector with_choice(byte_vector bytes, const field_rule& rule, std::size_t which) {
        // From the last value to the first, so that a change of size moves none that is still to come.
        const located_record located = locate(record_.layout(), bytes);
        for (auto value = located.values.rbegin(); value != located.values.rend(); ++value) {
            if (value->item == rule.item) {
                put_allowed(rule, record_.items()[rule.item], *value, bytes, which, dice_);
            }
        }
        return bytes;
    }

    void vary(const byte_vector& base, std::uint32_t item) {
        if (rules_.is_derived(item)) return;
        if (const field_rule* const rule = rules_.choice_of(item)) {
            for (std::size_t which = 0; which != allowed_values(*rule); ++which) add(with_choice(base, *rule, which));
            return;
        }
        const located_record located = locate(record_.layout(), base);
        const auto value = std::ranges::find(located.values, item, &located_value::item);
        if (value == located.values.end() || !is_number(record_.items()[item].kind)) return;
        for (const std::uint64_t number : boundary_numbers(record_.items()[item])) {
            byte_vector changed = base;
            put_number(record_.items()[item], *value, changed, number);
            add(std::move(changed));
        }
    }

    const format& record_;
    const record_rules& rules_;
    random dice_{0};
    std::vector<byte_vector> made_;
    std::set<byte_vector> seen_;
};

}  // namespace

std::vector<byte_vector> seed_records(const format& record, const record_rules& rules) {
    return seed_maker(record, rules).make();
}

}  // namespace structwire::fuzz
