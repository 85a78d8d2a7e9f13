// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/record.hpp>
#include <structwire/inspect/dump.hpp>
#include <structwire/inspect/mark.hpp>
#include <structwire/inspect/value_text.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "field_mutation.hpp"
#include "located_record.hpp"
#include "record_edit.hpp"
#include "record_relations.hpp"
#include "record_rules.hpp"
#include "record_seeds.hpp"

namespace structwire::fuzz {

namespace {

// How seldom constants, lengths and checksums inside a record are changed like other fields, one time in so many.
constexpr std::size_t fixed = 24;

// How seldom a record may outgrow a length in it, one time in so many, and how often another change is tried instead.
constexpr std::size_t outgrown = 64;
constexpr unsigned more_attempts = 8;

/// One of the formats of a payload.
struct alternative {
    record_kind payload;
    std::optional<record_kind> header;
    std::uint64_t tag;
};

/// Where the tag is.
struct tag_place {
    bool exists = false;
    bool in_header = false;
};

class record_model final : public payload_model {
public:
    record_model(std::vector<alternative> alternatives, std::string_view tag, tag_place where)
        : alternatives_(std::move(alternatives)), tag_(tag), where_(where), seeds_(make_seeds()) {}

    void mutate(message_bytes& message, mutation_tools& tools) const override {
        const std::size_t most = std::max(message.payload.size(), tools.max_bytes);
        const bool may_outgrow = tools.dice.one_in(outgrown) || !lengths_fit(message);
        const message_bytes before = message;
        change(message, tools);
        for (unsigned attempt = 0; !may_outgrow && attempt != more_attempts && !lengths_fit(message); ++attempt) {
            message = before;
            change(message, tools);
        }
        if (message.payload.size() > most) message.payload.resize(most);
    }

    void repair(message_bytes& message) const override {
        const alternative* const is = alternative_of(message);
        if (is == nullptr) return;
        is->payload.rules.apply(is->payload.layout, message.payload, nullptr);
        if (is->header) is->header->rules.apply(is->header->layout, message.header, nullptr);
    }

    bool borrow(message_bytes& message, const message_bytes& from, random& dice) const override {
        const alternative* const is = alternative_of(message);
        const alternative* const other = alternative_of(from);
        if (is == nullptr || other == nullptr) return false;
        const message_bytes before = message;
        if (is->header && other->header && dice.one_in(4)) {
            borrow_value(*is->header, message.header, *other->header, from.header, dice);
        } else {
            borrow_value(is->payload, message.payload, other->payload, from.payload, dice);
        }
        if (!lengths_fit(message)) message = before;
        return message != before;
    }

    void count_up(message_bytes& message, std::uint64_t steps, random dice) const override {
        const alternative* const is = alternative_of(message);
        if (is == nullptr) return;
        if (is->header && dice.one_in(4)) return fuzz::count_up(*is->header, message.header, steps, dice);
        fuzz::count_up(is->payload, message.payload, steps, dice);
    }

    std::vector<message_bytes> seeds() const override { return seeds_; }

    std::vector<dictionary_word> dictionary() const override {
        std::vector<dictionary_word> words;
        for (const alternative& one : alternatives_) {
            add_words(words, one.payload);
            if (one.header) add_words(words, *one.header);
        }
        return words;
    }

    std::string decoded(const frame& shown) const override {
        constexpr dump_options narrow{.max_text = 60};
        const message_bytes message{byte_vector(shown.header.begin(), shown.header.end()),
                                    byte_vector(shown.payload.begin(), shown.payload.end())};
        const alternative* const is = alternative_of(message);
        std::string text;
        if (!shown.header.empty() && alternatives_.front().header) {
            const alternative& one = is != nullptr ? *is : alternatives_.front();
            text += "header\n" + dump(shown.header, one.header->layout.layout(), narrow) + "payload\n";
        } else if (!shown.header.empty()) {
            text += "header " + quoted(shown.header) + '\n';
        }
        if (is == nullptr) return text + "none of the formats: " + quoted(shown.payload) + '\n';
        return text + dump(shown.payload, is->payload.layout.layout(), narrow);
    }

private:
    [[nodiscard]] bool lengths_fit(const message_bytes& message) const {
        const alternative* const is = alternative_of(message);
        if (is == nullptr) return true;
        return is->payload.rules.lengths_fit(is->payload.layout, message.payload) &&
               (!is->header || is->header->rules.lengths_fit(is->header->layout, message.header));
    }

