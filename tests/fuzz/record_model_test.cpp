// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What mutations do to the fields of a record.
#include <structwire/fuzz/payload_model.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;
using fuzz::message_bytes;
using structwire::value;

// What one value of a record was in many mutations of one record.
struct seen {
    std::set<std::uint64_t> numbers{};
    std::set<std::uint64_t> floats{};  // their bits
    std::set<std::string> texts{};
};

void note(seen& where, const value& what) {
    if (const auto bytes = what.as_bytes()) {
        where.texts.emplace(structwire::as_text(*bytes));
    } else if (what.is_integer()) {
        where.numbers.insert(what.low_bits());
    } else {
        const auto number = what.as_complex().value();
        where.floats.insert(std::bit_cast<std::uint64_t>(number.real));
        where.floats.insert(std::bit_cast<std::uint64_t>(number.imag) * 3);
    }
}

// The values of every good record out of `rounds` mutations of `from`, by their place.
std::vector<seen> values_of(std::string_view text, const message_bytes& from, unsigned rounds, unsigned times = 1) {
    const kit tested(text, "unframed");
    const structwire::format format = format_at(text);
    std::vector<seen> places;
    for (unsigned seed = 0; seed != rounds; ++seed) {
        const message_bytes changed = tested.changed(from, seed, times);
        const auto values = format.unpack(changed.payload);
        if (!values) continue;
        places.resize(std::max(places.size(), values->size()));
        for (std::size_t index = 0; index != values->size(); ++index) note(places[index], (*values)[index]);
    }
    return places;
}

std::uint64_t bits(std::int64_t number) { return static_cast<std::uint64_t>(number); }

}  // namespace

TEST_CASE("payload_model::mutate: reaches every value of every field", "[fuzz][payload_model][fields]") {
    struct one_format {
        std::string_view text;
        std::size_t values;
    };
    const std::array<one_format, 12> all{{{"<bBhHiIlLqQ", 10},
                                          {"=?c8s e f d", 6},
                                          {">F D {bf16} 2{bf16}:pair:", 5},
                                          {">{u3}:a:{i5}:b:{u12}:c:{x4}H:d:", 4},
                                          {"<{u3}:a:{i5}:b:{u12}:c:{x4}H:d:", 4},
                                          {">8{u1}:flags: 3{u24}:triples: {i40}:wide: {u64}:all:", 13},
                                          {">T{H:x: T{B:y: (2,3)h:grid:}:inner:}:outer: B", 9},
                                          {">2T{H:a: B:b:}:pairs:", 4},
                                          {"@bBhiqd?", 7},
                                          {"@c d h T{b q}:s: n N P", 8},
                                          {">4I:array: 3H (2,2)f", 11},
                                          {"10p:text: 5s", 2}}};
    for (const one_format& one : all) {
        const kit tested(one.text, "unframed");
        const auto seeds = tested.payload->seeds();
        REQUIRE_FALSE(seeds.empty());
        const std::vector<seen> places = values_of(one.text, seeds.front(), 4000);
        REQUIRE(places.size() == one.values);
        for (std::size_t index = 0; index != places.size(); ++index) {
            INFO("value " << index << " of " << one.text);
            const seen& place = places[index];
            const std::size_t different = place.numbers.size() + place.floats.size() + place.texts.size();
            const bool is_bit = one.text.starts_with(">8{u1}") && index < 8;
            const bool is_boolean = one.text.starts_with("=?") ? index == 0 : one.text == "@bBhiqd?" && index == 6;
            CHECK(different >= (is_bit || is_boolean ? 2U : 8U));
        }
    }
}

TEST_CASE("payload_model::mutate: hits the boundaries of every integer", "[fuzz][payload_model][fields][limits]") {
    struct integer {
        std::string_view text;
        unsigned bits;
        bool is_signed;
    };
    const std::array<integer, 22> all{{{"b", 8, true},         {"B", 8, false},           {">h", 16, true},
                                       {"<H", 16, false},      {">i", 32, true},          {">I", 32, false},
                                       {"<l", 32, true},       {"<L", 32, false},         {">q", 64, true},
                                       {"<Q", 64, false},      {"@n", 64, true},          {"@N", 64, false},
                                       {">{u24}", 24, false},  {"<{i24}", 24, true},      {">{u5}{x3}", 5, false},
                                       {">{x3}{i5}", 5, true}, {"<{u12}{x4}", 12, false}, {"<{x4}{i12}", 12, true},
                                       {">{i64}", 64, true},   {"<{u40}", 40, false},     {"{uv}", 64, false},
                                       {"{zz}", 64, true}}};
    for (const integer& one : all) {
        INFO(one.text);
        if (one.text.starts_with("@") && sizeof(std::size_t) != 8) continue;
        const kit tested(one.text, "unframed");
        const std::vector<seen> places = values_of(one.text, tested.payload->seeds().front(), 4000, 2);
        REQUIRE(places.size() == 1);
        const std::set<std::uint64_t>& got = places[0].numbers;
        const std::uint64_t all_ones = ~std::uint64_t{0} >> (64 - one.bits);
        CHECK(got.contains(0));
        CHECK(got.contains(1));
        if (one.is_signed) {
            CHECK(got.contains(all_ones >> 1));     // greatest
            CHECK(got.contains(~(all_ones >> 1)));  // least
            CHECK(got.contains(bits(-1)));
        } else {
            CHECK(got.contains(all_ones));
            CHECK(got.contains(all_ones >> 1));  // around half
            CHECK(got.contains((all_ones >> 1) + 1));
        }
    }
}

