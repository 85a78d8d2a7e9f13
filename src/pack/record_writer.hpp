// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Packs records of variable size.
#ifndef STRUCTWIRE_SRC_PACK_RECORD_WRITER_HPP
#define STRUCTWIRE_SRC_PACK_RECORD_WRITER_HPP

#include <structwire/error.hpp>
#include <structwire/pack/value.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

#include "fixed_record.hpp"

namespace structwire::detail {

/// Packs one record: first to check every value and learn the size, then, if that went well, to write the bytes.
class record_writer {
public:
    /// @param most_bytes  greatest size of the record, at most 2^63 - 1
    record_writer(const record_plan& plan, std::span<const value> record, std::uint64_t most_bytes) noexcept
        : plan_(plan), record_(record), most_bytes_(most_bytes) {}

    /// Whether these values make a record.
    bool check() noexcept;

    /// Writes the bytes. The record has been checked, by this writer or another one.
    void store(std::byte* to) noexcept;

    [[nodiscard]] std::uint64_t bytes() const noexcept { return at_; }

    /// Why check() failed.
    [[nodiscard]] const error& fault() const noexcept { return fault_; }

private:
    bool write(std::byte* to) noexcept;
    bool write_level(item_range level) noexcept;
    bool write_fixed(std::size_t index, std::uint64_t begin) noexcept;
    bool write_variable(std::size_t index) noexcept;
    bool write_leaf(const format_item& item, const value& given) noexcept;
    bool write_number(const format_item& item, const value& given) noexcept;
    bool write_text(const format_item& item, const value& given) noexcept;
    bool write_group(std::size_t index, const value& count) noexcept;
    bool write_elements(std::size_t index, std::uint64_t count, std::uint64_t least) noexcept;
    bool write_length(const format_item& item, std::uint64_t length) noexcept;
    bool put_varint(std::uint64_t number) noexcept;
    bool put(byte_view bytes) noexcept;
    bool pad_up_to(std::uint64_t end) noexcept;
    bool refuse(const bad_value& bad) noexcept;
    bool refuse(const format_item& item, char letter, errc code, std::uint64_t wanted, std::uint64_t given) noexcept;
    bool refuse_too_few(std::uint64_t wanted) noexcept;

    [[nodiscard]] std::uint64_t values_left() const noexcept { return record_.size() - next_; }

    const record_plan& plan_;
    std::span<const value> record_;
    std::uint64_t most_bytes_;
    std::byte* to_ = nullptr;  // the record's first byte; nullptr while checking
    std::size_t next_ = 0;     // index of the next value
    std::uint64_t at_ = 0;     // bytes written
    error fault_{.code = errc{}};
};

}  // namespace structwire::detail

#endif
