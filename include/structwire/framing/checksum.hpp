// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The checksums that a framing string can name, as values and as running computations.
#ifndef STRUCTWIRE_FRAMING_CHECKSUM_HPP
#define STRUCTWIRE_FRAMING_CHECKSUM_HPP

#include <structwire/bytes.hpp>
#include <structwire/detail/find_character.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire {

/// The built-in checksums. Each has the name that a framing string gives it; checksum_table says what they are.
enum class checksum_kind : std::uint8_t {
    none,          ///< no checksum
    sum8,          ///< sum of all bytes modulo 256
    lrc8,          ///< its two's complement: all bytes and the checksum add up to 0
    xor8,          ///< exclusive or of all bytes
    crc8,          ///< CRC-8/SMBUS
    crc8maxim,     ///< CRC-8/MAXIM-DOW
    crc16arc,      ///< CRC-16/ARC
    crc16modbus,   ///< CRC-16/MODBUS
    crc16xmodem,   ///< CRC-16/XMODEM
    crc16ccitt,    ///< CRC-16/IBM-3740, also called CRC-16/CCITT-FALSE
    crc16kermit,   ///< CRC-16/KERMIT
    crc16x25,      ///< CRC-16/IBM-SDLC, also called CRC-16/X-25; the frame check sequence of HDLC
    crc24openpgp,  ///< CRC-24/OPENPGP
    crc32,         ///< CRC-32/ISO-HDLC
    crc32c,        ///< CRC-32/ISCSI, with the CPU's instruction where it has one
    crc64xz,       ///< CRC-64/XZ
    fletcher16,    ///< two sums modulo 255: that of the bytes (low byte), and that of its values (high byte)
    adler32,       ///< two such sums modulo 65521, the first from 1 on
    inet16,        ///< complement of the one's complement sum of big-endian pairs; an odd last byte is a high one
};

/// What is known about one checksum.
struct checksum_info {
    checksum_kind kind;
    std::string_view name;    ///< in framing strings
    std::size_t size;         ///< bytes on the wire
    std::endian order;        ///< their order when a framing string says none, as the source sends them
    std::uint64_t check;      ///< the checksum of the nine bytes `123456789`
    std::string_view source;  ///< who defines it, or sends it in this order
};

/// All checksums in the order of checksum_kind. Reflected CRCs go least significant byte first.
///
/// Source:     the CRC parameters and check values are those of the catalogue of parametrised CRC algorithms
inline constexpr std::array<checksum_info, 19> checksum_table{{
    {checksum_kind::none, "", 0, std::endian::little, 0, ""},
    {checksum_kind::sum8, "sum8", 1, std::endian::little, 0xdd, "serial protocols; XMODEM's first form"},
    {checksum_kind::lrc8, "lrc8", 1, std::endian::little, 0x23, "Modbus over serial line 1.02, 2.5.2.2; Intel HEX"},
    {checksum_kind::xor8, "xor8", 1, std::endian::little, 0x31, "NMEA 0183, as a byte rather than two digits"},
    {checksum_kind::crc8, "crc8", 1, std::endian::little, 0xf4, "SMBus 3.0, packet error checking"},
    {checksum_kind::crc8maxim, "crc8maxim", 1, std::endian::little, 0xa1, "Maxim application note 27, 1-Wire"},
    {checksum_kind::crc16arc, "crc16arc", 2, std::endian::little, 0xbb3d, "LHA archives"},
    {checksum_kind::crc16modbus, "crc16modbus", 2, std::endian::little, 0x4b37, "Modbus over serial line 1.02, RTU"},
    {checksum_kind::crc16xmodem, "crc16xmodem", 2, std::endian::big, 0x31c3, "XMODEM/YMODEM protocol reference"},
    {checksum_kind::crc16ccitt, "crc16ccitt", 2, std::endian::big, 0x29b1, "ISO/IEC 8860-1, floppy disks"},
    {checksum_kind::crc16kermit, "crc16kermit", 2, std::endian::little, 0x2189, "ITU-T V.41, low-order bits first"},
    {checksum_kind::crc16x25, "crc16x25", 2, std::endian::little, 0x906e, "ISO/IEC 13239; RFC 1662, C.2"},
    {checksum_kind::crc24openpgp, "crc24openpgp", 3, std::endian::big, 0x21cf02, "RFC 9580, 6.1"},
    {checksum_kind::crc32, "crc32", 4, std::endian::little, 0xcbf43926, "RFC 1952; RFC 1662, C.3; PNG sends be"},
    {checksum_kind::crc32c, "crc32c", 4, std::endian::little, 0xe3069283, "RFC 3720, RFC 9260; Kafka sends be"},
    {checksum_kind::crc64xz, "crc64xz", 8, std::endian::little, 0x995dc9bbdf1939fa, "the .xz file format 1.1.0"},
    {checksum_kind::fletcher16, "fletcher16", 2, std::endian::little, 0x1ede, "Fletcher 1982, modulo 255"},
    {checksum_kind::adler32, "adler32", 4, std::endian::big, 0x091e01de, "RFC 1950, 2.2"},
    {checksum_kind::inet16, "inet16", 2, std::endian::big, 0xf62a, "RFC 1071"},
}};

/// The row of a checksum; that of none if there is no such kind.
[[nodiscard]] constexpr const checksum_info& info_of(checksum_kind kind) noexcept {
    const auto row = static_cast<std::size_t>(kind);
    return checksum_table[row < checksum_table.size() ? row : 0];
}

/// The name in framing strings; empty for none.
[[nodiscard]] constexpr std::string_view name(checksum_kind kind) noexcept { return info_of(kind).name; }

