// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: options of `structwire frames`, a framing, a format, and the file.
#include <structwire/fuzz.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include "check.hpp"
#include "cli/command.hpp"
#include "cli_input.hpp"
#include "json.hpp"
#include "text_and_rest.hpp"

namespace {

namespace cli = structwire::cli;
namespace fuzz = structwire::fuzz;
using structwire::byte_view;

// A file in memory that holds `content`.
int file_of(byte_view content) {
    static const int descriptor = memfd_create("input", 0);
    check(ftruncate(descriptor, 0) == 0, "the file is empty");
    const ssize_t size = pwrite(descriptor, content.data(), content.size(), 0);
    check(size >= 0 && static_cast<std::size_t>(size) == content.size(), "the file is written");
    return descriptor;
}

std::vector<std::string> words_of(unsigned flags, const text_and_rest& format, std::string_view framing, int file) {
    static constexpr std::array<std::string_view, 5> forms{"", "--json", "--hex", "--raw", "--raw-proto"};
    std::vector<std::string> words{"frames"};
    if (const std::string_view form = forms[flags % forms.size()]; !form.empty()) words.emplace_back(form);
    if (flags % forms.size() == 4 && (flags & 32) != 0) words.emplace_back("--json");
    if ((flags & 64) != 0) words.emplace_back("--full");
    if (flags % forms.size() < 2 && (flags & 128) != 0) words.push_back("--unpack=" + std::string(format.text));
    words.emplace_back("--");
    words.emplace_back(framing);
    words.push_back("/proc/self/fd/" + std::to_string(file));
    return {words.rbegin(), words.rend()};  // CLI11 takes vectors from the back
}

void check_lines(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        check(end != std::string_view::npos, "every line has an end");
        check(json_reader(text.substr(0, end)).is_value(), "every line is JSON");
        text.remove_prefix(end + 1);
    }
}

// The exit status of the command.
int run(const std::vector<std::string>& words) {
    CLI::App program("structwire");
    cli::add_frames(program);
    try {
        program.parse(std::vector(words));
        return 0;
    } catch (const cli::bad_input& bad) {
        if (!bad.message.empty()) cli::report(bad.message);
        return bad.status;
    } catch (const CLI::ParseError&) {
        return 2;
    }
}

bool list(byte_view input) {
    if (input.empty()) return false;
    const unsigned flags = std::to_integer<unsigned>(input[0]);
    const text_and_rest framing(input.subspan(1));
    const text_and_rest format(framing.rest);
    const auto words = words_of(flags, format, framing.text, file_of(format.rest));
    const bool is_json = std::ranges::find(words, "--json") != words.end();
    const bool is_raw = std::ranges::find(words, "--raw") != words.end();
    reported().clear();
    caught_output output;
    const int status = run(words);
    check(status >= 0 && status <= 2, "the exit status is one of those that are documented");
    check(status != 1 || !reported().empty(), "what is wrong is said");
    check(status != 0 || reported().empty(), "nothing is said where nothing is wrong");
    if (status == 2) return false;
    if (is_json) check_lines(output.text());
    if (!is_raw) check(is_harmless(output.text()), "payloads cannot send anything to the terminal");
    return status == 0;
}

}  // namespace

STRUCTWIRE_FUZZ("B:flags: {z}:framing: {z}:format: {*}:file:", fuzz::unframed, list)
