// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/framing.hpp>
#include <structwire/inspect/dump.hpp>
#include <structwire/pack.hpp>

#include <boost/crc.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "cli/demo/demo_step.hpp"

namespace structwire::cli {

namespace {

constexpr unsigned char png_file[] = {
#include "waves_png.inc"
};

// A chunk is length, type, data, CRC; its length counts the data only (PNG specification, 5.3).
using png_chunks = framing<"u32be,adjust=8">;
constexpr fixed_string chunk_begin = "4s:type:";
constexpr fixed_string chunk_end = ">I:crc:";
constexpr fixed_string image_header =
    ">I:width: I:height: B:bit_depth: B:color_type: B:compression: B:filter: B:interlace:";

void show_chunk(const frame& chunk, std::uint64_t offset) {
    const auto [type] = require(try_unpack_from<chunk_begin>(chunk.payload), "reading a chunk's type");
    const auto [crc] = require(try_unpack_from<chunk_end>(chunk.payload, -4), "reading a chunk's CRC");
    const byte_view covered = chunk.payload.first(chunk.payload.size() - 4);  // type and data
    boost::crc_32_type computed;
    computed.process_bytes(covered.data(), covered.size());
    fmt::print("  byte {:5}  {}  {:5} bytes of data  CRC {:08x}\n", offset, type.text(), covered.size() - 4, crc);
    require(computed.checksum() == crc, "chunk {} has CRC {:08x}, computed {:08x}", type.text(), crc,
            computed.checksum());
    if (type == "IHDR") fmt::print("{}", dump(covered.subspan(4), layout_view_of<image_header>));
}

}  // namespace

void show_png_chunks() {
    const byte_view file = std::as_bytes(std::span(png_file));
    const auto [signature] = require(try_unpack_from<"8s">(file), "reading the signature");
    require(signature == "\x89PNG\r\n\x1a\n", "the file is not a PNG file");

    frame_decoder<png_chunks> decoder;
    std::string last;
    std::size_t count = 0;
    for (const auto& event : decoder.feed(file.subspan(signature.size()))) {
        const frame chunk = require(event, "cutting a chunk");
        show_chunk(chunk, signature.size() + chunk.offset);
        last = as_text(chunk.payload.first(4));
        ++count;
    }
    require(!decoder.finish().has_value() && last == "IEND", "the file ends inside a chunk, or without IEND");
    fmt::print("{} chunks, every CRC right\n", count);
}

}  // namespace structwire::cli