    void change(message_bytes& message, mutation_tools& tools) const {
        random& dice = tools.dice;
        const alternative* const is = alternative_of(message);
        if (is == nullptr) {
            if (dice.one_in(4)) {
                replace(message, dice);
            } else {
                mutate_bytes(message.payload, tools);
            }
            return;
        }
        if (!message.header.empty() && dice.one_in(6)) return mutate_header(*is, message, tools);
        switch (dice.below(32)) {
            case 0: return mutate_bytes(message.payload, tools);
            case 1: return cut_or_lengthen(message.payload, tools);
            case 2: return replace(message, dice);
            case 3: return change_tag(*is, message, dice);
            case 4:
            case 5:
                mutate_bytes(message.payload, tools);
                return is->payload.rules.apply(is->payload.layout, message.payload, &dice);
            default: return mutate_fields(is->payload, message.payload, tools);
        }
    }

    // Another message; its header stays where no format describes it.
    void replace(message_bytes& message, random& dice) const {
        const message_bytes& other = seeds_[dice.below(seeds_.size())];
        if (!other.header.empty()) message.header = other.header;
        message.payload = other.payload;
    }

    // The number in the tag field, if these bytes have it.
    [[nodiscard]] std::optional<std::uint64_t> tag_in(const record_kind& record, byte_view bytes) const {
        const auto field = record.layout.find(tag_);
        if (!field) return std::nullopt;
        const located_record located = locate(record.layout.layout(), bytes);
        const auto value = std::ranges::find(located.values, field->item, &located_value::item);
        if (value == located.values.end()) return std::nullopt;
        return number_of(record.layout.items()[field->item], *value, bytes);
    }

    [[nodiscard]] const alternative* alternative_of(const message_bytes& message) const {
        if (!where_.exists) return &alternatives_.front();
        for (const alternative& one : alternatives_) {
            const auto tag =
                where_.in_header ? tag_in(*one.header, message.header) : tag_in(one.payload, message.payload);
            if (tag == one.tag) return &one;
        }
        return nullptr;
    }

    // Changes one field or several, and puts right what follows from them.
    static void mutate_fields(const record_kind& record, byte_vector& bytes, mutation_tools& tools) {
        bool keeps_lie = false;
        do {
            const located_record located = locate(record.layout.layout(), bytes);
            if (located.values.empty()) return mutate_bytes(bytes, tools);
            if (tools.dice.one_in(32) && count_values(record, bytes, tools.dice)) continue;
            const bool lies = tools.dice.one_in(fixed);
            const located_value& value = chosen(record, located, lies, tools.dice);
            keeps_lie = keeps_lie || (lies && is_fixed(record, value.item));
            mutate_one(record, located, value, bytes, tools);
        } while (tools.dice.one_in(3));
        if (!keeps_lie) record.rules.apply(record.layout, bytes, &tools.dice);
    }

    // What the rules would put back.
    static bool is_fixed(const record_kind& record, std::uint32_t item) {
        return record.rules.is_derived(item) || record.rules.is_constant(item);
    }

    // Every item has the same chance, whether it has one value or a thousand; pads have little. What is constant or
    // follows from others is only changed to be wrong.
    static const located_value& chosen(const record_kind& record, const located_record& located, bool with_fixed,
                                       random& dice) {
        const bool with_pads = dice.one_in(16);
        std::vector<std::uint32_t> items;
        for (const located_value& value : located.values) {
            if (!with_pads && record.layout.items()[value.item].kind == value_kind::pad) continue;
            if (with_fixed || !is_fixed(record, value.item)) items.push_back(value.item);
        }
        if (items.empty()) return located.values[dice.below(located.values.size())];
        std::ranges::sort(items);
        items.erase(std::ranges::unique(items).begin(), items.end());
        const std::uint32_t item = items[dice.below(items.size())];
        const auto is_of = [item](const located_value& value) { return value.item == item; };
        auto skipped = dice.below(static_cast<std::size_t>(std::ranges::count_if(located.values, is_of)));
        return *std::ranges::find_if(located.values,
                                     [&](const located_value& value) { return is_of(value) && skipped-- == 0; });
    }

