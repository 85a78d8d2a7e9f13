// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the fuzz targets of the program share: what it writes is caught, and read a second time.
#ifndef STRUCTWIRE_FUZZ_CLI_INPUT_HPP
#define STRUCTWIRE_FUZZ_CLI_INPUT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// Standard output goes into memory as long as this lives.
class caught_output {
public:
    caught_output() : was_(stdout) { stdout = open_memstream(&text_, &size_); }
    caught_output(const caught_output&) = delete;
    caught_output& operator=(const caught_output&) = delete;
    ~caught_output() {
        std::fclose(stdout);
        stdout = was_;
        std::free(text_);
    }

    /// What was written so far.
    [[nodiscard]] std::string_view text() {
        std::fflush(stdout);
        return {text_, size_};
    }

private:
    std::FILE* was_;
    char* text_ = nullptr;
    std::size_t size_ = 0;
};

/// What the program said on stderr, instead of saying it there.
std::string& reported();

/// Whether nothing in the text moves the cursor of a terminal or changes its state.
inline bool is_harmless(std::string_view text) {
    return std::ranges::all_of(text, [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return letter == '\n' || (byte >= 0x20 && byte != 0x7f);
    });
}

#endif
