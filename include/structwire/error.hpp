// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One error value and one vocabulary of reasons for every module.
#ifndef STRUCTWIRE_ERROR_HPP
#define STRUCTWIRE_ERROR_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire {

/// Why something failed. The meaning of error::wanted and error::given stands behind each reason
/// (wanted / given); a reason without one leaves both at 0.
enum class errc : std::uint8_t {
    // Text of a format or of a framing. error::position says where, error::letter which character.
    unknown_code = 1,     ///< no such format character here
    unsupported_code,     ///< a character that PEP 3118 defines and structwire refuses by name
    count_without_code,   ///< digits with no format character behind them
    missing_byte_order,   ///< bytes depend on order or native sizes, and no `< > ! = @` was said
    embedded_null,        ///< a NUL character inside the text
    bad_name,             ///< a `:name:` that is empty, not closed, or not behind an item
    duplicate_name,       ///< the same name twice on one level
    bad_bracket,          ///< no such code in `{...}`
    bad_width,            ///< `{uN}`, `{iN}`, `{xN}` of no or too many bits, or a length not of whole bytes (limit / 0)
    bad_shape,            ///< a `(2,3)` that is no list of counts in front of a code
    unbalanced,           ///< a bracket that is not closed, or closed and never opened
    count_not_allowed,    ///< a count or shape in front of an item that takes none
    off_byte_boundary,    ///< a bit run that does not end where a byte ends
    alignment_unknown,    ///< an aligned item in `@` behind one of variable size
    empty_element,        ///< a counted group whose elements may take no bytes, so that no input bounds its count
    rest_not_last,        ///< `{*}` inside something, or something behind it
    nested_too_deep,      ///< more brackets inside one another than the limit (limit / 0)
    variable_size,        ///< the call needs a format of fixed size; error::position names the item that has none
    total_too_large,      ///< the size or a count leaves the range of sizes (limit / 0)
    text_too_long,        ///< more text than the limit (limit / size), bytes
    too_many_items,       ///< more items than the limit (limit / 0)
    unknown_framing,      ///< no framing of that name
    unknown_option,       ///< the framing has no such option
    bad_option,           ///< the value of an option cannot be used
    duplicate_option,     ///< the same option twice
    conflicting_options,  ///< options that exclude one another
    unknown_checksum,     ///< no checksum of that name, or not with that byte order

    // Values to pack. error::item says which.
    too_few_values,   ///< fewer values than the format takes (taken / given)
    too_many_values,  ///< more values than the format takes (taken / given)
    wrong_type,       ///< a value of a kind that the code does not take
    wrong_length,     ///< text or bytes of a length that the code does not take (length / given)
    out_of_range,     ///< a number that the code cannot hold (bits of the field / the value's low 64 bits)
    invalid_value,    ///< a value that the user's check refuses (0 / its low 64 bits); a NUL in `{z}` (0 / its index)

    // Buffers. error::offset says where in the buffer.
    short_buffer,  ///< the buffer ends too early (bytes needed / bytes there)
    extra_bytes,   ///< bytes remain that nothing describes (bytes described / bytes there)
    bad_offset,    ///< an offset outside the buffer (bytes there / the offset)
    bad_varint,    ///< LEB128 that is longer than it need be, or of more than 64 bits
    bad_count,     ///< a negative length or count in front of what it counts (0 / the number)

    // Frames. error::offset is the stream offset of the bad frame's first byte.
    too_long,        ///< a frame over the limit (limit / length, where known)
    bad_length,      ///< a length that no frame can have (least length / given, in two's complement)
    bad_prefix,      ///< a malformed length prefix
    bad_terminator,  ///< the frame does not end with what must end it
    bad_stuffing,    ///< an escape sequence that the stuffing does not have
    bad_checksum,    ///< computed and received checksum differ (computed / received), or the frame is too short for one
                     ///< (twice its bytes)
    bad_magic,       ///< constant first bytes are not there
    aborted,         ///< the sender aborted the frame
    not_encodable,   ///< the decoder would not give this frame back (limit or least, 0 if it is not the size / given)
    truncated,       ///< the input ends inside a frame (bytes wanted, 0 if unknown / bytes there)

