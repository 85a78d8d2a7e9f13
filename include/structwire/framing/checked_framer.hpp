// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A checksum at the end of every frame of another framing, built in or your own.
#ifndef STRUCTWIRE_FRAMING_CHECKED_FRAMER_HPP
#define STRUCTWIRE_FRAMING_CHECKED_FRAMER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/checksum.hpp>
#include <structwire/framing/framer.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <type_traits>

namespace structwire {

namespace detail {

template <class Running>
concept running_sum = requires(Running running, const Running settled, byte_view bytes) {
    { running.add(bytes) } noexcept;
    { settled.value() } noexcept -> std::convertible_to<std::uint64_t>;
};

// Size and order are constants, or else answers.
template <class Algorithm>
concept constant_size = requires {
    requires(Algorithm::size >= 1 && Algorithm::size <= 8);
    { Algorithm::order } -> std::convertible_to<std::endian>;
};

template <class Algorithm>
concept chosen_size = requires(const Algorithm settled) {
    { settled.size() } noexcept -> std::same_as<std::size_t>;
    { settled.order() } noexcept -> std::same_as<std::endian>;
};

}  // namespace detail

/// How a checksum is computed and written: an empty or small value.
///
/// - `static constexpr std::size_t size`, 1 to 8, and `static constexpr std::endian order`: its bytes on the wire.
///   Both can be const member functions instead, for what is known at run time only.
/// - `start()` makes a running computation. That has `add(bytes)`, which is called with runs of any size, and
///   `value()`, of which the low `size` bytes count.
/// - The header of a frame goes through add() first. Where a protocol covers less or something else in front of its
///   payload, the running computation has `add_header(header, payload_size)`, which is called instead; payload_size
///   does not count the checksum.
///
/// Example:    the checksum of u-blox UBX, which leaves out the two magic bytes and covers the length, under
///             `u16le,offset=4,magic=b562,adjust=+2`
/// ```cpp
/// struct ubx_checksum {
///     static constexpr std::size_t size = 2;
///     static constexpr std::endian order = std::endian::little;
///     struct running {
///         std::uint8_t a = 0, b = 0;
///         constexpr void add(structwire::byte_view bytes) noexcept {
///             for (std::byte byte : bytes) b = std::uint8_t(b + (a = std::uint8_t(a + std::uint8_t(byte))));
///         }
///         constexpr void add_header(structwire::byte_view header, std::size_t payload_size) noexcept {
///             add(header.subspan(2));
///             add(std::array{std::byte(payload_size), std::byte(payload_size >> 8)});
///         }
///         constexpr std::uint64_t value() const noexcept { return std::uint64_t(a | b << 8); }
///     };
///     static constexpr running start() noexcept { return {}; }
/// };
/// ```
template <class Algorithm>
concept checksum_algorithm =
    std::is_trivially_copyable_v<Algorithm> && (detail::constant_size<Algorithm> || detail::chosen_size<Algorithm>) &&
    requires(const Algorithm settled) {
        { settled.start() } noexcept -> detail::running_sum;
    };

namespace detail {

// The running computation of a built-in checksum.
class running_trailer : public running_checksum {
public:
    explicit running_trailer(const checksum_trailer& checksum) noexcept
        : running_checksum(checksum.kind), payload_only_(checksum.payload_only) {}

    void add_header(byte_view header, std::size_t) noexcept {
        if (!payload_only_) add(header);
    }

private:
    bool payload_only_;
};

}  // namespace detail

/// A built-in checksum as checksum_algorithm.
template <checksum_trailer Trailer>
struct checksum_of {
    static_assert(Trailer.usable() && Trailer.size() != 0, "structwire: no such checksum");

    static constexpr std::size_t size = Trailer.size();
    static constexpr std::endian order = Trailer.order;
    [[nodiscard]] static auto start() noexcept { return detail::running_trailer(Trailer); }
};

/// A built-in checksum that is known at run time only, as checksum_algorithm. checksum_kind::none checks nothing.
class any_checksum {
public:
    constexpr any_checksum() = default;
    /// @param trailer  usable()
    constexpr explicit any_checksum(checksum_trailer trailer) noexcept : trailer_(trailer) {}

    [[nodiscard]] constexpr std::size_t size() const noexcept { return trailer_.size(); }
    [[nodiscard]] constexpr std::endian order() const noexcept { return trailer_.order; }
    [[nodiscard]] auto start() const noexcept { return detail::running_trailer(trailer_); }

