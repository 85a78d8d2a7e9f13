// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Records of a run-time format, one behind the other.
#ifndef STRUCTWIRE_PACK_FORMAT_RECORDS_HPP
#define STRUCTWIRE_PACK_FORMAT_RECORDS_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/pack/value.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <vector>

namespace structwire {

class format;

/// One record that is known to be whole and good, not yet unpacked: a format and bytes, both borrowed.
class format_record {
public:
    constexpr format_record() = default;
    constexpr format_record(const format& compiled, byte_view bytes) noexcept : format_(&compiled), bytes_(bytes) {}

    [[nodiscard]] constexpr byte_view bytes() const noexcept { return bytes_; }

    /// format::unpack of these bytes.
    [[nodiscard]] std::expected<std::vector<value>, error> unpack() const;

    /// format::unpack_into of these bytes.
    [[nodiscard]] std::expected<std::size_t, error> unpack_into(std::span<value> output) const noexcept;

private:
    const format* format_ = nullptr;
    byte_view bytes_{};
};

/// What format::iter_unpack gives: a forward range of format_record. Format and bytes are borrowed.
///
/// Nothing is unpacked until a record is asked for it, and then into the caller's memory if it likes.
///
/// Guarantee:   copying is free; iterating allocates nothing and cannot fail
/// Complexity:  O(1) for each record of fixed size, O(its bytes) for others
/// Example:
/// @code
/// const auto records = compiled.iter_unpack(bytes);
/// std::vector<structwire::value> room(compiled.values());
/// if (records) for (const auto& record : *records) if (record.unpack_into(room)) use(room);
/// @endcode
class format_records {
public:
    class iterator {
    public:
        using value_type = format_record;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::forward_iterator_tag;

        constexpr iterator() = default;

        [[nodiscard]] format_record operator*() const noexcept { return {*format_, left_.first(size_)}; }
        iterator& operator++() noexcept {
            left_ = left_.subspan(size_);
            if (!same_size_) size_ = next_size();
            return *this;
        }
        iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        /// Equal when they stand at the same byte of the same records.
        friend bool operator==(const iterator& one, const iterator& other) noexcept {
            return one.left_.size() == other.left_.size();
        }

    private:
        friend format_records;
        [[nodiscard]] std::size_t next_size() const noexcept;

        const format* format_ = nullptr;
        byte_view left_{};  // from the record to the end of all
        std::size_t size_ = 0;
        bool same_size_ = false;
    };

    constexpr format_records() = default;

    /// `count` records in `bytes`, which are all good.
    format_records(const format& compiled, byte_view bytes, std::size_t count) noexcept;

    /// Number of records (Python: the length hint).
    [[nodiscard]] constexpr std::size_t size() const noexcept { return count_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }

    [[nodiscard]] iterator begin() const noexcept { return first_; }
    [[nodiscard]] iterator end() const noexcept;

    /// Record number `index`, which must be below size(). O(1) where all records have the same size, otherwise
    /// O(bytes in front of it).
    [[nodiscard]] format_record operator[](std::size_t index) const noexcept;

private:
    iterator first_{};
    std::size_t count_ = 0;
};

}  // namespace structwire

#endif
