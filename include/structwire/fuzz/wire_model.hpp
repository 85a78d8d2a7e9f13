// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The second argument of STRUCTWIRE_FUZZ: how frames are cut and written. Nothing but the framer is asked.
#ifndef STRUCTWIRE_FUZZ_WIRE_MODEL_HPP
#define STRUCTWIRE_FUZZ_WIRE_MODEL_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/any_framing.hpp>
#include <structwire/framing/conformance.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/parse_framing.hpp>
#include <structwire/fuzz/detail/bad_text.hpp>
#include <structwire/fuzz/detail/split_frames.hpp>
#include <structwire/fuzz/finding.hpp>
#include <structwire/fuzz/mutation.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace structwire::fuzz {

/// Some bytes of a stream: a frame and what it carries, or bytes that belong to no frame.
struct wire_piece {
    std::size_t begin = 0;  ///< in the stream
    std::size_t end = 0;    ///< in the stream
    bool is_frame = false;  ///< else `content` is empty
    message_bytes content{};
};

/// A frame as encode() wrote it.
struct wire_frame {
    byte_vector bytes{};
    std::size_t payload_begin = 0;  ///< bytes in front of it are header and framing
    std::size_t payload_end = 0;    ///< bytes behind it are framing. Of an escaped frame there is no payload in `bytes`
    std::size_t header_size = 0;    ///< bytes in front that are the header
};

/// A framer whose type is forgotten.
class wire_model {
public:
    wire_model() = default;
    wire_model(const wire_model&) = delete;
    wire_model& operator=(const wire_model&) = delete;
    virtual ~wire_model() = default;

    /// Cuts a stream into pieces, in order, without gaps and to its end, whatever it consists of. Behind a bad frame it
    /// looks for the next good one.
    [[nodiscard]] virtual std::vector<wire_piece> split(byte_view stream) const = 0;

    /// The frame that carries `content`; nothing where the framer refuses, or cannot encode.
    [[nodiscard]] virtual std::optional<wire_frame> encode(const message_bytes& content) const = 0;

    /// The stream as frame_decoder takes it: gives each event to `take` until that returns false, the stream ends, or an
    /// error is fatal.
    virtual void decode(byte_view stream, const std::function<bool(const frame_event&)>& take) const = 0;

    /// Whether the framer is the user's own: it then is under test itself.
    [[nodiscard]] virtual bool is_under_test() const noexcept = 0;

    /// Whether the framer itself keeps its contract on this stream; see check_conformance(). Only a framer of the user's
    /// own is looked at: every answer of next() to each number of bytes, but few cuts and few frames that are encoded
    /// again, so that it costs little. One stream in 64 is looked at closely. Its bytes decide about all of that, so that
    /// the same stream has the same finding.
    [[nodiscard]] virtual std::optional<finding> check(byte_view stream) const = 0;
};

namespace detail {

/// The bytes of an encoded frame, and which of them are its payload.
[[nodiscard]] wire_frame wire_frame_of(const encoded_frame& encoded, const message_bytes& content);

/// Gives `take` every event of a stream, until it returns false or an error is fatal.
template <framer Framer>
void decode_stream(const Framer& framing, byte_view stream, const std::function<bool(const frame_event&)>& take) {
    frame_decoder<Framer> in(framing);
    for (const auto event : in.feed(stream)) {
        if (!take(event) || in.failed()) return;
    }
    while (const auto event = in.finish()) {
        if (!take(*event) || in.failed()) return;
    }
}

}  // namespace detail

/// The model of a framer.
template <framer Framer>
class wire_model_of_framer final : public wire_model {
public:
    explicit wire_model_of_framer(Framer framing) noexcept : framing_(framing) {}

    std::vector<wire_piece> split(byte_view stream) const override {
        std::vector<wire_piece> pieces;
        const auto first = [this](byte_view rest, bool is_all) { return detail::first_frame(framing_, rest, is_all); };
        detail::split_frames(stream, first, [&](std::size_t begin, std::size_t end, const step* cut) {
            pieces.push_back({begin, end, cut != nullptr, cut != nullptr ? content_of(*cut) : message_bytes{}});
        });
        return pieces;
    }

    std::optional<wire_frame> encode([[maybe_unused]] const message_bytes& content) const override {
        if constexpr (encoding_framer<Framer>) {
            Framer writing = framing_;
            const auto encoded = writing.encode(content.payload, content.header);
            if (encoded) return detail::wire_frame_of(*encoded, content);
        }
        return std::nullopt;
    }

    void decode(byte_view stream, const std::function<bool(const frame_event&)>& take) const override {
        detail::decode_stream(framing_, stream, take);
    }

    bool is_under_test() const noexcept override { return true; }

    std::optional<finding> check(byte_view stream) const override {
        const auto difference = check_conformance(framing_, stream, detail::effort_for(stream));
        if (!difference) return std::nullopt;
        return finding{difference->rule, detail::sentence_of(*difference, stream)};
    }

private:
    [[nodiscard]] message_bytes content_of(const step& cut) const {
        message_bytes content{byte_vector(cut.header.begin(), cut.header.end()),
                              byte_vector(cut.payload.begin(), cut.payload.end())};
        if constexpr (stuffed_framer<Framer>) {
            if (cut.stuffed) content.payload.resize(framing_.unescape(content.payload));
        }
        return content;
    }

    Framer framing_;
};

/// A framing text. From a literal it is checked by the compiler.
class framing_literal {
public:
    /// @param function  where the literal stands; see detail::is_looked_at()
    template <std::size_t Size>
    consteval framing_literal(const char (&literal)[Size], const char* function = __builtin_FUNCTION())
        : text_(literal, Size - 1) {
        const auto parsed = parse_framing(text_);
        if (parsed || detail::is_looked_at(function)) return;
        detail::bad_texts[detail::bad_text_for(parsed.error())]();
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

private:
    std::string_view text_;
};

/// Says that inputs are not framed: each one is one record.
struct unframed_t {};
inline constexpr unframed_t unframed{};

/// The model of a framing text, of any_framing, of no framing, and of a framer of the user's own, which is then tested
/// along with the parser.
[[nodiscard]] std::unique_ptr<wire_model> wire_of(framing_literal text);
[[nodiscard]] std::unique_ptr<wire_model> wire_of(const any_framing& framing);
[[nodiscard]] std::unique_ptr<wire_model> wire_of(unframed_t);
template <framer Framer>
[[nodiscard]] std::unique_ptr<wire_model> wire_of(Framer framing) {
    return std::make_unique<wire_model_of_framer<Framer>>(framing);
}

}  // namespace structwire::fuzz

#endif
