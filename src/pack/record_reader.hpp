// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Finds its way through a record whose size stands in its bytes.
#ifndef STRUCTWIRE_SRC_PACK_RECORD_READER_HPP
#define STRUCTWIRE_SRC_PACK_RECORD_READER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/pack/value.hpp>

#include <cstddef>
#include <cstdint>

#include "fixed_record.hpp"

namespace structwire::detail {

/// Reads the record at the start of `input`: first to learn its size and number of values or its fault, then, if that
/// went well, to take the values.
class record_reader {
public:
    record_reader(const record_plan& plan, byte_view input) noexcept : plan_(plan), input_(input) {}

    /// Whether the record is whole and good.
    bool measure() noexcept { return read(nullptr); }

    /// Writes values() values. The record has been measured.
    void load(value* to) noexcept { (void)read(to); }

    [[nodiscard]] std::uint64_t bytes() const noexcept { return at_; }
    [[nodiscard]] std::uint64_t values() const noexcept { return values_; }

    /// Why measure() failed; of a short input `wanted` is what the record certainly takes.
    [[nodiscard]] const error& fault() const noexcept { return fault_; }

private:
    bool read(value* to) noexcept;
    bool read_level(item_range level) noexcept;
    bool read_variable(std::size_t index) noexcept;
    bool read_structure(std::size_t index) noexcept;
    bool read_group(std::size_t index) noexcept;
    bool read_elements(std::size_t index, std::uint64_t count, std::uint64_t least) noexcept;
    bool refuse_short(const format_item& item, std::uint64_t wanted) noexcept;

    const record_plan& plan_;
    byte_view input_;
    value* to_ = nullptr;       // where the next value goes; nullptr while measuring
    std::uint64_t at_ = 0;      // bytes read
    std::uint64_t values_ = 0;  // values found
    error fault_{.code = errc{}};
};

/// Index of the field, among those of the record itself, that the item belongs to.
std::uint32_t field_number(std::span<const format_item> items, std::size_t item) noexcept;

}  // namespace structwire::detail

#endif
