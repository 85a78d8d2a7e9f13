// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the threads or processes of a server share.
#include "server_ledger.hpp"

#include <cstddef>
#include <new>
#include <sys/mman.h>

namespace structwire::net::detail {
namespace {

constexpr std::uint64_t server_statistics::* members[] = {
    &server_statistics::connections,      &server_statistics::refused,        &server_statistics::frames_received,
    &server_statistics::frames_sent,      &server_statistics::framing_errors, &server_statistics::timeouts,
    &server_statistics::handler_failures, &server_statistics::overloads,      &server_statistics::drained,
    &server_statistics::resets_at_drain,
};
static_assert(sizeof(server_statistics) == sizeof(std::uint64_t) * std::size(members), "one of them is not counted");

}  // namespace

ledger_pointer server_ledger::make() noexcept {
    constexpr int access = PROT_READ | PROT_WRITE;
    void* const page = ::mmap(nullptr, sizeof(server_ledger), access, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return ledger_pointer(page == MAP_FAILED ? nullptr : new (page) server_ledger);
}

void ledger_deleter::operator()(server_ledger* shared) const noexcept { ::munmap(shared, sizeof(server_ledger)); }

void server_ledger::add(const server_statistics& counts) noexcept {
    for (std::size_t index = 0; index < std::size(members); ++index) {
        const std::uint64_t count = counts.*members[index];
        if (count != 0) counters_[index].fetch_add(count, std::memory_order_relaxed);
    }
}

server_statistics server_ledger::total() const noexcept {
    server_statistics counts;
    for (std::size_t index = 0; index < std::size(members); ++index) {
        counts.*members[index] = counters_[index].load(std::memory_order_relaxed);
    }
    return counts;
}

}  // namespace structwire::net::detail
