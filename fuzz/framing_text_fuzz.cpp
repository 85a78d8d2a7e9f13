// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: the text of a framing.
#include <structwire/framing.hpp>
#include <structwire/fuzz.hpp>

#include <string_view>

#include "check.hpp"

namespace {

using structwire::any_framing;

void check_refusal(std::string_view text, const structwire::error& failure) {
    check(!structwire::describe(failure).view().empty(), "every error has a sentence");
    check(failure.during == structwire::operation::parse_framing, "the parser says who refuses");
    check(failure.position == structwire::error::no_item || failure.position <= text.size(),
          "an error's position is in the text");
    const bool has_letter = failure.position < text.size();
    check(failure.letter == (has_letter ? text[failure.position] : '\0'), "an error names the letter at its position");
}

bool read_framing(structwire::byte_view input) {
    const std::string_view text = structwire::as_text(input);
    const auto spec = structwire::parse_framing(text);
    const auto framing = any_framing::parse(text);
    check(spec.has_value() == framing.has_value(), "both parsers take the same texts");
    if (!spec) {
        check(spec.error() == framing.error(), "both parsers tell the same error");
        check_refusal(text, spec.error());
        return false;
    }
    const structwire::framing_text canonical = structwire::canonical_text(*spec);
    check(canonical.view().size() < structwire::framing_text::capacity, "the canonical text is complete");
    const auto again = structwire::parse_framing(canonical);
    check(again.has_value(), "the canonical text is a framing");
    check(structwire::canonical_text(*again).view() == canonical.view(),
          "the canonical text is its own canonical text");
    check(framing->text().view() == canonical.view(), "a framing tells its canonical text");
    const auto made = any_framing::from(*spec);
    check(made && made->text().view() == canonical.view(), "what the parser gives is usable");
    check(framing->max_frame_bytes() != 0 || canonical.view().starts_with("eof,limit=0"),
          "a frame has room, unless none is wanted");
    return true;
}

}  // namespace

STRUCTWIRE_FUZZ(structwire::fuzz::any_bytes, structwire::fuzz::unframed, read_framing)
