// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Generated formats and bytes: what comes out goes back in, texts round trip, and errors ask for what is missing.
#include <structwire/format.hpp>
#include <structwire/pack/format_text.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::byte_view;
using structwire::errc;
using structwire::format;
using structwire::grammar;
using structwire::value;

class generator {
public:
    std::string text() {
        std::string out = pick({"<", ">", "@"});
        for (std::size_t items = 1 + below(5); items != 0; --items) out += item(0);
        return below(8) == 0 ? out + "{*}" : out;
    }

    octets bytes(std::size_t size) {
        octets out;
        const bool low = below(2) == 0;  // so that lengths and counts are often there
        for (; size != 0; --size) out.push_back(static_cast<std::byte>(low ? below(4) : below(256)));
        return out;
    }

    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(numbers_() % limit); }

private:
    std::string pick(std::initializer_list<const char*> words) { return words.begin()[below(words.size())]; }

    std::string item(int depth) {
        std::string out = below(10) == 0 ? pick({"<", ">", "=", "@", "!"}) : "";
        const std::size_t kind = below(12);
        if (kind < 6) {
            out += below(6) == 0 ? pick({"(2)", "(2,3)"}) : "";
            out += below(3) == 0 ? std::to_string(below(4)) : "";
            out += pick(
                {"x", "c", "b", "B", "?", "h", "H", "i", "I", "l", "L", "q", "Q", "e", "f", "d", "F", "D", "s", "p"});
        } else if (kind < 8) {
            out += pick({"{uv}", "{zz}", "{z}", "{H:s}", "{b:s}", "{uv:s}", "{u24:s}", "{bf16}", "{u24}", "{i40}"});
        } else if (kind == 8) {
            out += bit_run();
        } else if (depth < 4) {
            out += kind == 9 ? std::to_string(1 + below(3)) + "T{" : "{" + pick({"B", "b", "H", "uv", "u24"}) + ":(";
            for (std::size_t items = 1 + below(3); items != 0; --items) out += item(depth + 1);
            out += kind == 9 ? "}" : ")}";
        } else {
            out += "B";
        }
        if (below(3) == 0) out += ":name " + std::to_string(++names_) + ":";
        return out + (below(4) == 0 ? " " : "");
    }

    std::string bit_run() {
        std::string out;
        std::size_t bits = 0;
        for (bool more = true; more; more = below(3) != 0 && bits < 200) {
            const std::size_t width = 1 + below(below(4) == 0 ? 64 : 9);
            out += "{" + pick({"u", "i", "x"}) + std::to_string(width) + "}";
            bits += width;
        }
        return bits % 8 == 0 ? out : out + "{u" + std::to_string(8 - bits % 8) + "}";
    }

    std::mt19937_64 numbers_{20'260'101};
    unsigned names_ = 0;
};

bool same_number(double left, double right) { return left == right || (std::isnan(left) && std::isnan(right)); }

bool same(const value& left, const value& right) {
    if (left.kind() != right.kind() || left == right) return left == right;
    const auto one = left.as_complex();
    const auto other = right.as_complex();
    return one && same_number(one->real, other->real) && same_number(one->imag, other->imag);
}

bool same(const values& left, const values& right) {
    if (left.size() != right.size()) return false;
    for (std::size_t index = 0; index != left.size(); ++index) {
        if (!same(left[index], right[index])) return false;
    }
    return true;
}

bool texts_round_trip(const format& original) {
    const std::string canonical = structwire::canonical_text(original);
    const auto again = format::compile(canonical);
    if (!again || !(*again == original) || structwire::canonical_text(*again) != canonical) return false;
    if (const auto text = structwire::python_text(original)) {
        const auto python = format::compile(*text, grammar::python);
        if (!python || python->size() != original.size() || python->values() != original.values()) return false;
    }
    const auto text = structwire::pep3118_text(original);
    return !text || format::compile_pep3118(*text, original.size()).has_value();
}

// A record that is cut asks for more than is there and for no more than it had.
bool cut_asks_for_more(const format& compiled, const octets& wire, std::size_t size) {
    const auto cut = compiled.unpack(byte_view(wire).first(size));
    return cut || (cut.error().code == errc::short_buffer && cut.error().wanted > size &&
                   cut.error().wanted <= wire.size() && cut.error().given == size && cut.error().offset == size);
}

bool counts_values(const format& compiled, values record) {
    record.emplace_back(1);
    if (compiled.pack(record).error().code != errc::too_many_values) return false;
    record.pop_back();
    if (record.empty()) return true;
    record.pop_back();
    const auto fewer = compiled.pack(record);
    return !fewer && fewer.error().code == errc::too_few_values && fewer.error().wanted > record.size();
}

bool records_round_trip(const format& compiled, const values& record, generator& random) {
    const auto wire = compiled.pack(record);
    if (!wire || compiled.packed_size(record) != wire->size()) return false;
    const auto again = compiled.unpack(*wire);
    if (!again || !same(*again, record)) return false;
    octets buffer(wire->size() + 2, std::byte{255});
    if (compiled.pack_into(buffer, 1, record) != wire->size()) return false;
    if (octets(buffer.begin() + 1, buffer.end() - 1) != *wire || buffer.back() != std::byte{255}) return false;
    octets place = *wire;
    const auto views = compiled.unpack(place);
    if (!compiled.pack_into(place, 0, *views) || place != *wire) return false;
    return (wire->empty() || cut_asks_for_more(compiled, *wire, random.below(wire->size()))) &&
           counts_values(compiled, record);
}

}  // namespace

TEST_CASE("format: generated formats and bytes round trip", "[format][property]") {
    generator random;
    std::size_t formats = 0;
    std::size_t records = 0;
    for (int round = 0; round != 3000; ++round) {
        const std::string text = random.text();
        const auto compiled = format::compile(text);
        if (!compiled) continue;
        ++formats;
        if (!texts_round_trip(*compiled)) FAIL_CHECK(text << " does not come back");
        for (int record = 0; record != 4; ++record) {
            const std::size_t more = compiled->is_variable() ? random.below(40) : 0;
            const octets wire = random.bytes(static_cast<std::size_t>(compiled->min_size()) + more);
            const auto prefix = compiled->unpack_prefix(wire);
            if (!prefix) continue;
            ++records;
            if (!records_round_trip(*compiled, prefix->values, random)) FAIL_CHECK(text << " loses a record");
        }
    }
    CHECK(formats > 2000);
    CHECK(records > 5000);
}
