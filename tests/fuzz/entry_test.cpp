// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The words that every fuzz target's command line takes.
#include <structwire/fuzz/entry.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;
namespace files = std::filesystem;

struct ran {
    int status = -1;
    std::string said{};
};

// Runs the program entry_program.cpp; both its outputs.
ran run(const std::string& arguments) {
    const std::string command = STRUCTWIRE_FUZZ_ENTRY_PROGRAM " " + arguments + " 2>&1";
    ran result;
    std::FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    for (int character = 0; (character = std::fgetc(pipe)) != EOF;) result.said += static_cast<char>(character);
    const int status = pclose(pipe);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

std::string content_of(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, std::string> folder_of(const files::path& folder) {
    std::map<std::string, std::string> all;
    for (const auto& entry : files::directory_iterator(folder))
        all[entry.path().filename().string()] = content_of(entry.path());
    return all;
}

// A folder of this process that goes away.
class scratch {
public:
    scratch() : path_(files::temp_directory_path() / ("structwire_entry_" + std::to_string(getpid()))) {
        files::remove_all(path_);
        files::create_directories(path_);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch() {
        std::error_code ignored;
        files::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }

private:
    files::path path_;
};

}  // namespace

TEST_CASE("initialize: --emit-seeds writes the seeds, the same every time, and exits", "[fuzz][entry][seeds]") {
    const scratch here;
    const ran first = run("--emit-seeds " + here.at("a/deep"));
    INFO(first.said);
    CHECK(first.status == 0);
    CHECK(first.said.find("ran") == std::string::npos);
    CHECK(run("--emit-seeds " + here.at("b")).status == 0);
    const auto seeds = folder_of(here.at("a/deep"));
    CHECK(seeds == folder_of(here.at("b")));
    CHECK(seeds.size() >= 4);
    CHECK(first.said.find(std::to_string(seeds.size())) != std::string::npos);
    unsigned good = 0;
    for (const auto& [name, bytes] : seeds) {
        const taken got = take_frames("u8+sum8", structwire::as_bytes(bytes));
        good += got.clean && !got.frames.empty() ? 1U : 0U;
        for (const auto& frame : got.frames) CHECK(text_of(frame.payload).ends_with("\3bob"));
    }
    CHECK(good + 1 >= seeds.size());
}

TEST_CASE("initialize: --emit-dict writes the dictionary, to stdout for -", "[fuzz][entry][dictionary]") {
    const scratch here;
    CHECK(run("--emit-dict " + here.at("words")).status == 0);
    const std::string text = content_of(here.at("words"));
    INFO(text);
    CHECK(text.find("bob") != std::string::npos);
    CHECK(text.find("\\x00\\x02") != std::string::npos);
    const ran printed = run("--emit-dict -");
    CHECK(printed.status == 0);
    CHECK(printed.said == text);
}

TEST_CASE("initialize: seeds and dictionary in one call", "[fuzz][entry]") {
    const scratch here;
    const ran both = run("--emit-seeds " + here.at("s") + " --emit-dict " + here.at("d"));
    INFO(both.said);
    CHECK(both.status == 0);
    CHECK_FALSE(folder_of(here.at("s")).empty());
    CHECK_FALSE(content_of(here.at("d")).empty());
    CHECK(both.said.find("ran") == std::string::npos);
}

TEST_CASE("initialize: --decode prints the fields of files", "[fuzz][entry][decode]") {
    const scratch here;
    std::ofstream(here.at("one"), std::ios::binary)
        << text_of(stream_of("u8+sum8", {{{}, bytes_of(std::string_view("\0\2\3eve", 6))}}));
    std::ofstream(here.at("two"), std::ios::binary) << "zzz";
    const ran shown = run("--decode " + here.at("one") + " " + here.at("two"));
    INFO(shown.said);
    CHECK(shown.status == 0);
    for (const std::string& word : {std::string("eve"), std::string("kind"), std::string("name"), here.at("one"),
                                    here.at("two"), std::string("error")}) {
        INFO(word);
        CHECK(shown.said.find(word) != std::string::npos);
    }
    CHECK(shown.said.find("ran") == std::string::npos);
}

TEST_CASE("initialize: without words of its own it lets the engine run, and counts at the end", "[fuzz][entry]") {
    const scratch here;
    CHECK(run("--emit-seeds " + here.at("s")).status == 0);
    const ran engine = run(here.at("s/seed_0000"));
    INFO(engine.said);
    CHECK(engine.status == 0);
    CHECK(engine.said.find("ran") != std::string::npos);
    CHECK(engine.said.find("1 inputs") != std::string::npos);
    CHECK(engine.said.find("100 % of them accepted") != std::string::npos);
    CHECK(engine.said.find("bob") != std::string::npos);
}

TEST_CASE("initialize: what cannot be read or written is an error that names it", "[fuzz][entry][errors]") {
    const scratch here;
    std::ofstream(here.at("file")) << "x";
    for (const std::string& arguments :
         {"--emit-seeds " + here.at("file/below"), "--emit-dict " + here.at("missing/folder/words"),
          "--decode " + here.at("nothing"), std::string("--emit-seeds"), std::string("--emit-dict"),
          std::string("--decode")}) {
        INFO(arguments);
        const ran refused = run(arguments);
        INFO(refused.said);
        CHECK(refused.status != 0);
        CHECK(refused.status != -1);
        const std::size_t space = arguments.find(' ');
        CHECK(refused.said.find(space == std::string::npos ? arguments : arguments.substr(space + 1)) !=
              std::string::npos);
        CHECK(refused.said.find("ran") == std::string::npos);
    }
    const ran folder = run("--decode " + here.at(""));
    CHECK(folder.status == 1);
    CHECK(folder.said == "structwire: cannot read " + here.at("") + "\n");
}
