// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: the text of an endpoint.
#include <structwire/fuzz.hpp>
#include <structwire/net/endpoint.hpp>

#include <string>
#include <string_view>

#include "check.hpp"

namespace {

using structwire::net::endpoint;
using structwire::net::endpoint_kind;

void check_refusal(std::string_view text, const structwire::error& failure) {
    check(failure.code == structwire::errc::bad_endpoint, "a bad endpoint is called so");
    check(!structwire::describe(failure).view().empty(), "every error has a sentence");
    check(failure.position <= text.size(), "an error's position is in the text");
    const bool has_letter = failure.position < text.size();
    check(failure.letter == (has_letter ? text[failure.position] : '\0'), "an error names the letter at its position");
}

bool read_endpoint(structwire::byte_view input) {
    const std::string_view text = structwire::as_text(input);
    const auto parsed = endpoint::parse(text);
    if (!parsed) {
        check_refusal(text, parsed.error());
        return false;
    }
    const std::string canonical = parsed->to_string();
    const auto again = endpoint::parse(canonical);
    check(again && *again == *parsed, "its text means the same");
    check(again->to_string() == canonical, "its text is its own text");
    const bool is_tcp = parsed->kind() == endpoint_kind::tcp;
    check(parsed->path().empty() == is_tcp && parsed->host().empty() != is_tcp, "it has a host, or a path");
    check(is_tcp || parsed->port() == 0, "only TCP has ports");
    check(parsed->path().size() <= endpoint::most_path_bytes, "a path fits into an address of the system");
    check(canonical.find('\0') == std::string::npos, "no NUL gets through");
    return true;
}

}  // namespace

STRUCTWIRE_FUZZ(structwire::fuzz::any_bytes, structwire::fuzz::unframed, read_endpoint)
