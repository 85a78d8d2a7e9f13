// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Inputs that are a text, a NUL, and bytes: `{z}:text: {*}:rest:`.
#ifndef STRUCTWIRE_FUZZ_TEXT_AND_REST_HPP
#define STRUCTWIRE_FUZZ_TEXT_AND_REST_HPP

#include <structwire/bytes.hpp>

#include <algorithm>
#include <string_view>

/// An input in its two parts. Without a NUL all of it is text.
struct text_and_rest {
    std::string_view text;
    structwire::byte_view rest;

    explicit text_and_rest(structwire::byte_view input) {
        const std::string_view all = structwire::as_text(input);
        text = all.substr(0, all.find('\0'));
        rest = input.subspan(std::min(text.size() + 1, input.size()));
    }
};

#endif
