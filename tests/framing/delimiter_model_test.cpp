// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Delimiters against their definition, for all short streams.
#include <structwire/framing/delimiter.hpp>

#include <algorithm>

#include "framing/delimiter_support.hpp"
#include "framing/models/tools.hpp"
#include "framing/support.hpp"

using namespace test;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::delimiters;

namespace {

constexpr delimiters limited(delimiters all, std::uint64_t limit) {
    all.limit = limit;
    return all;
}

// Settings that are chosen while the tests run, in a framer of the usual size.
struct settings_now {
    static inline delimiters value{};
    [[nodiscard]] static const delimiters& get() noexcept { return value; }
};
using framer_now = structwire::detail::delimiter_cutter<settings_now>;

// The definition of delimited frames, on a whole stream and without any care for speed.
class model {
public:
    explicit model(const delimiters& all) : all_(all) {
        for (std::size_t index = 0; index != all.count; ++index) ends_.push_back(text_of(all[index]));
    }

    std::string events(std::string_view stream) const {
        std::string told;
        std::size_t from = 0;
        while (from != stream.size()) {
            const std::string_view rest = stream.substr(from);
            const auto [at, size] = all_.first ? first_complete(rest) : leftmost_longest(rest);
            const bool ended = size != 0;
            const bool over = at > all_.limit && (ended || all_.deliver_at_end || !can_end(rest));
            told += std::to_string(from);
            if (over) {
                told += "!too_long " + std::to_string(all_.limit) + "/" + std::to_string(all_.limit + 1) + " ";
                if (!all_.resync) return told;
            } else if (!ended && !all_.deliver_at_end) {
                return told + "!truncated 0/" + std::to_string(rest.size()) + " ";
            } else {
                told += ":[" + std::string(rest.substr(0, at)) + "] ";
            }
            from += at + size;
        }
        return told + ".";
    }

private:
    struct place {
        std::size_t at, size;
    };

    place leftmost_longest(std::string_view text) const {
        for (std::size_t at = 0; at != text.size(); ++at) {
            std::size_t longest = 0;
            for (const std::string& end : ends_) {
                if (text.substr(at).starts_with(end)) longest = std::max(longest, end.size());
            }
            if (longest != 0) return {at, longest};
        }
        return {text.size(), 0};
    }

    place first_complete(std::string_view text) const {
        for (std::size_t to = 1; to <= text.size(); ++to) {
            std::size_t longest = 0;
            for (const std::string& end : ends_) {
                if (text.substr(0, to).ends_with(end)) longest = std::max(longest, end.size());
            }
            if (longest != 0) return {to - longest, longest};
        }
        return {text.size(), 0};
    }

    // Whether more bytes can complete a delimiter that begins inside the limit.
    bool can_end(std::string_view text) const {
        for (std::size_t at = 0; at <= text.size() && at <= all_.limit; ++at) {
            for (const std::string& end : ends_) {
                if (end.starts_with(text.substr(at))) return true;
            }
        }
        return false;
    }

    const delimiters& all_;
    std::vector<std::string> ends_;
};

// Delimiters that overlap themselves and one another in many ways.
const std::vector<delimiters> overlapping{
    ended_by("a"),
    ended_by("a", "b"),
    ended_by("ab"),
    ended_by("aa"),
    ended_by("aba"),
    ended_by("aab"),
    ended_by("abb", "ba"),
    ended_by("a", "ab"),
    ended_by("ab", "b"),
    ended_by("ab", "a", "b"),
    ended_by("aa", "aba"),
    ended_by("aba", "b"),
    ended_by("abab", "ba"),
    ended_by("abba", "bb"),
    ended_by("aaa", "ab"),
    ended_by("a", "aa", "aaaa"),
    ended_by("b", "abb", "abaab"),
    ended_by("bab", "aabb", "bbb"),
    ended_by("ab", "ba"),
    ended_by("c", "ac"),
    ended_by("ca", "ab", "bc"),
};

// What events_of() says, with fewer ways of cutting: for very many short streams.
std::string quick_events_of(std::string_view stream) {
    const auto difference = structwire::check_conformance(framer_now(), as_bytes(stream), {16, 0, 1});
    if (difference) return std::string(difference->rule);
    std::string all;
    structwire::frame_decoder<framer_now> decoder;
    for (const auto event : decoder.feed(as_bytes(stream))) all += line_of(event) + " ";
    while (!decoder.failed()) {
        const auto event = decoder.finish();
        if (!event) return all + ".";
        all += line_of(*event) + " ";
    }
    return all;
}

void compare_with_model(std::string_view alphabet, std::size_t longest) {
    for (const std::string& stream : all_texts(alphabet, longest)) {
        INFO(stream);
        REQUIRE(quick_events_of(stream) == model(settings_now::value).events(stream));
    }
}

std::string letters(const delimiters& all) {
    std::string text = std::to_string(all.limit);
    for (std::size_t index = 0; index != all.count; ++index) text += " " + text_of(all[index]);
    return text;
}

std::string frames_of(const std::string& stream) {
    std::string all;
    for (const auto& event : structwire::record_stream(framer_now(), as_bytes(stream)).events) {
        all += event.is_frame ? "[" + text_of(event.payload) + "]" : "!";
    }
    return all;
}

}  // namespace

