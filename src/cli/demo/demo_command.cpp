// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <cstdint>
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "cli/demo/demo_step.hpp"

namespace structwire::cli {

void add_demo(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("demo", "pack, frame and send real data, and check every step");
    const auto messages = std::make_shared<std::uint64_t>(1'000'000);
    command->add_option("--messages", *messages, "messages of each kind to send")
        ->capture_default_str()
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}));
    command->callback([messages] {
        const auto title = [](const char* words) {
            fmt::print("\n{}\n", words);
            std::fflush(stdout);
        };
        title("1. The ELF header of this executable, by one format string");
        show_elf_header();
        title("2. The chunks of a PNG file, by the framing u32be,adjust=8");
        show_png_chunks();
        title("3. Packed records and protobuf messages through a server on loopback");
        show_traffic(*messages);
        fmt::print("\nEverything was as expected.\n");
    });
}

}  // namespace structwire::cli
