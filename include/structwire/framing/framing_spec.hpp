// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a framing string says, as a value.
#ifndef STRUCTWIRE_FRAMING_FRAMING_SPEC_HPP
#define STRUCTWIRE_FRAMING_FRAMING_SPEC_HPP

#include <structwire/framing/checksum.hpp>
#include <structwire/framing/cobs.hpp>
#include <structwire/framing/delimiter.hpp>
#include <structwire/framing/fixed_size.hpp>
#include <structwire/framing/hdlc.hpp>
#include <structwire/framing/length_prefix.hpp>
#include <structwire/framing/line.hpp>
#include <structwire/framing/netstring.hpp>
#include <structwire/framing/redis_bulk.hpp>
#include <structwire/framing/slip.hpp>
#include <structwire/framing/tfrecord.hpp>
#include <structwire/framing/until_end.hpp>
#include <structwire/framing/varint_prefix.hpp>

#include <cstdint>

namespace structwire {

/// The families of framings.
enum class framing_kind : std::uint8_t {
    length,      ///< `u8` to `u64le`, `i8` to `i64le`, `grpc`, `postgres`, `postgres_startup`, `kafka`, `thrift`
    varint,      ///< `varint`, `protobuf`, `mqtt`
    netstring,   ///< `netstring`
    delimiter,   ///< `delim=`, `crlf`, `lf`
    line,        ///< `line`, `crlf_strict`
    fixed,       ///< `fixed=`
    until_end,   ///< `eof`
    cobs,        ///< `cobs`
    slip,        ///< `slip`
    hdlc,        ///< `hdlc`
    tfrecord,    ///< `tfrecord`
    redis_bulk,  ///< `redis_bulk`
};

/// One framing with all its settings. Only the member that `kind` names counts, `stuffed` for cobs, slip and hdlc, and
/// the checksum; the others keep their defaults.
struct framing_spec {
    framing_kind kind = framing_kind::length;
    checksum_trailer checksum{};
    length_prefix length{};
    varint_prefix varint{};
    structwire::netstring netstring{};
    delimiters delimiter{};
    line_ending line{};
    fixed_size fixed{};
    structwire::until_end until_end{};
    stuffing stuffed{};
    structwire::tfrecord tfrecord{};
    structwire::redis_bulk redis_bulk{};

    friend constexpr bool operator==(const framing_spec&, const framing_spec&) = default;

    /// Whether all numbers are in range, some frame satisfies them, and no setting is without meaning.
    [[nodiscard]] constexpr bool usable() const noexcept {
        // Nothing but a checksum can be wrong in a frame whose end is known.
        const bool checked = checksum.kind != checksum_kind::none;
        if (!checksum.usable()) return false;
        switch (kind) {
            case framing_kind::length: return length.usable();
            case framing_kind::varint: return varint.usable();
            case framing_kind::netstring: return netstring.usable() && (checked || !netstring.resync);
            case framing_kind::delimiter: return delimiter.usable();
            case framing_kind::line: return line.usable();
            case framing_kind::fixed:
                return fixed.usable() && (checked || !fixed.resync) && fixed.bytes >= checksum.size();
            case framing_kind::until_end: return until_end.usable();
            case framing_kind::cobs:
            case framing_kind::slip:
            case framing_kind::hdlc: return stuffed.usable();
            case framing_kind::tfrecord: return tfrecord.usable();
            case framing_kind::redis_bulk: return redis_bulk.usable() && (checked || !redis_bulk.resync);
        }
        return false;
    }
};

}  // namespace structwire

#endif
