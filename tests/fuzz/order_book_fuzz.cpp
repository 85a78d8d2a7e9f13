// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// A target with a planted fault: to be linked with an engine.
#include <structwire/fuzz.hpp>

#include <cstdlib>
#include <order_book.pb.h>

namespace {

// The fault is behind values of two nested fields, one of them negative.
bool handle(const structwire::demo::OrderBook& book) {
    if (book.bids_size() < 2 || book.asks_size() < 1) return false;
    const auto& best = book.bids(1);
    if (best.quantity() <= 0x7fff'ffff) return false;
    if (best.price() >= -1000 || book.asks(0).orders() <= best.orders()) return false;
    std::abort();
}

}  // namespace

STRUCTWIRE_FUZZ_PROTO(structwire::demo::OrderBook, "varint,limit=4k", handle)
