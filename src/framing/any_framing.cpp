// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The one dispatch from a run-time framing to the framers.
#include <structwire/framing/any_framing.hpp>
#include <structwire/framing/parse_framing.hpp>

#include <memory>
#include <type_traits>

namespace structwire {

static_assert(framer<any_framing> && encoding_framer<any_framing> && stuffed_framer<any_framing>);
static_assert(sizeof(any_framing) <= 256);

namespace {

// Makes `cutter` the active member of its union.
template <class Cutter, class Settings>
void start(Cutter& cutter, const Settings& settings) noexcept {
    std::construct_at(&cutter);
    cutter.value = settings;
}

}  // namespace

template <class Self, class Act>
auto any_framing::visit(Self& self, Act act) noexcept {
    switch (self.kind_) {
        case framing_kind::length: return act(self.cutter_.length);
        case framing_kind::varint: return act(self.cutter_.varint);
        case framing_kind::netstring: return act(self.cutter_.netstring);
        case framing_kind::delimiter: return act(self.cutter_.delimiter);
        case framing_kind::line: return act(self.cutter_.line);
        case framing_kind::fixed: return act(self.cutter_.fixed);
        case framing_kind::until_end: return act(self.cutter_.until_end);
        case framing_kind::cobs: return act(self.cutter_.cobs);
        case framing_kind::slip: return act(self.cutter_.slip);
        case framing_kind::hdlc: return act(self.cutter_.hdlc);
        case framing_kind::tfrecord: return act(self.cutter_.tfrecord);
        case framing_kind::redis_bulk: break;
    }
    return act(self.cutter_.redis_bulk);
}

any_framing::any_framing(const framing_spec& spec) noexcept : kind_(spec.kind), checksum_(spec.checksum) {
    switch (spec.kind) {
        case framing_kind::length: start(cutter_.length, detail::length_rules(spec.length)); break;
        case framing_kind::varint: start(cutter_.varint, spec.varint); break;
        case framing_kind::netstring: start(cutter_.netstring, spec.netstring); break;
        case framing_kind::delimiter: start(cutter_.delimiter, spec.delimiter); break;
        case framing_kind::line: start(cutter_.line, spec.line); break;
        case framing_kind::fixed: start(cutter_.fixed, spec.fixed); break;
        case framing_kind::until_end: start(cutter_.until_end, spec.until_end); break;
        case framing_kind::cobs: start(cutter_.cobs, spec.stuffed); break;
        case framing_kind::slip: start(cutter_.slip, spec.stuffed); break;
        case framing_kind::hdlc: start(cutter_.hdlc, spec.stuffed); break;
        case framing_kind::tfrecord: start(cutter_.tfrecord, spec.tfrecord); break;
        case framing_kind::redis_bulk: start(cutter_.redis_bulk, spec.redis_bulk); break;
    }
}

std::expected<any_framing, error> any_framing::parse(std::string_view text) noexcept {
    const auto spec = parse_framing(text);
    if (!spec) return std::unexpected(spec.error());
    return any_framing(*spec);
}

std::expected<any_framing, error> any_framing::from(const framing_spec& spec) noexcept {
    if (spec.usable()) return any_framing(spec);
    return std::unexpected(error{errc::conflicting_options, operation::parse_framing});
}

step any_framing::next(byte_view bytes) noexcept {
    return visit(*this, [&](auto& cutter) noexcept {
        const step now = cutter.next(bytes);
        return checksum_.size() == 0 ? now : detail::check_frame(cutter, checksum_, now);
    });
}

step any_framing::finish(byte_view bytes) noexcept {
    return visit(*this, [&](auto& cutter) noexcept {
        const step now = cutter.finish(bytes);
        return checksum_.size() == 0 ? now : detail::check_frame(cutter, checksum_, now);
    });
}

std::expected<encoded_frame, error> any_framing::encode(byte_view payload, byte_view header) noexcept {
    return visit(*this, [&](auto& cutter) noexcept {
        return checksum_.size() == 0 ? cutter.encode(payload, header)
                                     : detail::encode_checked(cutter, checksum_, payload, header);
    });
}

std::size_t any_framing::unescape(byte_span escaped) const noexcept {
    return visit(*this, [&](const auto& cutter) noexcept {
        if constexpr (requires { cutter.unescape(escaped); }) {
            return detail::unescape_checked(cutter, checksum_, escaped);
        } else {
            return escaped.size();
        }
    });
}

std::uint64_t any_framing::max_frame_bytes() const noexcept {
    return visit(*this, [](const auto& cutter) noexcept { return cutter.max_frame_bytes(); });
}

framing_spec any_framing::spec() const noexcept {
    framing_spec whole;
    whole.kind = kind_;
    whole.checksum = checksum_.trailer();
    switch (kind_) {
        case framing_kind::length: whole.length = cutter_.length.get().prefix; break;
        case framing_kind::varint: whole.varint = cutter_.varint.get(); break;
        case framing_kind::netstring: whole.netstring = cutter_.netstring.get(); break;
        case framing_kind::delimiter: whole.delimiter = cutter_.delimiter.get(); break;
        case framing_kind::line: whole.line = cutter_.line.get(); break;
        case framing_kind::fixed: whole.fixed = cutter_.fixed.get(); break;
        case framing_kind::until_end: whole.until_end = cutter_.until_end.get(); break;
        case framing_kind::cobs: whole.stuffed = cutter_.cobs.get(); break;
        case framing_kind::slip: whole.stuffed = cutter_.slip.get(); break;
        case framing_kind::hdlc: whole.stuffed = cutter_.hdlc.get(); break;
        case framing_kind::tfrecord: whole.tfrecord = cutter_.tfrecord.get(); break;
        case framing_kind::redis_bulk: whole.redis_bulk = cutter_.redis_bulk.get(); break;
    }
    return whole;
}

framing_text any_framing::text() const noexcept { return canonical_text(spec()); }

}  // namespace structwire
