// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A framing string as a type: checked by the compiler, free at run time.
#ifndef STRUCTWIRE_FRAMING_FRAMING_HPP
#define STRUCTWIRE_FRAMING_FRAMING_HPP

#include <structwire/fixed_string.hpp>
#include <structwire/framing/length_prefix.hpp>
#include <structwire/framing/line.hpp>
#include <structwire/framing/parse_framing.hpp>
#include <structwire/framing/varint_prefix.hpp>

#include <cstdint>

namespace structwire {

/// Never defined: a framing string that cannot be used names it, so that the compiler's first line says why
/// (`Reason`), where in the text (`Position`, from 0) and at which character (`Letter`).
template <errc Reason, std::uint32_t Position, char Letter>
struct bad_framing;

namespace detail {

template <fixed_string Text>
consteval auto select_framer() {
    constexpr auto parsed = parse_framing(Text.view());
    if constexpr (!parsed.has_value()) {
        constexpr error failure = parsed.error();
        return typename bad_framing<failure.code, failure.position, failure.letter>::reason{};
    } else if constexpr (parsed->kind == framing_kind::length) {
        return length_framer<parsed->length>{};
    } else if constexpr (parsed->kind == framing_kind::varint) {
        return varint_framer<parsed->varint>{};
    } else {
        return line_framer<parsed->line>{};
    }
}

template <fixed_string Text>
using framer_of = decltype(select_framer<Text>());

}  // namespace detail

/// The framer that `Text` describes. parse_framing() says what text there is; a text that it refuses does not compile.
///
/// The type is one of length_framer, varint_framer and line_framer, and adds the text. At most 32 bytes, trivially
/// copyable, and nothing of the configuration is read at run time.
/// Example:
/// ```cpp
/// using messages = structwire::framing<"u32be,limit=64k">;
/// structwire::frame_decoder<messages> in;
/// ```
template <fixed_string Text>
class framing : public detail::framer_of<Text> {
public:
    /// The text in its one canonical form. See canonical_text().
    [[nodiscard]] static constexpr framing_text text() noexcept { return canonical_text(*parse_framing(Text.view())); }
};

}  // namespace structwire

#endif