    static void mutate_one(const record_kind& record, const located_record& located, const located_value& value,
                           byte_vector& bytes, mutation_tools& tools) {
        const field_rule* const rule = record.rules.choice_of(value.item);
        const bool is_constant = rule != nullptr && rule->note.what == annotation::statement::magic;
        if (rule != nullptr && !is_constant && !tools.dice.one_in(8)) {
            const std::size_t which = tools.dice.below(allowed_values(*rule) + 2);
            return put_allowed(*rule, record.layout.items()[value.item], value, bytes, which, tools.dice);
        }
        mutate_value(record.layout.layout(), located, value, bytes, tools);
    }

    static void cut_or_lengthen(byte_vector& bytes, mutation_tools& tools) {
        if (tools.dice.one_in(2)) {
            bytes.resize(tools.dice.below(bytes.size() + 1));
            return;
        }
        for (std::size_t count = 1 + tools.dice.below(16); count != 0 && bytes.size() < tools.max_bytes; --count) {
            bytes.push_back(static_cast<std::byte>(tools.dice.next() & 0xff));
        }
    }

    static void mutate_header(const alternative& is, message_bytes& message, mutation_tools& tools) {
        mutation_tools inside = tools;
        inside.max_bytes = message.header.size();  // framings have headers of fixed size
        if (is.header && !inside.dice.one_in(8)) {
            mutate_fields(*is.header, message.header, inside);
        } else {
            mutate_bytes(message.header, 0, message.header.size(), false, inside);
        }
        tools.dice = inside.dice;
    }

    // One record with the tag of another: what a parser takes for something that it is not.
    void change_tag(const alternative& is, message_bytes& message, random& dice) const {
        if (!where_.exists) return;
        const record_kind& record = where_.in_header ? *is.header : is.payload;
        byte_vector& bytes = where_.in_header ? message.header : message.payload;
        const auto field = record.layout.find(tag_);
        const located_record located = locate(record.layout.layout(), bytes);
        const auto value = std::ranges::find(located.values, field->item, &located_value::item);
        if (value == located.values.end()) return;
        const std::uint64_t other = alternatives_[dice.below(alternatives_.size())].tag;
        const std::array<std::uint64_t, 4> numbers{other, other, other + 1, dice.next()};
        put_number(record.layout.items()[field->item], *value, bytes, numbers[dice.below(numbers.size())]);
    }

    [[nodiscard]] std::vector<message_bytes> make_seeds() const {
        std::vector<message_bytes> made;
        for (const alternative& one : alternatives_) {
            const auto payloads = seed_records(one.payload.layout, one.payload.rules);
            std::vector<byte_vector> headers(1);
            if (one.header) headers = seed_records(one.header->layout, one.header->rules);
            for (const byte_vector& payload : payloads) made.push_back({headers.front(), payload});
            for (std::size_t index = 1; index < headers.size(); ++index)
                made.push_back({headers[index], payloads.front()});
        }
        return made;
    }

    // The constants and choices of the rules as they stand on the wire.
    static void add_words(std::vector<dictionary_word>& words, const record_kind& record) {
        random dice(0);
        for (const field_rule& rule : record.rules.all()) {
            if (record.rules.choice_of(rule.item) != &rule) continue;
            const format_item& item = record.layout.items()[rule.item];
            for (std::size_t which = 0; which != allowed_values(rule); ++which) {
                byte_vector bytes;
                if (!rule.note.texts.empty()) {
                    const byte_view text = structwire::as_bytes(rule.note.texts[which]);
                    bytes.assign(text.begin(), text.end());
                } else {
                    if (item.bits % 8 != 0) continue;
                    bytes.resize(is_leb128(item.kind) ? 1 : static_cast<std::size_t>(width_of(item) / 8));
                    located_value all{};
                    all.end = bytes.size();
                    put_allowed(rule, item, all, bytes, which, dice);
                }
                const auto is_same = [&bytes](const dictionary_word& word) { return word.bytes == bytes; };
                if (bytes.empty() || std::ranges::any_of(words, is_same)) continue;
                words.push_back({std::string(item.name(record.layout.text())), std::move(bytes)});
            }
        }
    }

