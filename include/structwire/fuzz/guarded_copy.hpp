// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The oracle "no read outside": copies of bytes behind which reading is fatal.
#ifndef STRUCTWIRE_FUZZ_GUARDED_COPY_HPP
#define STRUCTWIRE_FUZZ_GUARDED_COPY_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/meter.hpp>

#include <cstddef>
#include <utility>

namespace structwire::fuzz {

/// A copy of some bytes whose end is the end of a page of memory; the page behind it cannot be accessed. Reading one
/// byte too many ends the process by SIGSEGV, with or without a sanitizer.
///
/// The beginning has any alignment, which finds code that expects one. A read in front of the bytes is not noticed
/// unless they fill their pages. System calls make a copy cost some microseconds.
class guarded_copy {
public:
    /// Guarantee: where the system has no memory, it prints that and ends the process
    explicit guarded_copy(byte_view bytes);
    guarded_copy(guarded_copy&& other) noexcept
        : pages_(std::exchange(other.pages_, {})), bytes_(std::exchange(other.bytes_, {})) {}
    guarded_copy& operator=(guarded_copy&& other) noexcept {
        std::swap(pages_, other.pages_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~guarded_copy();

    [[nodiscard]] byte_view bytes() const noexcept { return bytes_; }

private:
    byte_span pages_{};  // with the guard
    byte_view bytes_{};
};

namespace detail {

#if defined(STRUCTWIRE_FUZZ_HAS_ADDRESS_SANITIZER)
using sharpest_copy = exact_copy;
#else
using sharpest_copy = guarded_copy;
#endif

}  // namespace detail

/// Calls a function with a copy of some bytes outside which it cannot read unpunished: under AddressSanitizer an
/// exact_copy, where a read in front of the bytes is found as well, else a guarded_copy. A wrong read ends the process.
///
/// For unit tests; what STRUCTWIRE_FUZZ calls gets exact copies anyway.
/// @return  what the function returns, which must not view the bytes
/// Example:  `REQUIRE(fuzz::on_exact_copy(&parse_header, captured).has_value());`
template <class Copy = detail::sharpest_copy, class Function>
decltype(auto) on_exact_copy(Function&& function, byte_view bytes) {
    const Copy copy(bytes);
    return std::forward<Function>(function)(copy.bytes());
}

}  // namespace structwire::fuzz

#endif
