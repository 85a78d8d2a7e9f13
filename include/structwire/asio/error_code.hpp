// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A structwire::errc as a boost::system::error_code.
#ifndef STRUCTWIRE_ASIO_ERROR_CODE_HPP
#define STRUCTWIRE_ASIO_ERROR_CODE_HPP

#include <structwire/error.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace structwire::asio {

/// The category of error codes that hold a structwire::errc. Its name is "structwire"; the message of a code is
/// its name() alone, because an error_code has no room for offsets and limits: frame_decoder::last_error() has them.
class error_code_category final : public boost::system::error_category {
public:
    // A fixed number, so that two shared libraries with this header agree.
    constexpr error_code_category() noexcept : error_category(0x5d1c8f6e0b7a42e3) {}

    [[nodiscard]] const char* name() const noexcept override { return "structwire"; }

    [[nodiscard]] std::string message(int value) const override {
        return std::string(structwire::name(static_cast<errc>(value)));
    }

    [[nodiscard]] const char* message(int value, char* buffer, std::size_t size) const noexcept override {
        if (size == 0) return buffer;
        const std::string_view text = structwire::name(static_cast<errc>(value));
        buffer[text.copy(buffer, size - 1)] = '\0';
        return buffer;
    }
};

/// The one category object.
[[nodiscard]] inline const boost::system::error_category& error_category() noexcept {
    static constexpr error_code_category category;
    return category;
}

}  // namespace structwire::asio

namespace structwire {

/// The error code of a reason, found by argument-dependent lookup where an error_code is made of an errc or compared
/// with one.
///
/// Example:    `if (failure == structwire::errc::truncated) retry();`
[[nodiscard]] inline boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), asio::error_category()};
}

}  // namespace structwire

template <>
struct boost::system::is_error_code_enum<structwire::errc> : std::true_type {};

#endif
