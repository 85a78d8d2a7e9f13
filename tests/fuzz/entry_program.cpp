// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A fuzz target with a main of its own in the place of an engine: it runs the files that are left.
#include <structwire/fuzz.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace fuzz = structwire::fuzz;

STRUCTWIRE_FUZZ(fuzz::record(">H:kind: {B:s}:name:", fuzz::one_of("kind", {1, 2}), fuzz::magic("name", "bob")),
                "u8+sum8", [](std::span<const std::byte> payload) { return payload.size() > 3; })

// Of engines only.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size, std::size_t) { return size; }

int main(int argc, char** argv) {
    LLVMFuzzerInitialize(&argc, &argv);
    for (int index = 1; index < argc; ++index) {
        std::ifstream file(argv[index], std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        structwire_fuzz_describe(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    }
    std::puts("ran");
    return 0;
}
