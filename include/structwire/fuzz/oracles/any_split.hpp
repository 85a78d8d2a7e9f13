// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The oracle "any split": what a parser makes of a stream does not depend on how the stream is cut.
#ifndef STRUCTWIRE_FUZZ_ORACLES_ANY_SPLIT_HPP
#define STRUCTWIRE_FUZZ_ORACLES_ANY_SPLIT_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/conformance.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/call.hpp>
#include <structwire/fuzz/detail/run_schedules.hpp>
#include <structwire/fuzz/detail/split_frames.hpp>
#include <structwire/fuzz/finding.hpp>

#include <optional>
#include <utility>

namespace structwire::fuzz {

/// Gives a stream to a parser whole and cut in many ways, and compares what comes out.
///
/// The function begins each time with a parser of its own, feeds it chunk by chunk, and returns what it saw: messages,
/// the error if there is one, and where in the stream. After an error the number of bytes that a parser still holds
/// depends on the cut of a right parser, too: leave it out of the result then.
///
/// @param function  takes `const fuzz::chunks&` and returns something comparable with `==` that owns its bytes, since a
///                  chunk is freed when the next one is asked for; or returns nothing, and is only run. Or it has no
///                  parameters and makes such a function, anew for each way to cut.
/// @param stream    borrowed until return; any bytes
/// @param effort    how many ways to cut are tried, see split_schedules()
/// @return          the first way to cut that gives another result than the uncut stream; nullopt if there is none.
///                  Two results that do not equal themselves, for a NaN in them, are not compared.
/// Complexity:      a stream of n bytes is given n + 6 times up to `every_cut_up_to` bytes, above that 6 times
/// Example:
/// ```cpp
/// const auto messages = [](const fuzz::chunks& stream) {
///     my_parser parser;
///     for (structwire::byte_view chunk : stream) parser.feed(chunk);
///     return parser.messages();
/// };
/// REQUIRE(!fuzz::check_any_split(messages, input));
/// ```
template <class Function>
[[nodiscard]] std::optional<finding> check_any_split(Function function, byte_view stream,
                                                     const split_effort& effort = {}) {
    return detail::run_schedules(function, stream, effort).found;
}

/// Holds a framer against its contract on one stream: frames, status and the offset of an error in the stream are the
/// same for any split, and a frame that encode() takes comes back. What is left over is compared only where there was
/// no error.
///
/// @param framing  in its initial state
/// @return         the broken rule, and the call of next() that breaks it or the first event that differs and the cuts
/// Source:         structwire/framing/conformance.hpp, whose check_conformance() tells more
template <framer Framer>
[[nodiscard]] std::optional<finding> check_framer(Framer framing, byte_view stream,
                                                  const conformance_effort& effort = {}) {
    const auto difference = check_conformance(framing, stream, effort);
    if (!difference) return std::nullopt;
    return finding{difference->rule, detail::sentence_of(*difference, stream)};
}

namespace detail {

template <class Function>
class any_split_oracle {
public:
    any_split_oracle(Function function, const split_effort& effort) : function_(std::move(function)), effort_(effort) {}

    STRUCTWIRE_FUZZ_NO_COVERAGE void operator()(byte_view stream) {
        if (const auto found = run_schedules(function_, stream, effort_).found) stop(*found);
    }

private:
    Function function_;
    split_effort effort_;
};

template <framer Framer>
class framer_oracle {
public:
    framer_oracle(Framer framing, const std::optional<conformance_effort>& effort)
        : framing_(framing), effort_(effort) {}

    STRUCTWIRE_FUZZ_NO_COVERAGE void operator()(byte_view stream) {
        if (const auto found = check_framer(framing_, stream, effort_ ? *effort_ : effort_for(stream))) stop(*found);
    }

private:
    Framer framing_;
    std::optional<conformance_effort> effort_;
};

}  // namespace detail

/// check_any_split() as a function of a fuzz target: for payloads that are streams themselves, or for another effort
/// than that of STRUCTWIRE_FUZZ_STREAM, which needs no oracle for a function of `const fuzz::chunks&`.
template <class Function>
[[nodiscard]] auto any_split(Function function, const split_effort& effort = {}) {
    return detail::any_split_oracle<Function>(std::move(function), effort);
}

/// check_framer() as a function of a fuzz target. A framer given to STRUCTWIRE_FUZZ as the framing is checked anyway.
///
/// @param effort  for every stream; without it, that of wire_model::check(), which costs little for most
/// Example:  `STRUCTWIRE_FUZZ_STREAM(fuzz::any_bytes, "u16be", fuzz::conforming(my_framer{}))`
template <framer Framer>
[[nodiscard]] auto conforming(Framer framing, const std::optional<conformance_effort>& effort = std::nullopt) {
    return detail::framer_oracle<Framer>(framing, effort);
}

}  // namespace structwire::fuzz

#endif