    /// What it was made from.
    [[nodiscard]] constexpr const checksum_trailer& trailer() const noexcept { return trailer_; }

private:
    checksum_trailer trailer_{};
};

namespace detail {

template <checksum_algorithm Checksum>
constexpr std::size_t checksum_size(const Checksum& checksum) noexcept {
    if constexpr (constant_size<Checksum>) {
        return Checksum::size;
    } else {
        return checksum.size();
    }
}

template <checksum_algorithm Checksum>
constexpr std::endian checksum_order(const Checksum& checksum) noexcept {
    if constexpr (constant_size<Checksum>) {
        return Checksum::order;
    } else {
        return checksum.order();
    }
}

// The running computation behind the header.
template <checksum_algorithm Checksum>
constexpr auto begin_checksum(const Checksum& checksum, byte_view header, std::size_t payload_size) noexcept {
    auto running = checksum.start();
    if constexpr (requires { running.add_header(header, payload_size); }) {
        running.add_header(header, payload_size);
    } else {
        running.add(header);
    }
    return running;
}

template <checksum_algorithm Checksum>
constexpr std::uint64_t value_of(const Checksum& checksum, const auto& running) noexcept {
    const std::size_t size = checksum_size(checksum);
    return size == 0 ? 0 : static_cast<std::uint64_t>(running.value()) & ~std::uint64_t{0} >> (64 - 8 * size);
}

// A checksum as it comes in, byte by byte.
class received_checksum {
public:
    explicit constexpr received_checksum(std::endian order) noexcept : order_(order) {}

    constexpr void add(byte_view bytes) noexcept {
        for (const std::byte byte : bytes) {
            const auto number = std::to_integer<std::uint64_t>(byte);
            value_ = order_ == std::endian::big ? value_ << 8 | number : value_ | number << shift_;
            shift_ += 8;
        }
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }

private:
    std::uint64_t value_ = 0;
    unsigned shift_ = 0;
    std::endian order_;
};

// What a frame with a wrong checksum, or without room for one, is to its framing.
template <class Base>
constexpr step bad_checksum(Base& base, const step& now, std::uint64_t wanted, std::uint64_t given) noexcept {
    if constexpr (requires { base.refuse(now, errc::bad_checksum, wanted, given); }) {
        return base.refuse(now, errc::bad_checksum, wanted, given);
    } else {
        return step::fail(errc::bad_checksum, wanted, given, now.begin);
    }
}

template <class Base>
concept runs_of_payload =
    requires(const Base& base, byte_view bytes, void (*sink)(byte_view) noexcept) { base.for_each_run(bytes, sink); };

// A payload that is still escaped is walked over twice, once for its size: then nothing need be held back.
template <class Base, checksum_algorithm Checksum>
    requires runs_of_payload<Base>
constexpr step check_stuffed_frame(Base& base, const Checksum& checksum, const step& now) noexcept {
    const std::size_t size = checksum_size(checksum);
    std::size_t all = 0;
    base.for_each_run(now.payload, [&](byte_view run) noexcept { all += run.size(); });
    if (all < size) return bad_checksum(base, now, all, all);
    std::size_t carried = all - size;  // bytes of the payload proper yet to come
    auto running = begin_checksum(checksum, now.header, carried);
    received_checksum received(checksum_order(checksum));
    base.for_each_run(now.payload, [&](byte_view run) noexcept {
        const std::size_t front = run.size() < carried ? run.size() : carried;
        if (front != 0) running.add(run.first(front));
        received.add(run.subspan(front));
        carried -= front;
    });
    const std::uint64_t computed = value_of(checksum, running);
    if (computed != received.value()) return bad_checksum(base, now, computed, received.value());
    return now;
}

// What a step of base.next() or base.finish() is when frames end with a checksum. All but frames pass as they are.
template <class Base, checksum_algorithm Checksum>
constexpr step check_frame(Base& base, const Checksum& checksum, const step& now) noexcept {
    if (now.what != step::kind::frame) return now;
    if constexpr (runs_of_payload<Base>) {
        if (now.stuffed) return check_stuffed_frame(base, checksum, now);
    }
    const std::size_t size = checksum_size(checksum);
    if (now.payload.size() < size) {
        return bad_checksum(base, now, now.payload.size(), now.payload.size());
    }
    const byte_view carried = now.payload.first(now.payload.size() - size);
    auto running = begin_checksum(checksum, now.header, carried.size());
    running.add(carried);
    received_checksum received(checksum_order(checksum));
    received.add(now.payload.last(size));
    const std::uint64_t computed = value_of(checksum, running);
    if (computed != received.value()) return bad_checksum(base, now, computed, received.value());
    step good = now;
    good.payload = carried;
    return good;
}

// The frame of `base` that carries the payload and its checksum.
template <class Base, checksum_algorithm Checksum>
constexpr std::expected<encoded_frame, error> encode_checked(Base& base, const Checksum& checksum, byte_view payload,
                                                             byte_view header) noexcept {
    auto running = begin_checksum(checksum, header, payload.size());
    running.add(payload);
    const std::uint64_t value = value_of(checksum, running);
    const std::size_t size = checksum_size(checksum);
    const bool big = checksum_order(checksum) == std::endian::big;
    std::array<std::byte, 8> tail{};
    for (std::size_t index = 0; index != size; ++index) {
        tail[index] = static_cast<std::byte>(value >> 8 * (big ? size - 1 - index : index) & 0xff);
    }
    return base.encode(payload, header, byte_view(tail.data(), size));
}

// base.unescape() of a frame that check_frame() let pass, without the checksum.
template <class Base, checksum_algorithm Checksum>
constexpr std::size_t unescape_checked(const Base& base, const Checksum& checksum, byte_span escaped) noexcept {
    return base.unescape(escaped) - checksum_size(checksum);
}

template <class Base>
concept writes_tail = requires(Base& base, byte_view bytes) {
    { base.encode(bytes, bytes, bytes) } noexcept -> std::same_as<std::expected<encoded_frame, error>>;
};

}  // namespace detail

/// Frames of `Base` whose payload ends with a checksum. The typed form of `base+name`.
///
/// Shape:      as Base, whose payload is payload | checksum. The checksum is computed over header and payload, or over
///             what its add_header() takes and the payload. It is not delivered.
/// Units:      limits are those of Base, of whose payload the checksum is a part
/// @tparam Base      any framer. It encodes if Base is a tail_encoding_framer. A stuffed_framer has to have
///                   `for_each_run(escaped, sink)`, which hands the unescaped payload to `sink(byte_view)` in order,
///                   in runs of any size
/// @tparam Checksum  checksum_of<...>, any_checksum, boost_crc<...>, or your own checksum_algorithm
/// Errors:     those of Base. errc::bad_checksum when the checksum is another one (computed / received), or the
///             frame of Base is shorter than the checksum (both are the bytes of Base's payload there); with
///             the offset of the frame's first byte, when Base would deliver the frame. Whether it is fatal, says
///             `Base::refuse(frame, reason, wanted, given)`; it is if Base has no such member.
/// Complexity: that of Base and the checksum; a stuffed payload is walked over twice more
/// Example:
/// ```cpp
/// using base = structwire::framing<"u32be,limit=64k">;
/// using crc = structwire::checksum_of<{.kind = structwire::checksum_kind::crc32c}>;
/// structwire::frame_decoder<structwire::checked_framer<base, crc>> in;  // framing<"u32be,limit=64k+crc32c">
/// ```
template <framer Base, checksum_algorithm Checksum>
    requires(!stuffed_framer<Base> || detail::runs_of_payload<Base>)
class checked_framer {
public:
    constexpr checked_framer() = default;
    /// From parts that were configured at run time.
    constexpr explicit checked_framer(Base base, Checksum checksum = {}) noexcept : base_(base), checksum_(checksum) {}