    std::vector<alternative> alternatives_;
    std::string_view tag_;
    tag_place where_;
    std::vector<message_bytes> seeds_;
};

// A character is a number from 0 to 255 there, whatever the sign of char is here.
std::uint64_t tag_on_the_wire(const record_kind& record, std::string_view path, std::uint64_t tag) {
    const auto field = record.layout.find(path);
    const bool is_character = field && record.layout.items()[field->item].kind == value_kind::character;
    return is_character ? tag & 0xff : tag;
}

// Whether the tag can be told from other values of its field.
bool is_tag(const format& record, std::string_view path) {
    const auto field = record.find(path);
    if (!field) return false;
    const value_kind kind = record.items()[field->item].kind;
    return is_number(kind) && kind != value_kind::floating && kind != value_kind::brain_floating;
}

std::string no_tag(const format& record, std::string_view path, const std::optional<record_kind>& header) {
    std::string text = "choice: '" + std::string(path);
    if (record.find(path)) return text + "' is not an integer";
    text += "' is no field of '" + std::string(record.text()) + '\'';
    if (header) text += ", nor of the header '" + std::string(header->layout.text()) + '\'';
    return text;
}

std::expected<record_kind, std::string> compiled(const record_description& what) {
    auto layout = format::compile(what.text);
    if (!layout) return std::unexpected(mark(what.text, layout.error()));
    auto rules = record_rules::bind(*layout, what.annotations);
    if (!rules) return std::unexpected(std::move(rules.error()));
    return record_kind{std::move(*layout), std::move(*rules)};
}

}  // namespace

std::expected<std::unique_ptr<payload_model>, std::string> model_of(const payload_description& what) {
    tag_place where{!what.tag.empty(), false};
    if (where.exists && what.payload.empty()) return std::unexpected("choice: there is nothing to choose from");
    if (what.payload.empty() && !what.header) return model_of_any_bytes();
    std::optional<record_kind> plain_header;
    if (what.header) {
        auto header = compiled(*what.header);
        if (!header) return std::unexpected(std::move(header.error()));
        plain_header = std::move(*header);
        where.in_header = where.exists && plain_header->layout.find(what.tag);
    }
    std::vector<record_description> payloads = what.payload;
    if (payloads.empty()) payloads.push_back({.text = "{*}"});
    std::vector<alternative> alternatives;
    for (record_description& payload : payloads) {
        if (where.exists) {
            const auto with_tag = format::compile(where.in_header ? what.header->text : payload.text);
            if (with_tag && !is_tag(*with_tag, what.tag)) {
                return std::unexpected(no_tag(*with_tag, what.tag, plain_header));
            }
        }
        std::optional<record_description> header = what.header;
        if (where.exists) {
            (where.in_header ? header->annotations : payload.annotations).push_back(magic(what.tag, payload.tag));
        }
        auto record = compiled(payload);
        if (!record) return std::unexpected(std::move(record.error()));
        alternative one{std::move(*record), std::nullopt, payload.tag};
        if (header) {
            auto front = compiled(*header);
            if (!front) return std::unexpected(std::move(front.error()));
            one.header = std::move(*front);
        }
        if (where.exists) one.tag = tag_on_the_wire(where.in_header ? *one.header : one.payload, what.tag, one.tag);
        const auto has_tag = [&one](const alternative& other) { return other.tag == one.tag; };
        if (where.exists && std::ranges::any_of(alternatives, has_tag)) {
            return std::unexpected("two alternatives have the tag " + std::to_string(payload.tag));
        }
        alternatives.push_back(std::move(one));
    }
    return std::make_unique<record_model>(std::move(alternatives), what.tag, where);
}

}  // namespace structwire::fuzz