    // Transport. error::native is errno where the system gave one.
    closed,           ///< the peer finished at a frame boundary
    reset,            ///< the connection was reset
    timed_out,        ///< the deadline passed
    cancelled,        ///< a stop was requested
    refused,          ///< nobody listens there
    unreachable,      ///< no route, or no such host
    overload,         ///< out of descriptors, memory or another resource
    broken,           ///< an earlier write stopped inside a frame: nothing can follow it
    bad_endpoint,     ///< an address text that cannot be used; error::position says where
    address_in_use,   ///< somebody else listens there
    threads_running,  ///< a process with other threads would be forked
    system_error,     ///< any other failure of the operating system

    // Protocol Buffers. error::offset is the stream offset of the frame.
    bad_message,    ///< a frame whose payload is not such a message (0 / payload bytes)
    uninitialized,  ///< required fields are missing
};

/// What was being done when it failed.
enum class operation : std::uint8_t {
    none,
    parse_format,
    calcsize,
    pack,
    pack_into,
    unpack,
    unpack_from,
    iter_unpack,
    parse_framing,
    decode,
    encode,
    parse_endpoint,
    resolve,
    connect,
    listen,
    accept,
    read,
    write,
    shutdown,
    parse_message,
    serialize_message,
};

/// One failure: what, where, and which limit. A plain value of 40 bytes; copying it never fails.
///
/// Places are absolute: `offset` in the buffer or, for streams, from the first byte ever received; `position`
/// in the format, framing or endpoint text. A place that does not apply holds error::nowhere or
/// error::no_item.
struct error {
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};  ///< `offset` does not apply
    static constexpr std::uint32_t no_item = ~std::uint32_t{0};  ///< `item` or `position` does not apply

    errc code;                           ///< the reason
    operation during = operation::none;  ///< what was being done
    char letter = '\0';                  ///< the character of the text concerned, `'\0'` if none
    int native = 0;                      ///< errno, 0 if none
    std::uint32_t item = no_item;        ///< index of the field among the fields, from 0
    std::uint32_t position = no_item;    ///< index of the character in the text, from 0
    std::uint64_t offset = nowhere;      ///< byte offset in the buffer or stream
    std::uint64_t wanted = 0;            ///< first number, see errc
    std::uint64_t given = 0;             ///< second number, see errc

    friend constexpr bool operator==(const error&, const error&) = default;
};

/// A sentence in fixed storage: at most error_text::capacity characters, cut there, always NUL-terminated.
class error_text {
public:
    static constexpr std::size_t capacity = 319;

    constexpr error_text() = default;

    /// Appends as much of `piece` as fits.
    constexpr error_text& append(std::string_view piece) noexcept {
        for (const char character : piece) {
            if (size_ == capacity) break;
            text_[size_++] = character;
        }
        return *this;
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_.data(), size_}; }
    [[nodiscard]] constexpr const char* c_str() const noexcept { return text_.data(); }
    constexpr operator std::string_view() const noexcept { return view(); }

private:
    std::array<char, capacity + 1> text_{};
    std::size_t size_ = 0;
};

/// The reason's name as spelled in errc, for example `"short_buffer"`.
[[nodiscard]] std::string_view name(errc code) noexcept;

/// Says in one English sentence what failed, where, and which limit.
///
/// Where Python's `struct` has a message for the same fault the sentence starts with the same words.
/// Guarantee:  noexcept, allocates nothing.
/// Source:     CPython 3.13, Modules/_struct.c (the messages)
/// Example:    `if (!got) std::puts(structwire::describe(got.error()).c_str());`
[[nodiscard]] error_text describe(const error& failure) noexcept;

}  // namespace structwire

#endif
