// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The fuzz kit: a format, a framing and a function become a structure-aware fuzz target.
///
/// ```cpp
/// #include <structwire/fuzz.hpp>
///
/// STRUCTWIRE_FUZZ(">H:kind: B:flags: {B:s}:name:", "u32be,limit=4k+crc32",
///                 [](std::span<const std::byte> payload) { return my_parser(payload); })
/// ```
/// One macro makes a program, together with an engine: libFuzzer, AFL++, or structwire::fuzz_engine for g++.
/// `structwire_add_fuzzer()` in CMake joins them.
///
/// - STRUCTWIRE_FUZZ(format, framing, function): the function gets each frame, as bytes (its payload) or as
///   `const structwire::frame&` (its header too).
/// - STRUCTWIRE_FUZZ_STREAM(format, framing, function): the function gets the stream, as bytes or as
///   `const structwire::fuzz::chunks&`. With chunks it is called for many ways to cut the stream, and what it returns
///   must be equal for all of them.
/// - STRUCTWIRE_FUZZ_PROTO(message, framing, function): the function gets each frame that is a Protocol Buffers message
///   of the generated class `message`, as `const message&`, or with a second parameter as `const structwire::frame&` too.
///
/// Bytes are a `std::span` of `const std::byte`, `const std::uint8_t` or `const char`, a `std::string_view`, or two
/// parameters: a pointer to const `std::uint8_t`, `std::byte` or `char`, never null, and their number.
///
/// @param format    a format text, fuzz::record(), fuzz::choice(), fuzz::message(), or fuzz::any_bytes
/// @param framing   a framing text, fuzz::unframed, or a framer of your own, which then is tested too
/// @param function  returns nothing, bool or std::expected: false and errors are counted as refusals, and are no
///                  findings. A number is no verdict: a function that returns one does not compile. A function without
///                  parameters makes the function, anew for each input: so a session with a state begins at its
///                  beginning.
///
/// All bytes that the function gets are heap copies of exactly their size: a sanitizer sees each read outside them.
/// Oracles for the function, and for unit tests without a fuzzer: see structwire/fuzz/oracles.hpp.
#ifndef STRUCTWIRE_FUZZ_HPP
#define STRUCTWIRE_FUZZ_HPP

#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/text_fault.hpp>
#include <structwire/fuzz/entry.hpp>
#include <structwire/fuzz/oracles.hpp>
#include <structwire/fuzz/proto.hpp>
#include <structwire/fuzz/record.hpp>
#include <structwire/fuzz/target.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

#define STRUCTWIRE_FUZZ(format, framing, ...)                                                                        \
    STRUCTWIRE_FUZZ_LOOK_AT_FORMAT(format)                                                                           \
    STRUCTWIRE_FUZZ_LOOK_AT_FRAMING(framing)                                                                         \
    STRUCTWIRE_FUZZ_DEFINE(                                                                                          \
        ::structwire::fuzz::frame_target(::structwire::fuzz::usable_model_of(::structwire::fuzz::described(format)), \
                                         ::structwire::fuzz::wire_of(framing), __VA_ARGS__))

#define STRUCTWIRE_FUZZ_STREAM(format, framing, ...)                                                                  \
    STRUCTWIRE_FUZZ_LOOK_AT_FORMAT(format)                                                                            \
    STRUCTWIRE_FUZZ_LOOK_AT_FRAMING(framing)                                                                          \
    STRUCTWIRE_FUZZ_DEFINE(                                                                                           \
        ::structwire::fuzz::stream_target(::structwire::fuzz::usable_model_of(::structwire::fuzz::described(format)), \
                                          ::structwire::fuzz::wire_of(framing), __VA_ARGS__))

#define STRUCTWIRE_FUZZ_PROTO(message, framing, ...) \
    STRUCTWIRE_FUZZ_LOOK_AT_FRAMING(framing)         \
    STRUCTWIRE_FUZZ_DEFINE(                          \
        ::structwire::fuzz::message_target<message>(::structwire::fuzz::wire_of(framing), __VA_ARGS__))

#define STRUCTWIRE_FUZZ_DEFINE(...)                                                    \
    namespace {                                                                        \
    STRUCTWIRE_FUZZ_NO_COVERAGE ::structwire::fuzz::target& structwire_fuzz_target() { \
        static const auto made = __VA_ARGS__;                                          \
        return *made;                                                                  \
    }                                                                                  \
    }                                                                                  \
    STRUCTWIRE_FUZZ_ENTRY_POINTS

// The functions that engines look for.
#define STRUCTWIRE_FUZZ_TEST_ONE_INPUT                                                                              \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
        structwire_fuzz_target().run(std::as_bytes(std::span(data, size)));                                         \
        return 0;                                                                                                   \
    }

#if defined(STRUCTWIRE_FUZZ_PLAIN)
#define STRUCTWIRE_FUZZ_ENTRY_POINTS STRUCTWIRE_FUZZ_TEST_ONE_INPUT
#elif defined(STRUCTWIRE_FUZZ_AFL)
#define STRUCTWIRE_FUZZ_ENTRY_POINTS                                                                                   \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE std::size_t afl_custom_post_process(void*, std::uint8_t* data,              \
                                                                               std::size_t size, std::uint8_t** out) { \
        static ::structwire::fuzz::byte_vector repaired;                                                               \
        repaired = structwire_fuzz_target().mutator().repair(std::as_bytes(std::span(data, size)));                    \
        *out = reinterpret_cast<std::uint8_t*>(repaired.data());                                                       \
        return repaired.size();                                                                                        \
    }                                                                                                                  \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE void* afl_custom_init(void*, unsigned) {                                    \
        return &structwire_fuzz_target();                                                                              \
    }                                                                                                                  \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE void afl_custom_deinit(void*) {}
#else
extern "C" [[gnu::weak]] std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

#define STRUCTWIRE_FUZZ_ENTRY_POINTS                                                                                   \
    STRUCTWIRE_FUZZ_TEST_ONE_INPUT                                                                                     \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE int LLVMFuzzerInitialize(int* argc, char*** argv) {                         \
        ::structwire::fuzz::initialize(structwire_fuzz_target(), *argc, *argv);                                        \
        return 0;                                                                                                      \
    }                                                                                                                  \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,   \
                                                                               std::size_t max_size, unsigned seed) {  \
        return ::structwire::fuzz::mutate_in_place(structwire_fuzz_target(), data, size, max_size, seed,               \
                                                   &LLVMFuzzerMutate);                                                 \
    }                                                                                                                  \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE std::size_t LLVMFuzzerCustomCrossOver(                                      \
        const std::uint8_t* first, std::size_t first_size, const std::uint8_t* second, std::size_t second_size,        \
        std::uint8_t* out, std::size_t max_size, unsigned seed) {                                                      \
        return ::structwire::fuzz::cross_over_into(                                                                    \
            structwire_fuzz_target(), std::as_bytes(std::span(first, first_size)),                                     \
            std::as_bytes(std::span(second, second_size)), out, max_size, seed);                                       \
    }                                                                                                                  \
    extern "C" STRUCTWIRE_FUZZ_NO_COVERAGE void structwire_fuzz_describe(const std::uint8_t* data, std::size_t size) { \
        ::structwire::fuzz::describe_input(structwire_fuzz_target(), std::as_bytes(std::span(data, size)));            \
    }
#endif

#endif
