// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// A program against whatever Protocol Buffers was found.
#include <structwire/protobuf/message.hpp>

#include <trade.pb.h>

#if defined(CONSUMER_BY_CONFIG) != defined(CONSUMER_SEES_ABSL)
#error "the package file was not taken, or not what it names below the library"
#endif

static_assert(structwire::protobuf::message<structwire::demo::Trade>);

int main() {
    structwire::demo::Trade trade;
    trade.set_id(1);
    return trade.SerializeAsString().size() == 2 ? 0 : 1;
}
