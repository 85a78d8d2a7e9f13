// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a model makes of the bytes from the end of one frame on.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_OUTCOME_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_OUTCOME_HPP

#include <cstddef>
#include <string>
#include <string_view>

#include "framing/models/settings.hpp"

namespace test::models {

// A place behind any input.
inline constexpr wide never = static_cast<wide>(1) << 100;

struct outcome {
    enum class kind { frame, error, wait } what = kind::wait;
    wide begin = 0;  // the first byte of the frame; of a wait: of what has begun, the end if nothing has
    wide end = 0;    // behind the frame; of an error with resync: where to go on
    std::string header{};
    std::string payload{};
    std::string reason{};
    bool resumes = false;
};

inline outcome frame_of(wide begin, wide end, std::string_view payload, std::string_view header = {}) {
    return {outcome::kind::frame, begin, end, std::string(header), std::string(payload), {}, false};
}

inline outcome fatal(const char* reason, wide begin = 0) {
    return {outcome::kind::error, begin, begin, {}, {}, reason, false};
}

inline outcome resuming(const char* reason, wide begin, wide end) {
    return {outcome::kind::error, begin, end, {}, {}, reason, true};
}

inline outcome wait(wide begin = 0) { return {outcome::kind::wait, begin, begin, {}, {}, {}, false}; }

inline wide size_of(std::string_view bytes) { return static_cast<wide>(bytes.size()); }

inline unsigned byte_at(std::string_view bytes, std::size_t index) { return static_cast<unsigned char>(bytes[index]); }

// A piece of the bytes whose bounds are known to lie inside.
inline std::string_view cut_out(std::string_view bytes, wide from, wide to) {
    return bytes.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
}

// The place behind the next `separator` from `from` on, or never.
inline wide behind_next(std::string_view bytes, std::string_view separator, wide from) {
    const std::size_t at = bytes.find(separator, static_cast<std::size_t>(from));
    return at == std::string_view::npos ? never : static_cast<wide>(at) + size_of(separator);
}

}  // namespace test::models

#endif
