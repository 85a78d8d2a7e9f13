// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Its inputs are one mutation away from --base=HEX; aborts on --want=HEX, which no comparison tells, and goes a way of its
/// own for --other=HEX. Compares 8 bytes with a number, and in a switch.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/engine/interface.hpp"
#include "target.hpp"

namespace {

std::vector<std::uint8_t> base;
std::uint64_t wanted = 0;
std::uint64_t other = 0;
const volatile std::uint64_t limit = 0x1234'5678'9ABC'DEF0;
volatile unsigned reached = 0;

std::vector<std::uint8_t> from_hex(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    for (; text.size() >= 2 && text.find_first_not_of("0123456789abcdef") == text.npos; text.remove_prefix(2)) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(text.substr(0, 2)), nullptr, 16)));
    }
    return bytes;
}

std::uint64_t hash_of(const std::uint8_t* data, std::size_t size) {
    std::uint64_t hash = size;
    for (std::size_t at = 0; at < size; ++at) hash = (hash ^ data[at]) * 0x100'0000'01B3;
    return hash;
}

void compare(std::uint64_t number) {
    if (number <= limit) reached = reached + 1;
    switch (number) {
        case 0x1111'2222'3333'4444: reached = reached + 2; break;
        case 0x5555'6666'7777'8888: reached = reached + 3; break;
        case 0x9999'AAAA'BBBB'CCCC: reached = reached + 5; break;
        default: break;
    }
}

}  // namespace

int LLVMFuzzerInitialize(int* argc, char*** argv) {
    for (const std::string_view argument : std::vector<std::string_view>(*argv + 1, *argv + *argc)) {
        const std::vector<std::uint8_t> bytes = from_hex(argument.substr(argument.find('=') + 1));
        if (argument.starts_with("--base=")) base = bytes;
        if (argument.starts_with("--want=")) wanted = hash_of(bytes.data(), bytes.size());
        if (argument.starts_with("--other=")) other = hash_of(bytes.data(), bytes.size());
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 8) compare(number_at(data, 8));
    const std::uint64_t hash = hash_of(data, size);
    if (hash == wanted) std::abort();
    if (hash == other) reached = reached + 7;
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t, std::size_t max_size, unsigned) {
    std::ranges::copy(base, data);
    return LLVMFuzzerMutate(data, base.size(), max_size);
}
