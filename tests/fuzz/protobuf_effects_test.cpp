// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Which changes of messages are seen, by what is on the wire before and after.
#include <structwire/fuzz/proto.hpp>
#include <structwire/protobuf/detail/wire.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include "fuzz/protobuf_support.hpp"
#include "support/catch.hpp"

namespace {

using structwire::byte_view;
using structwire::fuzz::byte_vector;
using structwire::fuzz::model_of_protobuf;
using structwire::protobuf::detail::is_wire_message;
using structwire::protobuf::detail::take_varint;
using structwire::protobuf::detail::varint_bytes;
using structwire::protobuf::detail::wire_fields;
using structwire::protobuf::detail::wire_type;
using structwire::testing::mixed_message;
using structwire::testing::mutated;
using namespace std::string_view_literals;

// A field as the wire has it, with the levels around it.
struct seen_field {
    std::size_t depth = 0;
    std::uint32_t number = 0;
    wire_type type = wire_type::varint;
    byte_vector value{};
    std::size_t wide_by = 0;  // bytes of tag and length that need not be there
    bool is_message = false;

    [[nodiscard]] std::uint64_t as_number() const {
        byte_view bytes = value;
        if (type == wire_type::varint) return take_varint(bytes).value_or(0);
        std::uint64_t number_read = 0;
        for (std::size_t index = std::min<std::size_t>(value.size(), 8); index-- != 0;) {
            number_read = number_read << 8 | std::to_integer<std::uint64_t>(value[index]);
        }
        return number_read;
    }
    friend bool operator==(const seen_field&, const seen_field&) = default;
};

using seen_fields = std::vector<seen_field>;

void look(byte_view message, std::size_t depth, seen_fields& seen) {
    wire_fields fields(message);
    byte_view before = message;
    while (const auto field = fields.next()) {
        const byte_view wire = before.first(before.size() - fields.rest().size());
        before = fields.rest();
        seen_field made{depth, field->number, field->type, {field->value.begin(), field->value.end()}, 0, false};
        byte_view rest = wire;
        const auto tag = take_varint(rest).value_or(0);
        made.wide_by = wire.size() - rest.size() - varint_bytes(tag);
        if (field->type == wire_type::bytes) {
            made.wide_by += rest.size() - field->value.size() - varint_bytes(field->value.size());
        }
        const bool nests = field->type == wire_type::bytes && !field->value.empty() && is_wire_message(field->value);
        made.is_message = nests || field->type == wire_type::group_begin;
        seen.push_back(made);
        if (made.is_message && depth < 200) look(field->value, depth + 1, seen);
    }
}

seen_fields look(const byte_vector& message) {
    seen_fields seen;
    look(message, 0, seen);
    return seen;
}

struct observation {
    byte_vector before_bytes;
    byte_vector after_bytes;
    seen_fields before;
    seen_fields after;