TEST_CASE("delimiter: gives what the definition gives, for all short streams", "[framing][delimiter][model]") {
    for (const delimiters& all : overlapping) {
        for (const std::uint64_t limit : {0u, 1u, 2u, 100u}) {
            for (unsigned flags = 0; flags != 8; ++flags) {
                settings_now::value = limited(all, limit);
                settings_now::value.resync = (flags & 1) != 0;
                settings_now::value.deliver_at_end = (flags & 2) != 0;
                settings_now::value.first = (flags & 4) != 0;
                if (!settings_now::value.usable() || (limit == 100 && settings_now::value.resync)) continue;
                INFO(letters(settings_now::value) << ", flags " << flags);
                compare_with_model("ab", limit == 1 && (flags & 4) == 0 ? 7 : 6);
                if (text_of(byte_view(all.bytes)).find('c') != std::string::npos) compare_with_model("abc", 4);
            }
        }
    }
}

TEST_CASE("delimiter: what is encoded comes back in front of everything, and all else is refused",
          "[framing][delimiter][encode][model]") {
    const auto payloads = all_texts("ab", 5), nexts = all_texts("ab", 3), behind = all_texts("abc", 4);
    for (const delimiters& all : overlapping) {
        settings_now::value = limited(all, 4);
        for (const std::string& payload : payloads) {
            INFO(letters(all) << ", payload " << payload);
            const std::string wire = encoded(framer_now(), payload);
            if (wire.starts_with("!")) {
                if (payload.size() > 4) continue;
                const std::string refused = payload + text_of(all[structwire::detail::delimiter_plan(all).written]);
                REQUIRE(std::any_of(behind.begin(), behind.end(), [&](const std::string& more) {
                    return !frames_of(refused + more).starts_with("[" + payload + "]");
                }));
                continue;
            }
            for (const std::string& next : nexts) {
                const std::string second = encoded(framer_now(), next);
                if (second.starts_with("!")) continue;
                REQUIRE(frames_of(wire + second) == "[" + payload + "][" + next + "]");
            }
            for (const std::string& more : behind) REQUIRE(frames_of(wire + more).starts_with("[" + payload + "]"));
        }
    }
}

TEST_CASE("delimiter: a tail is the end of the payload", "[framing][delimiter][encode][model]") {
    for (const delimiters& all : overlapping) {
        settings_now::value = limited(all, 4);
        for (const std::string& whole : all_texts("ab", 5)) {
            for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
                const byte_view bytes = as_bytes(whole);
                const auto got = framer_now().encode(bytes.first(cut), {}, bytes.subspan(cut));
                const std::string expected = encoded(framer_now(), whole);
                REQUIRE(got.has_value() == !expected.starts_with("!"));
                if (!got) continue;
                std::string wire(got->size(), '?');
                (void)got->copy_to(reinterpret_cast<std::byte*>(wire.data()));
                REQUIRE(wire == expected);
            }
        }
    }
    CHECK(!framer_now().encode({}, {}, as_bytes("123456789")));
}
