// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A framing string as a type: checked by the compiler, free at run time.
#ifndef STRUCTWIRE_FRAMING_FRAMING_HPP
#define STRUCTWIRE_FRAMING_FRAMING_HPP

#include <structwire/fixed_string.hpp>
#include <structwire/framing/checked_framer.hpp>
#include <structwire/framing/framing_spec.hpp>
#include <structwire/framing/framing_text.hpp>
#include <structwire/framing/parse_framing.hpp>

#include <cstdint>
#include <type_traits>

namespace structwire {

/// Never defined: a framing string that cannot be used names it, so that the compiler's first line says why
/// (`Reason`), where in the text (`Position`, from 0) and at which character (`Letter`).
template <errc Reason, std::uint32_t Position, char Letter>
struct bad_framing;

namespace detail {

// The framer of a spec, without its checksum.
template <const auto& Spec>
consteval auto unchecked_framer() {
    constexpr framing_kind kind = Spec.kind;
    if constexpr (kind == framing_kind::length) {
        return length_framer<Spec.length>{};
    } else if constexpr (kind == framing_kind::varint) {
        return varint_framer<Spec.varint>{};
    } else if constexpr (kind == framing_kind::netstring) {
        return netstring_framer<Spec.netstring>{};
    } else if constexpr (kind == framing_kind::delimiter) {
        return delimiter_framer<Spec.delimiter>{};
    } else if constexpr (kind == framing_kind::line) {
        return line_framer<Spec.line>{};
    } else if constexpr (kind == framing_kind::fixed) {
        return fixed_framer<Spec.fixed>{};
    } else if constexpr (kind == framing_kind::until_end) {
        return until_end_framer<Spec.until_end>{};
    } else if constexpr (kind == framing_kind::cobs) {
        return cobs_framer<Spec.stuffed>{};
    } else if constexpr (kind == framing_kind::slip) {
        return slip_framer<Spec.stuffed>{};
    } else if constexpr (kind == framing_kind::hdlc) {
        return hdlc_framer<Spec.stuffed>{};
    } else if constexpr (kind == framing_kind::tfrecord) {
        return tfrecord_framer<Spec.tfrecord>{};
    } else {
        return redis_bulk_framer<Spec.redis_bulk>{};
    }
}

template <fixed_string Text>
struct parsed_text {
    static constexpr auto result = parse_framing(Text.view());
};

template <fixed_string Text>
struct spec_of_text {
    static constexpr framing_spec value = *parsed_text<Text>::result;
};

template <fixed_string Text>
consteval auto select_framer() {
    constexpr const auto& parsed = parsed_text<Text>::result;
    if constexpr (!parsed.has_value()) {
        constexpr error failure = parsed.error();
        return typename bad_framing<failure.code, failure.position, failure.letter>::reason{};
    } else {
        constexpr const framing_spec& spec = spec_of_text<Text>::value;
        constexpr auto base = unchecked_framer<spec>();
        if constexpr (spec.checksum.kind == checksum_kind::none) {
            return base;
        } else {
            return checked_framer<std::remove_const_t<decltype(base)>, checksum_of<spec.checksum>>{};
        }
    }
}

template <fixed_string Text>
using framer_of = decltype(select_framer<Text>());

}  // namespace detail

/// The framer that `Text` describes. parse_framing() says what text there is; a text that it refuses does not compile.
///
/// The type is that of the family (length_framer, varint_framer, netstring_framer, delimiter_framer, line_framer,
/// fixed_framer, until_end_framer, cobs_framer, slip_framer, hdlc_framer, tfrecord_framer, redis_bulk_framer), inside a
/// checked_framer if the text names a checksum, and adds the text. At most 32 bytes, trivially copyable, and nothing of
/// the configuration is read at run time.
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

template <fixed_string Text>
inline constexpr bool detail::writes_front<framing<Text>> = detail::writes_front<detail::framer_of<Text>>;

}  // namespace structwire

#endif