TEST_CASE("payload_model::mutate: hits what floating-point numbers are compared with",
          "[fuzz][payload_model][fields]") {
    for (const std::string_view text : {"<e", ">f", "<d", ">{bf16}", ">F", "<D"}) {
        INFO(text);
        const kit tested(text, "unframed");
        const structwire::format format = format_at(text);
        bool zero = false, minus_zero = false, infinite = false, minus_infinite = false, none = false, other = false;
        for (unsigned seed = 0; seed != 6000; ++seed) {
            const message_bytes changed = tested.changed(tested.payload->seeds().front(), seed, 2);
            const auto values = format.unpack(changed.payload);
            if (!values) continue;
            const double number = values->front().as_complex().value().real;
            zero = zero || (number == 0 && !std::signbit(number));
            minus_zero = minus_zero || (number == 0 && std::signbit(number));
            infinite = infinite || (std::isinf(number) && number > 0);
            minus_infinite = minus_infinite || (std::isinf(number) && number < 0);
            none = none || std::isnan(number);
            other = other || (number > 0 && number < 1e-4);  // the least normal one, or a subnormal one
        }
        CHECK(zero);
        CHECK(minus_zero);
        CHECK(infinite);
        CHECK(minus_infinite);
        CHECK(none);
        CHECK(other);
    }
}

TEST_CASE("payload_model::mutate: groups grow and shrink, to nothing too, and their counts fit",
          "[fuzz][payload_model][groups]") {
    struct group {
        std::string_view text;
        std::string_view bytes;
    };
    using namespace std::string_view_literals;
    const std::array<group, 4> all{{{">{B:(H:a:)}:list:", "\x03\0\1\0\2\0\3"sv},
                                    {">{uv:(T{B:k: {B:s}:v:}:pair:)}:map:", "\x03\1\1a\2\2bb\3\0"sv},
                                    {">{H:(B:a:)}:first: {B:(H:b:)}:list: {*}", "\0\0\3\0\1\0\2\0\3rest"sv},
                                    {"<{i:(B)}:list:", "\x03\0\0\0abc"sv}}};
    for (const group& one : all) {
        INFO(one.text);
        const kit tested(one.text, "unframed");
        const structwire::format format = format_at(one.text);
        const message_bytes from{{}, bytes_of(one.bytes)};
        REQUIRE(format.unpack(from.payload));
        const std::size_t place = one.text.ends_with("{*}") ? 1 : 0;
        std::map<std::uint64_t, unsigned> counts;
        unsigned fits = 0;
        for (unsigned seed = 0; seed != 4000; ++seed) {
            const auto values = format.unpack(tested.changed(from, seed).payload);
            if (!values) continue;
            ++fits;
            if (values->size() > place && (place == 0 || values->front().low_bits() == 0))
                ++counts[(*values)[place].low_bits()];
        }
        CHECK(fits > 3000);
        CHECK(counts[2] > 20);
        CHECK(counts[4] > 20);
        std::uint64_t least = 3, most = 3;
        for (unsigned seed = 0; seed != 100; ++seed) {
            for (const unsigned times : {2U, 6U, 14U}) {
                const auto values = format.unpack(tested.changed(from, seed, times).payload);
                if (!values || (place == 1 && values->front().low_bits() != 0)) continue;
                least = std::min(least, (*values)[place].low_bits());
                most = std::max(most, (*values)[place].low_bits());
            }
        }
        CHECK(least == 0);
        CHECK(most >= 8);
    }
}

