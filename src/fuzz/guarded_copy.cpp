// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/guarded_copy.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace structwire::fuzz {

guarded_copy::guarded_copy(byte_view bytes) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t used = std::max<std::size_t>((bytes.size() + page - 1) / page, 1) * page;
    void* const memory = mmap(nullptr, used + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        std::perror("structwire: no memory for a guarded copy");
        std::abort();
    }
    pages_ = {static_cast<std::byte*>(memory), used + page};
    std::byte* const start = pages_.data() + used - bytes.size();
    if (!bytes.empty()) std::memcpy(start, bytes.data(), bytes.size());
    bytes_ = {start, bytes.size()};
    if (mprotect(memory, used, PROT_READ) != 0 || mprotect(pages_.data() + used, page, PROT_NONE) != 0) {
        std::perror("structwire: no guard behind a copy");
        std::abort();
    }
}

guarded_copy::~guarded_copy() {
    if (!pages_.empty()) munmap(pages_.data(), pages_.size());
}

}  // namespace structwire::fuzz