/// The checksum with this name in framing strings, spelled exactly so; checksum_kind::none if there is none.
[[nodiscard]] constexpr checksum_kind find_checksum(std::string_view name) noexcept {
    for (const checksum_info& row : checksum_table) {
        if (row.name == name) return row.kind;  // no name at all is that of none
    }
    return checksum_kind::none;
}

/// A checksum at the end of the payload of every frame: what stands behind the `+` of a framing string.
///
/// Example:    `checksum_trailer{.kind = checksum_kind::crc32, .order = std::endian::big}` is `+crc32be`
struct checksum_trailer {
    checksum_kind kind = checksum_kind::none;
    std::endian order = info_of(kind).order;  ///< of its bytes; the usual order where it has one byte only
    bool payload_only = false;                ///< it leaves out the header

    friend constexpr bool operator==(const checksum_trailer&, const checksum_trailer&) = default;

    /// Bytes on the wire, 0 to 8.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return info_of(kind).size; }

    /// Whether these are values that a framing string can say, or none.
    [[nodiscard]] constexpr bool usable() const noexcept {
        if (info_of(kind).kind != kind) return false;
        if (kind == checksum_kind::none && payload_only) return false;
        return order == info_of(kind).order ||
               (size() > 1 && (order == std::endian::big || order == std::endian::little));
    }
};

/// What parse_checksum() found.
struct checksum_parse {
    bool ok = false;
    std::size_t position = 0;  ///< if not: index of what is wrong in the text; 0 is the name
    checksum_trailer value{};  ///< if so
};

/// Reads what stands behind the `+` of a framing string, all of it.
///
/// Shape:      `name[le|be][:payload]`. A checksum of one byte takes no order.
/// Errors:     position 0: no checksum has that name. Else the first character of an order that the checksum does
///             not take, or what stands where `payload` should.
/// Example:    `parse_checksum("crc32be:payload").value.payload_only` is true
[[nodiscard]] constexpr checksum_parse parse_checksum(std::string_view text) noexcept {
    const std::size_t end = detail::find_character(text, ':');
    std::string_view word = text;
    word.remove_suffix(text.size() - end);
    checksum_trailer found{find_checksum(word)};
    if (found.kind == checksum_kind::none && (word.ends_with("le") || word.ends_with("be"))) {
        const std::endian order = word.ends_with("le") ? std::endian::little : std::endian::big;
        word.remove_suffix(2);
        found = {find_checksum(word), order};
        if (found.size() == 1) return {false, word.size(), {}};
    }
    if (found.kind == checksum_kind::none) return {};
    if (end == text.size()) return {true, 0, found};
    text.remove_prefix(end + 1);
    if (text != "payload") return {false, end + 1, {}};
    found.payload_only = true;
    return {true, 0, found};
}

/// Appends the one text of a checksum, without the `+`: an order only if it is not the usual one. Nothing for none.
///
/// @param to  anything with `append(std::string_view)`
template <class Text>
constexpr void append_checksum_text(Text& to, const checksum_trailer& checksum) {
    to.append(name(checksum.kind));
    if (checksum.order != info_of(checksum.kind).order) {
        to.append(std::string_view(checksum.order == std::endian::big ? "be" : "le"));
    }
    if (checksum.payload_only) to.append(std::string_view(":payload"));
}

/// A checksum of bytes that come in pieces. The pieces do not matter, only the bytes do.
///
/// Complexity: O(bytes); CRCs other than crc32c with one look-up a byte, in a table made at first use
/// Example:    `running_checksum sum(checksum_kind::crc32); sum.add(bytes); if (sum.value() != received) ...`
class running_checksum {
public:
    /// The checksum of no bytes.
    explicit running_checksum(checksum_kind kind) noexcept;

    /// Goes on over `bytes`, which may be empty.
    void add(byte_view bytes) noexcept;

    /// The checksum of the bytes up to here; 0 for none. Bytes may be added after that.
    [[nodiscard]] std::uint64_t value() const noexcept;

private:
    std::uint64_t register_ = 0;  // a CRC's register or the low sum, as the kind needs it
    std::uint32_t second_ = 0;    // the high sum; inet16: whether the next byte is a low one
    checksum_kind kind_;
};

/// CRC-32C of `bytes`.
///
/// Complexity: O(bytes); with SSE 4.2 or the CRC extension of ARM 8 bytes at a time in three streams
/// Source:     RFC 3720, appendix B.4
[[nodiscard]] std::uint32_t crc32c(byte_view bytes) noexcept;

/// A CRC that is stored inside data over which CRCs are computed: rotated by 15 bits, plus a constant.
///
/// Source:     TensorFlow, TFRecord; LevelDB, log format
[[nodiscard]] constexpr std::uint32_t mask_crc32c(std::uint32_t crc) noexcept {
    return std::rotr(crc, 15) + 0xa282ead8U;
}

/// mask_crc32c(crc32c(bytes)): what a TFRecord stores behind its length and behind its data.
[[nodiscard]] inline std::uint32_t masked_crc32c(byte_view bytes) noexcept { return mask_crc32c(crc32c(bytes)); }

namespace detail {

// The register of a CRC-32C, neither inverted in front nor behind, after `bytes`.
[[nodiscard]] std::uint32_t add_crc32c(std::uint32_t before, byte_view bytes) noexcept;

// The same without the CPU's instruction, for the tests of both.
[[nodiscard]] std::uint32_t add_crc32c_by_table(std::uint32_t before, byte_view bytes) noexcept;

}  // namespace detail

}  // namespace structwire

#endif