TEST_CASE("payload_model::mutate: the elements of a group are inserted, taken away, doubled and swapped",
          "[fuzz][payload_model][groups]") {
    const std::string_view text = ">{B:(H:a:)}:list: B:last:";
    const kit tested(text, "unframed");
    const structwire::format format = format_at(text);
    using namespace std::string_view_literals;
    const message_bytes from{{}, bytes_of("\4\0\1\0\2\0\3\0\4z"sv)};
    std::set<std::vector<std::uint64_t>> lists;
    const std::vector<std::uint64_t> in_order{1, 2, 3, 4};
    unsigned swapped = 0;
    for (unsigned seed = 0; seed != 8000; ++seed) {
        const auto values = format.unpack(tested.changed(from, seed).payload);
        if (!values || values->back().low_bits() != 'z') continue;
        std::vector<std::uint64_t> list;
        for (std::size_t index = 1; index + 1 != values->size(); ++index) list.push_back((*values)[index].low_bits());
        lists.insert(list);
        swapped += std::is_permutation(list.begin(), list.end(), in_order.begin(), in_order.end()) && list != in_order
                       ? 1U
                       : 0U;
    }
    const auto any = [&lists](auto good) { return std::any_of(lists.begin(), lists.end(), good); };
    using list_type = std::vector<std::uint64_t>;
    const auto holds_all = [](const list_type& list) {
        return std::count(list.begin(), list.end(), 1U) > 0 && std::count(list.begin(), list.end(), 2U) > 0 &&
               std::count(list.begin(), list.end(), 3U) > 0 && std::count(list.begin(), list.end(), 4U) > 0;
    };
    for (std::uint64_t gone = 1; gone <= 4; ++gone) {
        list_type rest{1, 2, 3, 4};
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(gone) - 1);
        INFO("without " << gone);
        CHECK(lists.contains(rest));
    }
    CHECK((lists.contains({1, 1, 2, 3, 4}) || lists.contains({1, 2, 2, 3, 4}) || lists.contains({1, 2, 3, 3, 4}) ||
           lists.contains({1, 2, 3, 4, 4})));
    CHECK(swapped > 100);  // a changed number does it by chance now and then
    CHECK(any([&](const list_type& list) { return list.size() == 5 && holds_all(list); }));
}

TEST_CASE("payload_model::mutate: texts become empty and long, and their lengths fit", "[fuzz][payload_model][texts]") {
    struct text_field {
        std::string_view text;
        std::string_view bytes;
        std::size_t longest;  // that is wanted
    };
    using namespace std::string_view_literals;
    const std::array<text_field, 9> all{{{"{B:s}", "\5hello"sv, 60},
                                         {"{b:s}", "\5hello"sv, 60},
                                         {">{H:s}", "\0\5hello"sv, 200},
                                         {"<{u24:s}", "\5\0\0hello"sv, 200},
                                         {"{uv:s}", "\5hello"sv, 130},
                                         {">{q:s}", "\0\0\0\0\0\0\0\5hello"sv, 200},
                                         {"{z}", "hello\0"sv, 60},
                                         {"{*}", "hello"sv, 60},
                                         {"20p", "\5hello..............."sv, 15}}};
    for (const text_field& one : all) {
        INFO(one.text);
        const kit tested(one.text, "unframed");
        const structwire::format format = format_at(one.text);
        const message_bytes from{{}, bytes_of(one.bytes.substr(0, one.text == "20p" ? 20 : std::string_view::npos))};
        unsigned good = 0, all_of_them = 0;
        std::set<std::size_t> sizes;
        for (unsigned seed = 0; seed != 3000; ++seed) {
            for (const unsigned times : {1U, 8U}) {
                const auto values = format.unpack(tested.changed(from, seed, times).payload);
                all_of_them += times == 1 ? 1U : 0U;
                good += times == 1 && values ? 1U : 0U;
                if (values) sizes.insert(values->front().as_bytes().value().size());
            }
        }
        CHECK(good * 10 > all_of_them * 7);
        CHECK(sizes.contains(0));
        CHECK(sizes.contains(1));
        CHECK(*sizes.rbegin() >= one.longest);
        CHECK(sizes.size() > 12);
    }
}

TEST_CASE("payload_model::mutate: lies about lengths and counts in a small share", "[fuzz][payload_model][lies]") {
    using namespace std::string_view_literals;
    for (const auto& [text, bytes] :
         {std::pair{">{H:s}:name:"sv, "\0\5hello"sv}, {">{H:(B)}:list:"sv, "\0\5hello"sv}}) {
        INFO(text);
        const kit tested(text, "unframed");
        const structwire::format format = format_at(text);
        unsigned lies = 0;
        std::set<byte_vector> lengths;
        for (unsigned seed = 0; seed != 20000; ++seed) {
            const message_bytes changed = tested.changed({{}, bytes_of(bytes)}, seed);
            if (changed.payload.size() < 2 || format.unpack(changed.payload)) continue;
            if (text_of(changed.payload).substr(2) != "hello") continue;
            ++lies;
            lengths.emplace(changed.payload.begin(), changed.payload.begin() + 2);
        }
        CHECK(lies > 20000 / 256);
        CHECK(lies < 20000 / 8);
        CHECK(lengths.size() >= 4);
        CHECK((lengths.contains(bytes_of("\0\4"sv)) || lengths.contains(bytes_of("\0\6"sv))));
    }
}

