// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Routes of a mesh network: counted routes, each with counted nodes; version and kind in the header, CRC-32C behind.
// fault: nested count. The nodes of one route are compared with the most that a route may have, their sum with nothing,
// and the table of all nodes has room for 16: AddressSanitizer.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace {

constexpr std::size_t table_room = 16;  // eight routes of two nodes, two of eight, and what is between
constexpr std::size_t most_routes = 8;
constexpr std::size_t most_nodes = 8;

class routing_table {
public:
    bool load(std::span<const std::byte> bytes) {
        bytes_ = bytes;
        if (bytes_.size() < 5) return false;
        bytes_ = bytes_.subspan(4);  // the origin
        const std::size_t routes = byte();
        if (routes == 0 || routes > most_routes) return false;
        for (std::size_t index = 0; index != routes; ++index) {
            if (!route()) return false;
        }
        return bytes_.empty();
    }

private:
    std::size_t byte() {
        const auto value = std::to_integer<std::size_t>(bytes_[0]);
        bytes_ = bytes_.subspan(1);
        return value;
    }

    bool route() {
        if (bytes_.size() < 2) return false;
        const std::size_t metric = byte();
        const std::size_t count = byte();
        if (metric == 0 || metric > 15 || count > most_nodes || 2 * count > bytes_.size()) return false;
#ifdef STRUCTWIRE_FUZZ_REPAIRED
        if (count > table_room - used_) return false;
#endif
        for (std::size_t index = 0; index != count; ++index) {
            const std::size_t upper = byte();
            nodes_[used_++] = static_cast<std::uint16_t>(upper << 8 | byte());
        }
        return true;
    }

    std::span<const std::byte> bytes_;
    std::unique_ptr<std::uint16_t[]> nodes_ = std::make_unique<std::uint16_t[]>(table_room);
    std::size_t used_ = 0;
};

bool parse(const structwire::frame& frame) {
    if (frame.header.size() != 2 || frame.header[0] != std::byte{1}) return false;
    const bool update = frame.header[1] == std::byte{2};
    return update && routing_table{}.load(frame.payload);
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::message("B:version: B:kind:",
                              fuzz::record(">I:origin: {B:(B:metric: {B:(H:node:)}:nodes:)}:routes:",
                                           fuzz::range("routes.metric", 1, 15))),
                "u16be,offset=2,limit=2k+crc32c", parse)
