// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A bitmap file's header, written and read by one format string; and the same with a format from the command line.
#include <structwire/format.hpp>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>

namespace {

// BITMAPFILEHEADER and BITMAPINFOHEADER: little-endian, 54 bytes, never aligned.
constexpr structwire::fixed_string bitmap_header =
    "<2s:magic: I:file_size: 4x I:data_offset:"
    "I:header_size: i:width: i:height: H:planes: H:bits: 24x";

void say(const structwire::error& failure) { std::printf("%s\n", structwire::describe(failure).c_str()); }

bool show_size(std::span<const std::byte> file) {
    const auto header = structwire::try_unpack_from<bitmap_header>(file);
    if (!header) {
        say(header.error());
        return false;
    }
    if (header->get<"magic">() != "BM") return false;
    std::printf("%d x %d pixels of %d bits\n", header->get<"width">(), header->get<"height">(), header->get<"bits">());
    return header->get<"width">() == 640;
}

// What the compiler did above, for a format that is known at run time only.
bool show_items(const char* text, std::span<const std::byte> bytes) {
    const auto compiled = structwire::format::compile(text);
    if (!compiled) {
        say(compiled.error());
        return false;
    }
    const auto values = compiled->unpack_from(bytes);
    if (!values) {
        say(values.error());
        return false;
    }
    std::printf("%s: %zu values in %zu bytes\n", text, values->size(), static_cast<std::size_t>(compiled->size()));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    constexpr std::uint32_t header_bytes = structwire::calcsize<bitmap_header>;
    static_assert(header_bytes == 54);
    constexpr auto header =
        structwire::pack<bitmap_header>("BM", header_bytes + 640 * 480 * 3, header_bytes, 40, 640, 480, 1, 24);

    const bool shown = show_size(header) && show_items(argc > 1 ? argv[1] : "<2s I 4x I", header);
    const bool refused = !show_size(std::span(header).first<20>());  // says which field is cut off
    return shown && refused ? 0 : 1;
}
