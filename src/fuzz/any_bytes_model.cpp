// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/payload_model.hpp>
#include <structwire/inspect/value_text.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace structwire::fuzz {

void payload_model::repair(message_bytes& /*message*/) const {}

bool payload_model::borrow(message_bytes& /*message*/, const message_bytes& /*from*/, random& /*dice*/) const {
    return false;
}

void payload_model::count_up(message_bytes& /*message*/, std::uint64_t /*steps*/, random /*dice*/) const {}

namespace {

/// Bytes of which nothing is known.
class any_bytes_model final : public payload_model {
public:
    void mutate(message_bytes& message, mutation_tools& tools) const override {
        const bool is_header = !message.header.empty() && tools.dice.one_in(4);
        if (is_header) {
            mutate_bytes(message.header, 0, message.header.size(), false, tools);
        } else {
            mutate_bytes(message.payload, tools);
        }
    }

    std::vector<message_bytes> seeds() const override {
        std::vector<message_bytes> made(4);
        made[1].payload.assign(1, std::byte{0});
        made[2].payload.assign(4, std::byte{'A'});
        for (unsigned byte = 0; byte != 32; ++byte) made[3].payload.push_back(static_cast<std::byte>(byte * 8));
        return made;
    }

    std::vector<dictionary_word> dictionary() const override { return {}; }

    std::string decoded(const frame& message) const override {
        std::string text;
        if (!message.header.empty()) text += "  header  " + quoted(message.header) + '\n';
        return text + "  payload " + quoted(message.payload) + '\n';
    }
};

}  // namespace

std::unique_ptr<payload_model> model_of_any_bytes() { return std::make_unique<any_bytes_model>(); }

}  // namespace structwire::fuzz
