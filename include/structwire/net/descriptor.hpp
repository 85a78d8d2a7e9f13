// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Ownership of one file descriptor.
#ifndef STRUCTWIRE_NET_DESCRIPTOR_HPP
#define STRUCTWIRE_NET_DESCRIPTOR_HPP

#include <utility>

namespace structwire::net {

/// Owns a file descriptor and closes it once.
///
/// Guarantee:  noexcept throughout; move-only; a moved-from descriptor holds none.
class descriptor {
public:
    /// Holds none.
    descriptor() noexcept = default;

    /// Takes over `number`; -1 for none.
    explicit descriptor(int number) noexcept : number_(number) {}

    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        if (this != &other) reset(std::exchange(other.number_, -1));
        return *this;
    }
    ~descriptor() { reset(); }

    /// The number, -1 if none.
    [[nodiscard]] int get() const noexcept { return number_; }

    /// Whether a descriptor is held.
    explicit operator bool() const noexcept { return number_ >= 0; }

    /// Gives the number away without closing it.
    [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }

    /// Closes what is held and takes over `number`. An interrupted close is not repeated: the number is free by
    /// then and may already belong to somebody else.
    void reset(int number = -1) noexcept;

private:
    int number_ = -1;
};

}  // namespace structwire::net

#endif