TEST_CASE("payload_model::mutate: cuts records off in the middle, and adds bytes behind them, now and then",
          "[fuzz][payload_model][structure]") {
    const std::string_view text = ">I:a: H:b: H:c:";
    const kit tested(text, "unframed");
    using namespace std::string_view_literals;
    const message_bytes from{{}, bytes_of("\1\2\3\4\5\6\7\x08"sv)};
    std::set<std::size_t> sizes;
    unsigned whole = 0;
    for (unsigned seed = 0; seed != 4000; ++seed) {
        const std::size_t size = tested.changed(from, seed).payload.size();
        sizes.insert(size);
        whole += size == 8 ? 1U : 0U;
    }
    CHECK(whole > 3000);
    CHECK(std::count_if(sizes.begin(), sizes.end(), [](std::size_t size) { return size < 8; }) >= 5);
    CHECK(*sizes.rbegin() > 8);
}

TEST_CASE("payload_model::mutate: pads and gaps are changed too, though they are no fields",
          "[fuzz][payload_model][fields]") {
    struct padded {
        std::string_view text;
        std::size_t at;
        std::size_t size;
    };
    for (const padded& one : {padded{"B 3x B", 2, 5}, {"@b i", 2, 8}, {">H {x16} H", 3, 6}}) {
        INFO(one.text);
        const kit tested(one.text, "unframed");
        unsigned touched = 0;
        for (unsigned seed = 0; seed != 4000; ++seed) {
            const message_bytes changed = tested.changed({{}, byte_vector(one.size)}, seed);
            touched += changed.payload.size() == one.size && changed.payload[one.at] != std::byte{0} ? 1U : 0U;
        }
        CHECK(touched > 4);
        CHECK(touched < 2000);
    }
}

TEST_CASE("payload_model::mutate: takes what no format describes, and keeps most of it",
          "[fuzz][payload_model][tolerance]") {
    const kit tested(">I:id: {H:(I:x: {z}:n:)}:items: {B:s}:tail:", "unframed");
    for (const std::size_t size : {0U, 1U, 3U, 10U, 200U, 5000U}) {
        const message_bytes from{noise(size / 4, 1), noise(size, size)};
        unsigned near_all = 0;
        for (unsigned seed = 0; seed != 200; ++seed) {
            const message_bytes once = tested.changed(from, seed);
            CHECK(once == tested.changed(from, seed));
            CHECK(once.payload.size() <= std::max<std::size_t>(4096, size));
            near_all += once.payload.size() + 16 >= size ? 1U : 0U;
        }
        INFO(size);
        CHECK((size <= 16 || near_all > 100));
    }
    // A whole record with more behind it: what is behind it stays.
    using namespace std::string_view_literals;
    const byte_vector record = bytes_of("\0\0\0\1\0\0\2hi"sv);
    byte_vector longer = record;
    append(longer, bytes_of("<<what a newer version adds>>"));
    unsigned kept = 0;
    for (unsigned seed = 0; seed != 1000; ++seed) {
        kept +=
            text_of(tested.changed({{}, longer}, seed).payload).ends_with("<<what a newer version adds>>") ? 1U : 0U;
    }
    CHECK(kept > 600);
}

namespace {

// An engine that notes how it was called.
struct engine_calls {
    unsigned calls = 0;
    unsigned bad = 0;  // max_size below size
    unsigned no_data = 0;
    std::size_t answer = 0;  // what it returns: 0: as many bytes as it got, 1: none, 2: more than there is room for
    std::set<std::string> parts{};
};
engine_calls recorded;

std::size_t recording_engine(std::uint8_t* data, std::size_t size, std::size_t max_size) {
    ++recorded.calls;
    recorded.bad += max_size < size ? 1U : 0U;
    recorded.no_data += data == nullptr ? 1U : 0U;
    recorded.parts.emplace(reinterpret_cast<const char*>(data), size);
    if (recorded.answer == 1) return 0;
    if (recorded.answer == 2) return max_size + 1000;
    for (std::size_t index = 0; index != size; ++index) data[index] = '#';
    if (size < max_size) data[size++] = '#';
    return size;
}

}  // namespace

