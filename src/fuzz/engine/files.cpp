// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/files.hpp"

#include <boost/uuid/detail/sha1.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace structwire::fuzz::engine {

std::array<char, 41> hash_name(input_view bytes) {
    boost::uuids::detail::sha1 hash;
    hash.process_bytes(bytes.data(), bytes.size());
    boost::uuids::detail::sha1::digest_type words;
    hash.get_digest(words);
    std::array<char, 41> name{};
    for (std::size_t at = 0; at < 5; ++at) std::snprintf(name.data() + 8 * at, 9, "%08x", words[at]);
    return name;
}

bool is_folder(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

bool is_file(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored) && !is_folder(path);
}

bool is_kept(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

std::optional<input> read_file(const std::string& path, std::size_t max_size) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    input bytes;
    std::array<std::uint8_t, 1 << 14> part{};
    ssize_t count = 1;
    while (count > 0 && bytes.size() < max_size) {
        count = ::read(file, part.data(), std::min(part.size(), max_size - bytes.size()));
        if (count > 0) bytes.insert(bytes.end(), part.begin(), part.begin() + count);
    }
    ::close(file);
    if (count < 0) return std::nullopt;
    return bytes;
}

bool write_file(const char* path, input_view bytes) {
    const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return false;
    bool good = true;
    while (good && !bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        good = written > 0;
        if (good) bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return ::close(file) == 0 && good;
}

std::vector<std::string> files_below(const std::string& path) {
    if (!is_folder(path)) return {path};
    std::vector<std::string> found;
    std::error_code error;
    const auto options = std::filesystem::directory_options::skip_permission_denied;
    for (auto at = std::filesystem::recursive_directory_iterator(path, options, error);
         !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
        std::error_code ignored;
        if (at->is_regular_file(ignored)) found.push_back(at->path().string());
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace structwire::fuzz::engine