    /// Looks for a frame at the front of `bytes`. See concept framer.
    [[nodiscard]] constexpr step next(byte_view bytes) noexcept {
        return detail::check_frame(base_, checksum_, base_.next(bytes));
    }

    /// Says what the end of input behind `bytes` means. See concept framer.
    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept {
        return detail::check_frame(base_, checksum_, base_.finish(bytes));
    }

    /// The frame that carries `payload` and its checksum behind `header`.
    ///
    /// Errors:     errc::not_encodable as Base, to which the checksum is a part of the payload
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload,
                                                                       byte_view header = {}) noexcept
        requires detail::writes_tail<Base>
    {
        return detail::encode_checked(base_, checksum_, payload, header);
    }
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload,
                                                                       byte_view header = {}) const noexcept
        requires detail::writes_tail<const Base>
    {
        return detail::encode_checked(base_, checksum_, payload, header);
    }

    /// Turns the payload of a stuffed frame into what it stands for. See concept stuffed_framer.
    ///
    /// @return  bytes of it, without the checksum
    [[nodiscard]] constexpr std::size_t unescape(byte_span escaped) const noexcept
        requires stuffed_framer<Base>
    {
        return detail::unescape_checked(base_, checksum_, escaped);
    }

    /// As of Base.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return base_.max_frame_bytes(); }

    /// The framing of payload and checksum.
    [[nodiscard]] constexpr const Base& base() const noexcept { return base_; }

    /// The checksum.
    [[nodiscard]] constexpr const Checksum& checksum() const noexcept { return checksum_; }

private:
    [[no_unique_address]] Base base_{};
    [[no_unique_address]] Checksum checksum_{};
};

}  // namespace structwire

#endif
