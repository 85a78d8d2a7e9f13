// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A framing that is known at run time only: from a command line, a configuration file, a capture.
#ifndef STRUCTWIRE_FRAMING_ANY_FRAMING_HPP
#define STRUCTWIRE_FRAMING_ANY_FRAMING_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/checked_framer.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/framing_spec.hpp>
#include <structwire/framing/framing_text.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace structwire {

namespace detail {

/// One framer of any family, with its settings. Which member counts is known elsewhere.
union any_cutter {
    length_cutter<stored_length> length;
    varint_cutter<stored_settings<varint_prefix>> varint;
    netstring_cutter<stored_settings<structwire::netstring>> netstring;
    delimiter_cutter<stored_settings<delimiters>> delimiter;
    line_cutter<stored_settings<line_ending>> line;
    fixed_cutter<stored_settings<fixed_size>> fixed;
    until_end_cutter<stored_settings<structwire::until_end>> until_end;
    cobs_cutter<stored_settings<stuffing>> cobs;
    slip_cutter<stored_settings<stuffing>> slip;
    hdlc_cutter<stored_settings<stuffing>> hdlc;
    tfrecord_cutter<stored_settings<structwire::tfrecord>> tfrecord;
    redis_bulk_cutter<stored_settings<structwire::redis_bulk>> redis_bulk;

    any_cutter() noexcept : length() {}
};

}  // namespace detail

/// A framer whose framing is a value. It gives the same frames, errors and offsets as `framing<"...">` of the same text.
///
/// At most 256 bytes, trivially copyable. A call decides once which framing it is; with a constant framing,
/// `framing<"...">` is the faster one.
/// Example:
/// ```cpp
/// auto framing = structwire::any_framing::parse(argv[1]);
/// if (!framing) return complain(structwire::describe(framing.error()));
/// structwire::frame_decoder<structwire::any_framing> in(*framing);
/// ```
class any_framing {
public:
    /// `u32be` with its default limit.
    any_framing() noexcept : any_framing(framing_spec{}) {}

    /// Reads a framing string.
    ///
    /// Errors:     those of parse_framing(), with position and letter
    /// Guarantee:  noexcept; allocates nothing
    [[nodiscard]] static std::expected<any_framing, error> parse(std::string_view text) noexcept;

    /// Takes a spec that was put together by hand.
    ///
    /// Errors:     errc::conflicting_options when a number is out of range or no frame can satisfy all of them
    [[nodiscard]] static std::expected<any_framing, error> from(const framing_spec& spec) noexcept;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    [[nodiscard]] step next(byte_view bytes) noexcept;

    /// Says what the end of input behind `bytes` means. See concept framer.
    [[nodiscard]] step finish(byte_view bytes) noexcept;

    /// The frame that carries `payload` behind `header`, or errc::not_encodable. The frame may borrow its ending from
    /// this object. `eof` allows one frame only.
    [[nodiscard]] std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {}) noexcept;

    /// Turns the payload of a stuffed frame into what it stands for. See concept stuffed_framer.
    [[nodiscard]] std::size_t unescape(byte_span escaped) const noexcept;

    /// Most bytes that a frame can have on the wire.
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept;

    /// What the text said, defaults filled in.
    [[nodiscard]] framing_spec spec() const noexcept;

    /// The text in its one canonical form. See canonical_text().
    [[nodiscard]] framing_text text() const noexcept;

private:
    explicit any_framing(const framing_spec& spec) noexcept;

    // Calls `act` with the framer that it is.
    template <class Self, class Act>
    static auto visit(Self& self, Act act) noexcept;

    detail::any_cutter cutter_;
    framing_kind kind_;
    any_checksum checksum_;
};

}  // namespace structwire

#endif
