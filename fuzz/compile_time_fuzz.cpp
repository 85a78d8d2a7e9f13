// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: frames with a byte in front that chooses a format. The compile-time form and the run-time form unpack what
/// they carry.
#include <structwire/format.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/fuzz.hpp>
#include <structwire/pack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "check.hpp"
#include "pack/flattened.hpp"

namespace {

namespace fuzz = structwire::fuzz;
using structwire::byte_view;
using structwire::fixed_string;
using structwire::value;

bool is_same(const value& left, const value& right) {
    if (left == right) return true;
    const auto one = left.as_complex();
    const auto other = right.as_complex();
    const auto same = [](double a, double b) { return a == b || (a != a && b != b); };
    return one && other && same(one->real, other->real) && same(one->imag, other->imag);
}

// Whether it is a record.
template <fixed_string Text>
bool check_both(byte_view bytes) {
    const auto run_time = structwire::format::compile(Text.view());
    check(run_time.has_value(), "what the compiler reads, the run-time form reads");
    const auto got = structwire::try_unpack<Text>(bytes);
    const auto expected = run_time->unpack(bytes);
    check(got.has_value() == expected.has_value(), "both forms find a record, or none");
    if (!got) {
        check(got.error() == expected.error(), "both forms tell the same error");
        return false;
    }
    structwire::testing::values flat;
    structwire::testing::append(flat, *got);
    check(std::ranges::equal(flat, *expected, [](const auto& one, const auto& other) { return is_same(one, other); }),
          "both forms find the same values");
    if (const auto prefix = structwire::unpack_prefix<Text>(bytes)) {
        check(prefix->rest.empty(), "a whole record leaves nothing behind it");
    }
    return true;
}

template <fixed_string... Texts>
struct formats {
    // One alternative for each of them, with its own layout.
    static fuzz::payload_description described() {
        return []<std::size_t... Numbers>(std::index_sequence<Numbers...>) {
            return fuzz::message("B:number:", fuzz::choice("number", fuzz::when(Numbers, Texts)...));
        }(std::index_sequence_for<decltype(Texts)...>());
    }

    static bool check_frame(const structwire::frame& got) {
        constexpr auto checks = std::to_array<bool (*)(byte_view)>({check_both<Texts>...});
        return checks[std::to_integer<std::size_t>(got.header[0]) % checks.size()](got.payload);
    }
};

using all_formats =
    formats<">IHBq", "<I4sH?3c5p", "@b h i q 2d n P", ">e f d F D {bf16}", ">{u4}{u12}{i24}{x3}{u5}8{u1}(2,3){u4}",
            "<{u3}{u64}{u5}{i7}{u1}3{u12}{x4}", "!T{H:a: 2T{BB}:b:}:t: (2,2)h 0I {u40}", ">{H:s}I{B:s}",
            "{uv}{zz}{uv:s}", "{z}B{z}", ">{B:(IH)}{H:(B)}H", ">{uv:({z}{B:s})}B", "<{b:(B{i16:({uv})})}{u24:s}",
            ">2T{B{z}}H{*}", "", "{*}">;

}  // namespace

STRUCTWIRE_FUZZ(all_formats::described(), "u16be,offset=1,limit=4k", all_formats::check_frame)
