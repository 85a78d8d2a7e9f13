// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Runs a fuzz target over files, and over every prefix of them; for compilers without libFuzzer and for the tests.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

bool read_file(const char* path, std::vector<std::uint8_t>& into) {
    std::ifstream file(path, std::ios::binary);
    into.assign(std::istreambuf_iterator<char>(file), {});
    return file.good() || file.eof();
}

}  // namespace

int main(int argc, char** argv) {
    for (int index = 1; index < argc; ++index) {
        std::vector<std::uint8_t> input;
        if (!read_file(argv[index], input)) {
            std::perror(argv[index]);
            return 1;
        }
        for (std::size_t size = 0; size <= input.size(); ++size) {
            const std::vector<std::uint8_t> exact(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size));
            LLVMFuzzerTestOneInput(exact.data(), size);
        }
    }
    std::printf("%d files, every prefix of each\n", argc - 1);
    return argc > 1 ? 0 : 1;
}
