// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/random.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace structwire::fuzz {

namespace detail {

wire_frame wire_frame_of(const encoded_frame& encoded, const message_bytes& content) {
    wire_frame wire;
    wire.bytes.resize(encoded.size());
    encoded.copy_to(wire.bytes.data());
    if (encoded.is_stuffed()) return wire;
    wire.header_size = content.header.size();
    if (content.payload.empty()) wire.payload_begin = wire.payload_end = wire.bytes.size();
    std::size_t at = 0;
    for (const byte_view piece : encoded.pieces()) {
        if (piece.data() == content.payload.data() && !content.payload.empty()) {
            wire.payload_begin = at;
            wire.payload_end = at + piece.size();
        }
        at += piece.size();
    }
    return wire;
}

conformance_effort effort_for(byte_view stream) noexcept {
    std::uint64_t hash = stream.size();
    for (const std::byte byte : stream) hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
    constexpr std::size_t looked_at_closely = 64;  // one in so many
    if (random(hash).one_in(looked_at_closely)) {
        return {.split_in_two_up_to = 64, .split_in_three_up_to = 0, .random_schedules = 4};
    }
    return {.split_in_two_up_to = 12,
            .split_in_three_up_to = 0,
            .random_schedules = 1,
            .every_byte_up_to = 64,
            .frames_encoded = 8,
            .every_delivery = false};
}

}  // namespace detail

namespace {

/// A frame found at the front of some bytes.
struct found_frame {
    std::size_t begin;
    std::size_t consumed;
    message_bytes content;
};

message_bytes content_of(const any_framing& framing, const step& cut) {
    message_bytes content{byte_vector(cut.header.begin(), cut.header.end()),
                          byte_vector(cut.payload.begin(), cut.payload.end())};
    if (cut.stuffed) content.payload.resize(framing.unescape(content.payload));
    return content;
}

/// A framing text. A frame with a wrong checksum still is a frame to split(), so that a mutation can repair it: it is
/// cut by the same framing without one.
class any_framing_model final : public wire_model {
public:
    explicit any_framing_model(const any_framing& framing) : framing_(framing) {
        framing_spec spec = framing.spec();
        const std::size_t size = spec.checksum.size();
        spec.checksum = {};
        spec.netstring.resync = spec.fixed.resync = spec.redis_bulk.resync = false;  // may need a checksum
        const auto loose = any_framing::from(spec);
        if (size == 0 || !loose) return;
        loose_ = *loose;
        checksum_size_ = size;
    }

    std::vector<wire_piece> split(byte_view stream) const override {
        std::vector<wire_piece> pieces;
        const auto first = [this](byte_view rest, bool is_all) { return first_frame(rest, is_all); };
        detail::split_frames(stream, first, [&](std::size_t begin, std::size_t end, const found_frame* found) {
            pieces.push_back({begin, end, found != nullptr, found != nullptr ? found->content : message_bytes{}});
        });
        return pieces;
    }

    std::optional<wire_frame> encode(const message_bytes& content) const override {
        any_framing writing = framing_;
        const auto encoded = writing.encode(content.payload, content.header);
        if (!encoded) return std::nullopt;
        return detail::wire_frame_of(*encoded, content);
    }

    void decode(byte_view stream, const std::function<bool(const frame_event&)>& take) const override {
        detail::decode_stream(framing_, stream, take);
    }

    bool is_under_test() const noexcept override { return false; }

    std::optional<finding> check(byte_view) const override { return std::nullopt; }

private:
    [[nodiscard]] std::optional<found_frame> first_frame(byte_view rest, bool is_all) const {
        if (const auto cut = detail::first_frame(framing_, rest, is_all)) {
            return found_frame{cut->begin, cut->consumed, content_of(framing_, *cut)};
        }
        if (checksum_size_ == 0) return std::nullopt;
        const auto cut = detail::first_frame(loose_, rest, is_all);
        if (!cut) return std::nullopt;
        found_frame found{cut->begin, cut->consumed, content_of(loose_, *cut)};
        byte_vector& payload = found.content.payload;
        payload.resize(payload.size() - std::min(payload.size(), checksum_size_));
        return found;
    }

    any_framing framing_;
    any_framing loose_;
    std::size_t checksum_size_ = 0;  // 0 where loose_ is of no use
};

/// One record is the whole stream.
class unframed_model final : public wire_model {
public:
    std::vector<wire_piece> split(byte_view stream) const override {
        return {{0, stream.size(), true, {{}, byte_vector(stream.begin(), stream.end())}}};
    }

    std::optional<wire_frame> encode(const message_bytes& content) const override {
        return wire_frame{content.payload, 0, content.payload.size(), 0};
    }

    void decode(byte_view stream, const std::function<bool(const frame_event&)>& take) const override {
        take(frame{{}, stream, 0});
    }

    bool is_under_test() const noexcept override { return false; }

    std::optional<finding> check(byte_view) const override { return std::nullopt; }
};

}  // namespace

std::unique_ptr<wire_model> wire_of(framing_literal text) {
    return wire_of(any_framing::parse(text.view()).value());  // the compiler has parsed it already
}

std::unique_ptr<wire_model> wire_of(const any_framing& framing) { return std::make_unique<any_framing_model>(framing); }

std::unique_ptr<wire_model> wire_of(unframed_t) { return std::make_unique<unframed_model>(); }

}  // namespace structwire::fuzz