TEST_CASE("payload_model::mutate: the engine's own mutation gets parts of the payload, and its result is taken",
          "[fuzz][payload_model][engine]") {
    const std::string_view text = ">H:kind: {B:s}:name: {z}:more: {*}:rest:";
    const kit tested(text, "unframed");
    const structwire::format format = format_at(text);
    using namespace std::string_view_literals;
    const message_bytes from{{}, bytes_of("\0\1\5Alice"sv.substr(0, 8))};
    message_bytes whole = from;
    append(whole.payload, bytes_of("Robert\0the rest of it"sv));
    REQUIRE(format.unpack(whole.payload));
    for (const std::size_t answer : {0U, 1U, 2U}) {
        INFO(answer);
        recorded = engine_calls{.answer = answer};
        unsigned marked = 0;
        std::set<std::string> names;
        for (unsigned seed = 0; seed != 2000; ++seed) {
            const message_bytes changed = tested.changed(whole, seed, 1, &recording_engine);
            CHECK(changed.payload.size() <= 4096);
            marked += text_of(changed.payload).find("##") != std::string::npos ? 1U : 0U;
            if (const auto values = format.unpack(changed.payload)) names.insert(text_of(*(*values)[1].as_bytes()));
        }
        CHECK(recorded.calls > 200);
        CHECK(recorded.bad == 0);
        CHECK(recorded.no_data == 0);
        CHECK(recorded.parts.contains("Alice"));
        CHECK(recorded.parts.contains("Robert"));
        CHECK(recorded.parts.contains("the rest of it"));
        if (answer == 0) CHECK(marked > 200);
        if (answer == 0) CHECK(names.contains("######"));
    }
    // Empty parts, and inputs.
    recorded = {};
    for (unsigned seed = 0; seed != 500; ++seed) {
        const message_bytes changed = tested.changed({}, seed, 1, &recording_engine);
        CHECK(changed.payload.size() <= 4096);
    }
    CHECK(recorded.bad == 0);
    CHECK(recorded.no_data == 0);
}

TEST_CASE("model_of_any_bytes: changes any bytes, within the limit", "[fuzz][payload_model][any_bytes]") {
    const auto any = fuzz::model_of_any_bytes();
    CHECK_FALSE(any->seeds().empty());
    for (const byte_vector& input : {byte_vector{}, bytes_of("x"), bytes_of("some text of several bytes")}) {
        std::set<byte_vector> results;
        std::set<std::size_t> sizes;
        for (unsigned seed = 0; seed != 1000; ++seed) {
            fuzz::mutation_tools tools{.dice = fuzz::random(seed), .max_bytes = 40};
            message_bytes changed{{}, input};
            any->mutate(changed, tools);
            results.insert(changed.payload);
            sizes.insert(changed.payload.size());
            CHECK(changed.payload.size() <= 40);
        }
        CHECK(results.size() > (input.empty() ? 20U : 100U));
        CHECK(sizes.size() > 3);
    }
    const fuzz::payload_description bytes_alone = fuzz::any_bytes;
    CHECK(model(bytes_alone)->seeds() == any->seeds());
    CHECK(any->decoded({.payload = structwire::as_bytes("hello")}).ends_with('\n'));
}

TEST_CASE("payload_model::decoded: shows fields by name and value, and what does not fit",
          "[fuzz][payload_model][decoded]") {
    using namespace std::string_view_literals;
    const auto record = model_at(">H:kind: I:price: {B:s}:name:");
    const std::string good = record->decoded({.payload = structwire::as_bytes("\0\7\0\0\1\0\2hi"sv)});
    INFO(good);
    for (const std::string_view word : {"kind", "7", "price", "256", "name", "hi"})
        CHECK(good.find(word) != std::string::npos);
    CHECK(good.ends_with('\n'));
    for (const std::string_view bad : {""sv, "\0"sv, "\0\7\0\0\1\0\7hi"sv, "\0\7\0\0\1\0\2hi and more"sv}) {
        const std::string text = record->decoded({.payload = structwire::as_bytes(bad)});
        INFO(text);
        CHECK(text.ends_with('\n'));
        CHECK(text != good);
    }
    const auto headed = model(fuzz::message(">B:type:", "{z}:query:"));
    const std::string both =
        headed->decoded({.header = structwire::as_bytes("Q"), .payload = structwire::as_bytes("select\0"sv)});
    INFO(both);
    for (const std::string_view word : {"type", "81", "query", "select"}) CHECK(both.find(word) != std::string::npos);
}
