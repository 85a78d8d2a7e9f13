// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The function under test, whatever it takes and returns. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_TEST_BODY_HPP
#define STRUCTWIRE_FUZZ_DETAIL_TEST_BODY_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/call.hpp>
#include <structwire/fuzz/detail/run_schedules.hpp>
#include <structwire/fuzz/detail/taking_bytes.hpp>
#include <structwire/fuzz/finding.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace structwire::fuzz::detail {

/// Runs one input through the function under test.
class test_body {
public:
    test_body() = default;
    test_body(const test_body&) = delete;
    test_body& operator=(const test_body&) = delete;
    virtual ~test_body() = default;
    [[nodiscard]] virtual std::optional<finding> run(byte_view stream, const wire_model& wire, verdict_sink& sink) = 0;
};

/// A framer of the user's own is under test too, and its code counts as coverage then.
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE inline std::optional<finding> checked(const wire_model& wire,
                                                                                byte_view stream) {
    if (!wire.is_under_test()) return std::nullopt;
    const counted_coverage counted(stream.size());
    return wire.check(stream);
}

/// A function that gets frames.
template <class Function>
class frame_body final : public test_body {
public:
    explicit frame_body(Function function) : function_(std::move(function)) {}

    STRUCTWIRE_FUZZ_NO_COVERAGE std::optional<finding> run(byte_view stream, const wire_model& wire,
                                                           verdict_sink& sink) override {
        if constexpr (maker<Function>) {
            auto made = function_();
            give(made, stream, wire, sink);
        } else {
            give(function_, stream, wire, sink);
        }
        return checked(wire, stream);
    }

private:
    template <class Called>
    STRUCTWIRE_FUZZ_NO_COVERAGE static void give(Called& called, byte_view stream, const wire_model& wire,
                                                 verdict_sink& sink) {
        wire.decode(stream, [&](const frame_event& event) STRUCTWIRE_FUZZ_NO_COVERAGE {
            if (!event) return true;
            const exact_copy payload(event->payload);
            if constexpr (takes_bytes<Called>) {
                sink.note(verdict_on(called, payload.bytes()));
            } else {
                static_assert(takes_frame<Called>,
                              "structwire: the function takes bytes (a std::span, a std::string_view, or a pointer and "
                              "a size) or const structwire::frame&");
                const exact_copy header(event->header);
                const counted_coverage counted(payload.bytes().size());
                sink.note(call(called, frame{header.bytes(), payload.bytes(), event->offset}));
            }
            return true;
        });
    }

    Function function_;
};

/// A function that gets streams.
template <class Function>
class stream_body final : public test_body {
public:
    explicit stream_body(Function function) : function_(std::move(function)) {}

    STRUCTWIRE_FUZZ_NO_COVERAGE std::optional<finding> run(byte_view stream, const wire_model& wire,
                                                           verdict_sink& sink) override {
        auto found = give(stream, sink);
        return found ? found : checked(wire, stream);
    }

private:
    STRUCTWIRE_FUZZ_NO_COVERAGE std::optional<finding> give(byte_view stream, verdict_sink& sink) {
        if constexpr (maker<Function>) {
            using made_type = std::remove_cvref_t<std::invoke_result_t<Function&>>;
            if constexpr (takes_bytes<made_type>) {
                auto made = function_();
                return give_whole(made, stream, sink);
            } else {
                return give_chunks<made_type>(stream, sink);
            }
        } else if constexpr (takes_bytes<Function>) {
            return give_whole(function_, stream, sink);
        } else {
            return give_chunks<Function>(stream, sink);
        }
    }

    template <class Called>
    STRUCTWIRE_FUZZ_NO_COVERAGE static std::optional<finding> give_whole(Called& called, byte_view stream,
                                                                         verdict_sink& sink) {
        const exact_copy whole(stream);
        sink.note(verdict_on(called, whole.bytes()));
        return std::nullopt;
    }

    template <class Called>
    STRUCTWIRE_FUZZ_NO_COVERAGE std::optional<finding> give_chunks(byte_view stream, verdict_sink& sink) {
        static_assert(takes_chunks<Called>,
                      "structwire: the function takes bytes (a std::span, a std::string_view, or a pointer and a size) "
                      "or const structwire::fuzz::chunks&");
        outcome seen = run_schedules(function_, stream, split_effort{});
        sink.note(seen.said);
        return std::move(seen.found);
    }

    Function function_;
};

}  // namespace structwire::fuzz::detail

#endif
