// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: a byte that chooses a format, and bytes. The compile-time form and the run-time form unpack them.
#include <structwire/format.hpp>
#include <structwire/pack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "check.hpp"
#include "pack/flattened.hpp"

namespace {

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

template <fixed_string Text>
void check_both(byte_view bytes) {
    const auto run_time = structwire::format::compile(Text.view());
    check(run_time.has_value(), "what the compiler reads, the run-time form reads");
    const auto got = structwire::try_unpack<Text>(bytes);
    const auto expected = run_time->unpack(bytes);
    check(got.has_value() == expected.has_value(), "both forms find a record, or none");
    if (!got) return check(got.error() == expected.error(), "both forms tell the same error");
    structwire::testing::values flat;
    structwire::testing::append(flat, *got);
    check(std::ranges::equal(flat, *expected, [](const auto& one, const auto& other) { return is_same(one, other); }),
          "both forms find the same values");
    if (const auto prefix = structwire::unpack_prefix<Text>(bytes)) {
        check(prefix->rest.empty(), "a whole record leaves nothing behind it");
    }
}

using check_function = void (*)(byte_view);

constexpr auto checks = std::to_array<check_function>({
    check_both<">IHBq">,
    check_both<"<I4sH?3c5p">,
    check_both<"@b h i q 2d n P">,
    check_both<">e f d F D {bf16}">,
    check_both<">{u4}{u12}{i24}{x3}{u5}8{u1}(2,3){u4}">,
    check_both<"<{u3}{u64}{u5}{i7}{u1}3{u12}{x4}">,
    check_both<"!T{H:a: 2T{BB}:b:}:t: (2,2)h 0I {u40}">,
    check_both<">{H:s}I{B:s}">,
    check_both<"{uv}{zz}{uv:s}">,
    check_both<"{z}B{z}">,
    check_both<">{B:(IH)}{H:(B)}H">,
    check_both<">{uv:({z}{B:s})}B">,
    check_both<"<{b:(B{i16:({uv})})}{u24:s}">,
    check_both<">2T{B{z}}H{*}">,
    check_both<"">,
    check_both<"{*}">,
});

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const byte_view bytes(reinterpret_cast<const std::byte*>(data) + 1, size - 1);
    checks[data[0] % checks.size()](bytes);
    return 0;
}
