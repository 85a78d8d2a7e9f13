// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One stream, cut in many ways, through one function. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_RUN_SCHEDULES_HPP
#define STRUCTWIRE_FUZZ_DETAIL_RUN_SCHEDULES_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/call.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

namespace structwire::fuzz::detail {

/// The finding of a result that differs from that of the uncut stream.
[[nodiscard]] finding split_finding(byte_view stream, std::span<const std::size_t> cuts);

/// Calls `function` with the uncut stream and with each schedule, and compares what it returns.
///
/// @param function  takes `const chunks&`; or has no parameters and makes such a function, anew for each schedule
template <class Function>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE outcome run_schedules(Function& function, byte_view stream,
                                                                const split_effort& effort) {
    // Only the function counts as coverage: comparing what it returns would look like a parser at work.
    const auto once = [&](const chunks& pieces) STRUCTWIRE_FUZZ_NO_COVERAGE {
        const counted_coverage counted(stream.size());
        if constexpr (maker<Function>) {
            auto made = function();
            return made(pieces);
        } else {
            return function(pieces);
        }
    };
    using result = std::invoke_result_t<decltype(once)&, const chunks&>;
    if constexpr (std::is_void_v<result>) {
        once(chunks(stream, {}));
        for (const auto& cuts : split_schedules(stream, effort)) once(chunks(stream, cuts));
        return {};
    } else {
        static_assert(std::equality_comparable<result>,
                      "structwire: what a function of chunks returns is compared between all ways to cut");
        const auto whole = once(chunks(stream, {}));
        for (const auto& cuts : split_schedules(stream, effort)) {
            if (differ(once(chunks(stream, cuts)), whole)) return {split_finding(stream, cuts), verdict_of(whole)};
        }
        return {{}, verdict_of(whole)};
    }
}

}  // namespace structwire::fuzz::detail

#endif
