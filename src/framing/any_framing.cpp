// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The one dispatch from a run-time framing to the algorithms.
#include <structwire/framing/any_framing.hpp>
#include <structwire/framing/length_prefix.hpp>
#include <structwire/framing/parse_framing.hpp>

namespace structwire {

namespace {

// Settings that are not constants, in the form that the algorithms take.
template <class Settings>
struct borrowed {
    const Settings* settings;
    [[nodiscard]] const Settings& get() const noexcept { return *settings; }
};

template <class Settings>
borrowed(const Settings*) -> borrowed<Settings>;

}  // namespace

static_assert(framer<any_framing> && encoding_framer<any_framing> && sizeof(any_framing) <= 256);

std::expected<any_framing, error> any_framing::parse(std::string_view text) noexcept {
    const auto spec = parse_framing(text);
    if (!spec) return std::unexpected(spec.error());
    return any_framing(*spec);
}

std::expected<any_framing, error> any_framing::from(const framing_spec& spec) noexcept {
    if (spec.length.usable() && spec.varint.usable() && spec.line.usable()) return any_framing(spec);
    return std::unexpected(error{errc::conflicting_options, operation::parse_framing});
}

step any_framing::next(byte_view bytes) noexcept {
    switch (spec_.kind) {
        case framing_kind::length: return detail::next_by_length(borrowed{&rules_}, bytes);
        case framing_kind::varint: return detail::next_by_varint(borrowed{&spec_.varint}, bytes);
        case framing_kind::line: break;
    }
    return detail::next_line(borrowed{&spec_.line}, searched_, bytes);
}

step any_framing::finish(byte_view bytes) noexcept {
    switch (spec_.kind) {
        case framing_kind::length: return detail::finish_by_length(borrowed{&rules_}, bytes);
        case framing_kind::varint: return detail::finish_by_varint(borrowed{&spec_.varint}, bytes);
        case framing_kind::line: break;
    }
    return detail::finish_line(borrowed{&spec_.line}, searched_, bytes);
}

std::expected<encoded_frame, error> any_framing::encode(byte_view payload, byte_view header) const noexcept {
    switch (spec_.kind) {
        case framing_kind::length: return detail::encode_by_length(borrowed{&rules_}, payload, header);
        case framing_kind::varint: return detail::encode_by_varint(borrowed{&spec_.varint}, payload, header);
        case framing_kind::line: break;
    }
    return detail::encode_line(borrowed{&spec_.line}, payload, header);
}

std::uint64_t any_framing::max_frame_bytes() const noexcept {
    switch (spec_.kind) {
        case framing_kind::length: return rules_.max_frame_bytes();
        case framing_kind::varint: return spec_.varint.max_frame_bytes();
        case framing_kind::line: break;
    }
    return spec_.line.max_frame_bytes();
}

framing_text any_framing::text() const noexcept { return canonical_text(spec_); }

}  // namespace structwire
