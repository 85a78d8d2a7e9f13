// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the macros make: a format, a framing and the function under test as one thing that engines run.
#ifndef STRUCTWIRE_FUZZ_TARGET_HPP
#define STRUCTWIRE_FUZZ_TARGET_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/fuzz/detail/test_body.hpp>
#include <structwire/fuzz/mutator.hpp>
#include <structwire/fuzz/payload_model.hpp>
#include <structwire/fuzz/record.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace structwire::fuzz {

/// How often the function under test said what.
struct verdict_counts {
    std::uint64_t inputs = 0;
    std::uint64_t calls = 0;     ///< frames, or streams
    std::uint64_t accepted = 0;  ///< it returned true, or a value
    std::uint64_t refused = 0;   ///< it returned false, or an error
};

/// A fuzz target.
class target {
public:
    target(std::unique_ptr<payload_model> payload, std::unique_ptr<wire_model> wire,
           std::unique_ptr<detail::test_body> body);
    target(const target&) = delete;
    target& operator=(const target&) = delete;

    /// Gives one input to the function under test. A finding is printed and ends the process.
    void run(byte_view stream);

    [[nodiscard]] const payload_model& payload() const noexcept { return *payload_; }
    [[nodiscard]] const wire_model& wire() const noexcept { return *wire_; }
    [[nodiscard]] const structwire::fuzz::mutator& mutator() const noexcept { return mutator_; }
    [[nodiscard]] const verdict_counts& counts() const noexcept { return counts_; }

    /// Every frame of a stream with its fields, errors and bytes of no frame, as text; and of a framer of the user's own
    /// what it does wrong on this stream.
    [[nodiscard]] std::string decoded(byte_view stream) const;

private:
    std::unique_ptr<payload_model> payload_;
    std::unique_ptr<wire_model> wire_;
    std::unique_ptr<detail::test_body> body_;
    structwire::fuzz::mutator mutator_;
    verdict_counts counts_{};
};

/// The target of STRUCTWIRE_FUZZ.
///
/// @param function  called with each frame's payload, or with each structwire::frame
template <class Function>
[[nodiscard]] std::unique_ptr<target> frame_target(std::unique_ptr<payload_model> payload,
                                                   std::unique_ptr<wire_model> wire, Function function) {
    return std::make_unique<target>(std::move(payload), std::move(wire),
                                    std::make_unique<detail::frame_body<Function>>(std::move(function)));
}

/// The target of STRUCTWIRE_FUZZ_STREAM.
///
/// @param function  called with the whole stream, or with its chunks, cut in many ways
template <class Function>
[[nodiscard]] std::unique_ptr<target> stream_target(std::unique_ptr<payload_model> payload,
                                                    std::unique_ptr<wire_model> wire, Function function) {
    return std::make_unique<target>(std::move(payload), std::move(wire),
                                    std::make_unique<detail::stream_body<Function>>(std::move(function)));
}

/// The model of a payload for a target: prints why and ends the program where model_of() refuses.
[[nodiscard]] std::unique_ptr<payload_model> usable_model_of(const payload_description& what);

}  // namespace structwire::fuzz

#endif
