// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Packing of compile-time formats of variable size, beside all of `structwire/pack.hpp`.
///
/// `#include <structwire/pack/variable.hpp>` where try_pack and try_pack_into are called with `{uv}`, `{zz}`, `{z}`, `{H:s}`,
/// `{H:(...)}` or `{*}` in the format; unpacking them needs no more than `structwire/pack.hpp`. A header of its own,
/// because it needs `<vector>`.
#ifndef STRUCTWIRE_PACK_VARIABLE_HPP
#define STRUCTWIRE_PACK_VARIABLE_HPP

#include <structwire/pack.hpp>
#include <structwire/pack/detail/encode.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <utility>
#include <vector>

namespace structwire::detail {

template <fixed_string Text>
struct include_structwire_pack_variable_hpp {
    using record = record_encoder<record_of<Text>, '\0', 0>;
    using bytes = std::vector<std::byte>;

    template <class... Values>
    static std::expected<bytes, error> pack(const Values&... values) {
        conversion state{error{.code = errc::out_of_range, .during = operation::pack}};
        std::uint64_t size = 0;
        if (!record::measure_each(std::index_sequence_for<Values...>{}, size, state, values...)) {
            return std::unexpected(state.fault);
        }
        bytes packed(static_cast<std::size_t>(size));
        record::write_each(packed.data(), values...);
        return packed;
    }

    template <class Output, class... Values>
    static constexpr std::expected<std::size_t, error> pack_into(Output& output, std::ptrdiff_t offset,
                                                                 const Values&... values) noexcept {
        conversion state{error{.code = errc::out_of_range, .during = operation::pack_into}};
        std::uint64_t size = 0;
        if (!record::measure_each(std::index_sequence_for<Values...>{}, size, state, values...)) {
            return std::unexpected(state.fault);
        }
        const auto start = locate_record(std::size(output), offset, size, operation::pack_into);
        if (start) record::write_each(byte_pointer(output) + *start, values...);
        if (!start) return start;
        return static_cast<std::size_t>(size);
    }
};

}  // namespace structwire::detail

#endif
