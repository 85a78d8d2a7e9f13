// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Compiled with -fsanitize=undefined: under it g++ 12 takes no comparison of an address with nullptr for a constant
// expression, and whoever tests with that sanitizer must still be able to use formats and framings.
#include <structwire/framing.hpp>
#include <structwire/pack.hpp>

namespace {

constexpr structwire::fixed_string record = "@ 4s:magic: B:class: 3x I:id: 2H:pair: e:ratio:";
constexpr auto wire = structwire::pack<record>("abc", 1, 2, {3, 4}, 0.5);
constexpr auto got = structwire::unpack<record>(wire);
static_assert(got.get<"magic">() == "abc" && got.get<"class">() == 1 && got.get<"pair">()[1] == 4);
static_assert(structwire::try_pack<">H">(70000).error().code == structwire::errc::out_of_range);
static_assert(structwire::framing<"u32be,limit=64k">::text().view() == "u32be,limit=64k");
static_assert(structwire::parse_framing("u32be,limit=x").error().position != structwire::error::no_item);

}  // namespace

int main() { return 0; }
