// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format.hpp>
#include <structwire/inspect/mark.hpp>

#include <string>

#include "support/catch.hpp"

namespace {

std::string marked(const std::string& text) {
    const auto compiled = structwire::format::compile(text);
    REQUIRE_FALSE(compiled);
    return structwire::mark(text, compiled.error());
}

}  // namespace

TEST_CASE("mark: puts a caret under the character", "[inspect][mark]") {
    CHECK(marked(">Ik") == "bad char in struct format: 'k' (position 2)\n  >Ik\n    ^");
    CHECK(marked(">4") == "repeat count given without format specifier: '4' (position 1)\n  >4\n   ^");
}

TEST_CASE("mark: shows control characters and bytes above ASCII as dots", "[inspect][mark]") {
    CHECK(marked(">\tI\xff") == "bad char in struct format: byte 0xff (position 3)\n  >.I.\n     ^");
}

TEST_CASE("mark: shows the neighbourhood of the position in a long text", "[inspect][mark]") {
    const std::string text = ">" + std::string(200, 'B') + "k" + std::string(200, 'B');
    const std::string shown = marked(text);
    const auto caret = shown.rfind('\n') + 1;
    const auto line = shown.rfind('\n', caret - 2) + 1;
    CHECK(shown[line + (shown.size() - 1 - caret)] == 'k');
    CHECK(shown.size() < 250);
}

TEST_CASE("mark: is the sentence alone where the error has no position in the text", "[inspect][mark]") {
    const structwire::error failure{
        .code = structwire::errc::too_few_values, .during = structwire::operation::pack, .wanted = 2, .given = 1};
    CHECK(structwire::mark(">IH", failure) == "pack expected 2 items for packing (got 1)");
}