    [[nodiscard]] bool same_count() const { return before.size() == after.size(); }
    // A pair of fields at one place that differ so.
    template <class Predicate>
    [[nodiscard]] bool any_pair(Predicate differ) const {
        if (!same_count()) return false;
        for (std::size_t index = 0; index != before.size(); ++index) {
            if (differ(before[index], after[index])) return true;
        }
        return false;
    }
    template <class Predicate>
    [[nodiscard]] bool any_new(Predicate wanted) const {
        return std::ranges::any_of(after, [&](const seen_field& field) {
            return wanted(field) && std::ranges::find(before, field) == before.end();
        });
    }
};

bool is_number(const observation& seen, wire_type type, std::uint64_t number) {
    return seen.any_new([&](const seen_field& field) { return field.type == type && field.as_number() == number; });
}

template <std::uint64_t Number>
bool varint_is(const observation& seen) {
    return is_number(seen, wire_type::varint, Number);
}
template <std::uint64_t Number>
bool fixed32_is(const observation& seen) {
    return is_number(seen, wire_type::fixed32, Number);
}
template <std::uint64_t Number>
bool fixed64_is(const observation& seen) {
    return is_number(seen, wire_type::fixed64, Number);
}
template <std::uint32_t Number>
bool unknown(const observation& seen) {
    return seen.any_new([](const seen_field& field) { return field.number == Number; });
}
template <std::uint64_t Step>
bool stepped(const observation& seen) {
    return seen.any_pair([](const seen_field& old, const seen_field& now) {
        return old.type == wire_type::varint && now.type == old.type && now.as_number() == old.as_number() + Step;
    });
}
template <wire_type From, wire_type To>
bool became(const observation& seen) {
    if (seen.before_bytes.empty()) return false;
    const auto top = [](const seen_fields& fields) {
        return std::ranges::count_if(fields, [](const seen_field& field) { return field.depth == 0; });
    };
    if (top(seen.before) != top(seen.after)) return false;
    return std::ranges::any_of(seen.after, [&](const seen_field& now) {
        return now.type == To &&
               std::ranges::none_of(
                   seen.before, [&](const seen_field& old) { return old.number == now.number && old.type == To; }) &&
               std::ranges::any_of(seen.before, [&](const seen_field& old) {
                   return old.depth == now.depth && old.number == now.number && old.type == From;
               });
    });
}

std::size_t copies(const seen_fields& fields, const seen_field& wanted) {
    return static_cast<std::size_t>(std::ranges::count(fields, wanted));
}
template <std::size_t Times>
bool repeated(const observation& seen) {
    return std::ranges::any_of(seen.before, [&](const seen_field& field) {
        return copies(seen.after, field) >= Times * copies(seen.before, field) && copies(seen.after, field) < 1000;
    });
}
bool holds(const observation& seen, std::string_view text) {
    return seen.any_new([&](const seen_field& field) {
        return field.type == wire_type::bytes && !std::ranges::search(field.value, structwire::as_bytes(text)).empty();
    });
}
template <std::size_t Levels>
bool nested(const observation& seen) {
    return std::ranges::any_of(seen.after, [](const seen_field& field) { return field.depth == Levels; });
}
// 9 is there twice.
bool packed(const observation& seen) {
    return seen.any_new([](const seen_field& field) {
        return field.number == 9 && field.type == wire_type::bytes &&
               field.value == structwire::testing::bytes_of("\x03\x04");
    });
}
bool unpacked(const observation& seen) {
    const auto element = [](const seen_field& field) { return field.number == 7 && field.type == wire_type::varint; };
    return std::ranges::count_if(seen.after, element) == 2 && seen.after.size() == seen.before.size() + 1;
}
template <int By>
bool moved(const observation& seen) {
    return std::ranges::any_of(seen.before, [&](const seen_field& field) {
        seen_field there = field;
        there.depth = static_cast<std::size_t>(static_cast<int>(field.depth) + By);
        return copies(seen.after, field) + 1 == copies(seen.before, field) &&
               copies(seen.after, there) == copies(seen.before, there) + 1;
    });
}
bool swapped(const observation& seen) {
    seen_fields before = seen.before;
    return before != seen.after && std::ranges::is_permutation(seen.before, seen.after);
}
bool is_prefix(const observation& seen) {
    return !is_wire_message(seen.after_bytes) && seen.after_bytes.size() < seen.before_bytes.size() &&
           std::ranges::equal(seen.after_bytes, byte_view(seen.before_bytes).first(seen.after_bytes.size()));
}

struct effect {
    std::string_view name;
    bool (*is_seen)(const observation&);
};

constexpr std::uint64_t bit(unsigned index) { return std::uint64_t{1} << index; }
constexpr std::uint64_t all_ones = ~std::uint64_t{0};

constexpr effect effects[] = {
    {"varint 0", varint_is<0>},
    {"varint 1", varint_is<1>},
    {"varint 127", varint_is<127>},
    {"varint 128", varint_is<128>},
    {"varint 2^14", varint_is<bit(14)>},
    {"varint 2^31 - 1", varint_is<bit(31) - 1>},
    {"varint 2^31", varint_is<bit(31)>},
    {"varint 2^31 + 1", varint_is<bit(31) + 1>},
    {"varint 2^32 - 1", varint_is<bit(32) - 1>},
    {"varint 2^32 + 1", varint_is<bit(32) + 1>},
    {"varint 2^63", varint_is<bit(63)>},
    {"varint 2^64 - 1", varint_is<all_ones>},
    {"int32 of -2^31", varint_is<0 - bit(31)>},
    {"one more", stepped<1>},
    {"one less", stepped<all_ones>},
    {"another sign, zigzag", varint_is<149>},  // 150 is zigzag for 75
    {"another sign", varint_is<0 - std::uint64_t{150}>},
    {"fixed32 NaN", fixed32_is<0x7fc0'0000>},
    {"fixed32 infinity", fixed32_is<0x7f80'0000>},
    {"fixed32 -0", fixed32_is<0x8000'0000>},
    {"fixed32 2^31 - 1", fixed32_is<0x7fff'ffff>},
    {"fixed64 NaN", fixed64_is<0x7ff8'0000'0000'0000>},
    {"fixed64 infinity", fixed64_is<0x7ff0'0000'0000'0000>},
    {"fixed64 -0", fixed64_is<bit(63)>},
    {"fixed64 all ones", fixed64_is<all_ones>},
    {"over-long tag or length",
     [](const observation& seen) { return seen.any_new([](const seen_field& field) { return field.wide_by != 0; }); }},
    {"over-long varint",
     [](const observation& seen) {
         return seen.any_new([](const seen_field& field) {
             return field.type == wire_type::varint && field.value.size() > varint_bytes(field.as_number());
         });
     }},
    {"no UTF-8", [](const observation& seen) { return holds(seen, "\xff"); }},
    {"a surrogate", [](const observation& seen) { return holds(seen, "\xed\xa0\x80"); }},
    {"a long character", [](const observation& seen) { return holds(seen, "\xf0\x9f\x98\x80"); }},
    {"a text emptied",
     [](const observation& seen) {
         return seen.any_pair([](const seen_field& old, const seen_field& now) {
             return old.number == 5 && now.number == 5 && !old.value.empty() && now.value.empty();
         });
     }},
    {"packed", packed},
    {"unpacked", unpacked},
    {"varint to bytes", became<wire_type::varint, wire_type::bytes>},
    {"varint to fixed32", became<wire_type::varint, wire_type::fixed32>},
    {"fixed32 to fixed64", became<wire_type::fixed32, wire_type::fixed64>},
    {"bytes to varint", became<wire_type::bytes, wire_type::varint>},
    {"bytes to group", became<wire_type::bytes, wire_type::group_begin>},
    {"group to bytes", became<wire_type::group_begin, wire_type::bytes>},
    {"another number",
     [](const observation& seen) {
         return seen.any_pair([](const seen_field& old, const seen_field& now) {
             return old.number != now.number && old.value == now.value && old.type == now.type;
         });
     }},
    {"doubled", repeated<2>},
    {"63 times", repeated<63>},
    {"255 times", repeated<255>},
    {"erased", [](const observation& seen) { return seen.after.size() + 1 == seen.before.size(); }},
    {"inserted", [](const observation& seen) { return seen.after.size() == seen.before.size() + 1; }},
    {"swapped", swapped},
    {"moved in", moved<1>},
    {"moved out", moved<-1>},
    {"99 levels", nested<99>},
    {"100 levels", nested<100>},
    {"101 levels", nested<101>},
    {"field 1000", unknown<1000>},
    {"field 19000", unknown<19000>},
    {"field 2^29 - 1", unknown<(1u << 29) - 1>},
    {"cut off", is_prefix},
    {"end of a group missing",
     [](const observation& seen) {
         return !is_wire_message(seen.after_bytes) && seen.after_bytes.size() + 1 == seen.before_bytes.size() &&
                std::ranges::search(seen.after_bytes, structwire::as_bytes("\x08\x05\x44"sv)).empty() &&
                !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x43\x08\x05\x48"sv)).empty();
     }},
    {"another end of a group",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x43\x08\x05\x4c"sv)).empty();
     }},
    {"two ends of a group",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x43\x08\x05\x44\x44"sv)).empty();
     }},
    {"length one too large",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x2a\x07"
                                                                            "BTCUSD\x32"sv))
                     .empty();
     }},
    {"length one too small",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x2a\x05"
                                                                            "BTCUSD\x32"sv))
                     .empty();
     }},
    {"huge length",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\xff\xff\xff\xff\x0f"
                                                                            "BTC"sv))
                     .empty();
     }},
    {"wire type 6",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x2e\x06"
                                                                            "BTC"sv))
                     .empty();
     }},
    {"wire type 7",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x2f\x06"
                                                                            "BTC"sv))
                     .empty();
     }},
    {"field 0",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes, structwire::as_bytes("\x02\x06"
                                                                            "BTC"sv))
                     .empty();
     }},
    {"varint of 11 bytes",
     [](const observation& seen) {
         return !std::ranges::search(seen.after_bytes,
                                     structwire::as_bytes("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"sv))
                     .empty();
     }},
};

// Lies and wrong ends are few: in a short message they meet each field often.
byte_vector short_message() {
    return structwire::testing::bytes_of(
        "\x2a\x06"
        "BTCUSD\x32\x00\x43\x08\x05\x44"sv);
}

TEST_CASE("model_of_protobuf: every effect of a change is seen", "[fuzz][proto][mutator]") {
    constexpr std::uint64_t rounds = 12'000;
    const auto model = model_of_protobuf();
    std::vector<std::size_t> counts(std::size(effects));
    for (const byte_vector& message : {mixed_message(), short_message()}) {
        observation seen{message, {}, look(message), {}};
        for (std::uint64_t seed = 0; seed != rounds; ++seed) {
            seen.after_bytes = mutated(*model, message, seed);
            seen.after = look(seen.after_bytes);
            for (std::size_t index = 0; index != counts.size(); ++index) {
                counts[index] += effects[index].is_seen(seen) ? 1u : 0u;
            }
        }
    }
    for (std::size_t index = 0; index != counts.size(); ++index) {
        INFO(effects[index].name << ": " << counts[index]);
        CHECK(counts[index] != 0);
    }
}

}  // namespace
