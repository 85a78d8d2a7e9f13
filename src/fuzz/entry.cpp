// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/entry.hpp>
#include <structwire/fuzz/seeds.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace structwire::fuzz {

namespace {

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "structwire: %s\n", why.c_str());
    std::exit(1);
}

bool write_file(const std::filesystem::path& path, const char* data, std::size_t size) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(data, static_cast<std::streamsize>(size));
    return static_cast<bool>(file.flush());
}

void emit_seeds(const target& tested, const std::filesystem::path& folder) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    std::size_t number = 0;
    for (const byte_vector& stream : seed_streams(tested.payload(), tested.wire())) {
        const std::string digits = std::to_string(number++);
        std::string name = "seed_";
        name.append(4 - std::min<std::size_t>(digits.size(), 4), '0').append(digits);
        if (!write_file(folder / name, reinterpret_cast<const char*>(stream.data()), stream.size())) {
            give_up("cannot write " + (folder / name).string());
        }
    }
    std::printf("%zu seeds in %s\n", number, folder.string().c_str());
}

void emit_dictionary(const target& tested, const char* path) {
    const std::string text = dictionary_text(dictionary(tested.payload(), tested.wire()));
    if (std::string_view(path) == "-") {
        std::fwrite(text.data(), 1, text.size(), stdout);
    } else if (!write_file(path, text.data(), text.size())) {
        give_up(std::string("cannot write ") + path);
    }
}

// Not by a stream of C++, which throws where a folder is read.
std::string content_of(const char* path) {
    std::FILE* const file = std::fopen(path, "rb");
    if (file == nullptr) give_up(std::string("cannot read ") + path);
    std::string content;
    std::array<char, 4096> part{};
    while (std::feof(file) == 0 && std::ferror(file) == 0) {
        content.append(part.data(), std::fread(part.data(), 1, part.size(), file));
    }
    const bool failed = std::ferror(file) != 0;
    std::fclose(file);
    if (failed) give_up(std::string("cannot read ") + path);
    return content;
}

void decode_files(const target& tested, std::span<char*> paths) {
    for (const char* path : paths) {
        const std::string content = content_of(path);
        std::printf("%s, %zu bytes\n%s", path, content.size(), tested.decoded(as_bytes(content)).c_str());
    }
}

const target* counted = nullptr;

void print_counts() {
    const verdict_counts& counts = counted->counts();
    if (counts.inputs == 0) return;
    std::fprintf(stderr, "structwire: %llu inputs, %llu calls of the function",
                 static_cast<unsigned long long>(counts.inputs), static_cast<unsigned long long>(counts.calls));
    if (const auto said = counts.accepted + counts.refused; said != 0) {
        std::fprintf(stderr, ", %llu %% of them accepted",
                     static_cast<unsigned long long>(counts.accepted * 100 / said));
    }
    std::fputs("\n", stderr);
}

}  // namespace

void initialize(target& tested, int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    bool is_done = false;
    for (std::size_t index = 1; index < arguments.size(); ++index) {
        const std::string_view word = arguments[index];
        const bool is_ours = word == "--emit-seeds" || word == "--emit-dict" || word == "--decode";
        if (!is_ours) continue;
        if (index + 1 == arguments.size()) give_up(std::string(word) + " needs a path behind it");
        if (word == "--emit-seeds") emit_seeds(tested, arguments[index + 1]);
        if (word == "--emit-dict") emit_dictionary(tested, arguments[index + 1]);
        if (word == "--decode") decode_files(tested, arguments.subspan(index + 1));
        is_done = true;
        if (word == "--decode") break;
    }
    if (is_done) std::exit(0);
    counted = &tested;
    std::atexit(print_counts);
}

std::size_t mutate_in_place(const target& tested, std::uint8_t* data, std::size_t size, std::size_t max_size,
                            unsigned seed, byte_mutation engine) {
    const mutation_tools tools{random(seed), engine, max_size};
    const byte_vector changed = tested.mutator().mutate(std::as_bytes(std::span(data, size)), tools);
    const std::size_t kept = std::min(changed.size(), max_size);
    if (kept != 0) std::memcpy(data, changed.data(), kept);
    return kept;
}

std::size_t cross_over_into(const target& tested, byte_view first, byte_view second, std::uint8_t* out,
                            std::size_t max_size, unsigned seed) {
    const byte_vector mixed = tested.mutator().cross_over(first, second, {random(seed), nullptr, max_size});
    if (!mixed.empty()) std::memcpy(out, mixed.data(), mixed.size());
    return mixed.size();
}

void describe_input(const target& tested, byte_view input) { std::fputs(tested.decoded(input).c_str(), stderr); }

}  // namespace structwire::fuzz
