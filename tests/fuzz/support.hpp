// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the tests of the fuzz kit share: models from texts, streams of frames, and readers that are not the kit's own.
#ifndef STRUCTWIRE_TESTS_FUZZ_SUPPORT_HPP
#define STRUCTWIRE_TESTS_FUZZ_SUPPORT_HPP

#include <structwire/framing/any_framing.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/fuzz/mutator.hpp>
#include <structwire/fuzz/payload_model.hpp>
#include <structwire/fuzz/record.hpp>
#include <structwire/fuzz/seeds.hpp>
#include <structwire/fuzz/wire_model.hpp>
#include <structwire/pack/format.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace fuzz_support {

namespace fuzz = structwire::fuzz;
using fuzz::byte_vector;
using structwire::byte_view;

inline byte_vector bytes_of(std::string_view text) {
    const byte_view bytes = structwire::as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

inline std::string text_of(byte_view bytes) { return std::string(structwire::as_text(bytes)); }

inline void append(byte_vector& to, byte_view more) { to.insert(to.end(), more.begin(), more.end()); }

/// Bytes without any structure.
inline byte_vector noise(std::size_t size, std::uint64_t seed) {
    fuzz::random dice(seed);
    byte_vector made(size);
    for (std::byte& byte : made) byte = static_cast<std::byte>(dice.next());
    return made;
}

inline std::unique_ptr<fuzz::payload_model> model(const fuzz::payload_description& what) {
    auto made = fuzz::model_of(what);
    INFO((made ? std::string() : made.error()));
    REQUIRE(made);
    return std::move(*made);
}

/// The model of a format that is known at run time.
inline std::unique_ptr<fuzz::payload_model> model_at(std::string_view format) {
    return model(fuzz::described(fuzz::format_text::at_run_time(format)));
}

/// What model_of() says against a description.
inline std::string refusal(const fuzz::payload_description& what) {
    const auto made = fuzz::model_of(what);
    REQUIRE_FALSE(made);
    return made.error();
}

inline structwire::any_framing framing_at(std::string_view text) {
    INFO(text);
    const auto parsed = structwire::any_framing::parse(text);
    REQUIRE(parsed);
    return *parsed;
}

/// `unframed`, or a framing text.
inline std::unique_ptr<fuzz::wire_model> wire_at(std::string_view text) {
    return text == "unframed" ? fuzz::wire_of(fuzz::unframed) : fuzz::wire_of(framing_at(text));
}

inline structwire::format format_at(std::string_view text) {
    INFO(text);
    auto compiled = structwire::format::compile(text);
    REQUIRE(compiled);
    return std::move(*compiled);
}

/// Frames of a stream, and whether all of it were frames.
struct taken {
    std::vector<fuzz::message_bytes> frames{};
    bool clean = true;
};

/// By the library's decoder, without the kit.
inline taken take_frames(std::string_view framing, byte_view stream) {
    taken all;
    if (framing == "unframed") {
        all.frames.push_back({{}, {stream.begin(), stream.end()}});
        return all;
    }
    structwire::frame_decoder<structwire::any_framing> in(framing_at(framing));
    const auto note = [&all](const structwire::frame_event& event) {
        if (!event) {
            all.clean = false;
            return;
        }
        all.frames.push_back(
            {{event->header.begin(), event->header.end()}, {event->payload.begin(), event->payload.end()}});
    };
    for (const auto event : in.feed(stream)) note(event);
    while (const auto event = in.finish()) {
        note(*event);
        if (in.failed()) break;
    }
    return all;
}

/// A stream of these payloads by the library's encoder; those that the framing refuses are left out.
inline byte_vector stream_of(std::string_view framing, const std::vector<fuzz::message_bytes>& messages) {
    byte_vector stream;
    for (const fuzz::message_bytes& message : messages) {
        auto writing = framing_at(framing);
        const auto encoded = writing.encode(message.payload, message.header);
        if (!encoded) continue;
        byte_vector bytes(encoded->size());
        encoded->copy_to(bytes.data());
        append(stream, bytes);
    }
    return stream;
}

/// Everything of a target but the function under test.
struct kit {
    std::unique_ptr<fuzz::payload_model> payload;
    std::unique_ptr<fuzz::wire_model> wire;
    fuzz::mutator mutator{*payload, *wire};

    kit(std::unique_ptr<fuzz::payload_model> what, std::unique_ptr<fuzz::wire_model> how)
        : payload(std::move(what)), wire(std::move(how)) {}
    kit(const fuzz::payload_description& what, std::string_view framing) : kit(model(what), wire_at(framing)) {}
    kit(std::string_view format, std::string_view framing) : kit(model_at(format), wire_at(framing)) {}

    [[nodiscard]] byte_vector mutate(byte_view stream, std::uint64_t seed, fuzz::byte_mutation engine = nullptr,
                                     std::size_t max_bytes = 4096) const {
        return mutator.mutate(stream, {.dice = fuzz::random(seed), .engine = engine, .max_bytes = max_bytes});
    }

    [[nodiscard]] byte_vector cross(byte_view first, byte_view second, std::uint64_t seed,
                                    std::size_t max_bytes = 4096) const {
        return mutator.cross_over(first, second, {.dice = fuzz::random(seed), .max_bytes = max_bytes});
    }

    /// A message changed `times` times.
    [[nodiscard]] fuzz::message_bytes changed(fuzz::message_bytes message, std::uint64_t seed, unsigned times = 1,
                                              fuzz::byte_mutation engine = nullptr) const {
        fuzz::mutation_tools tools{.dice = fuzz::random(seed), .engine = engine};
        for (unsigned time = 0; time != times; ++time) payload->mutate(message, tools);
        return message;
    }
};

/// The payload of a record, from its values.
template <class... Values>
fuzz::message_bytes packed(const structwire::format& format, const Values&... values) {
    const auto bytes = format.pack(values...);
    REQUIRE(bytes);
    return {{}, *bytes};
}

/// Frames of four bytes. Forgets the first of them where three came alone: what the check of a framer is for.
struct forgetful_framer {
    std::uint32_t seen = 0;
    structwire::step next(byte_view bytes) noexcept {
        using structwire::step;
        if (bytes.size() < 4) {
            seen = static_cast<std::uint32_t>(bytes.size());
            return step::need(4 - bytes.size());
        }
        const std::size_t from = seen == 3 ? 1 : 0;
        seen = 0;
        return step::deliver({}, bytes.subspan(from, 4 - from), 4);
    }
    structwire::step finish(byte_view bytes) noexcept {
        using structwire::step;
        return bytes.empty() ? step::end() : step::fail(structwire::errc::truncated, 4, bytes.size());
    }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return 4; }
};

}  // namespace fuzz_support

#endif
