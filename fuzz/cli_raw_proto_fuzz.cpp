// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: bytes that may be a Protocol Buffers message, shown without a schema.
#include <structwire/fuzz.hpp>

#include <google/protobuf/empty.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "check.hpp"
#include "cli/frame_text.hpp"
#include "cli/raw_proto.hpp"
#include "cli/raw_proto_text.hpp"
#include "cli_input.hpp"
#include "json.hpp"

namespace {

namespace fuzz = structwire::fuzz;
namespace cli = structwire::cli;
using structwire::byte_view;

/// Checks what a listener is told.
class strict_listener final : public cli::wire_listener {
public:
    explicit strict_listener(byte_view message) : size_(message.size()) {}

    void field(const cli::wire_field& got, std::size_t offset, cli::len_content) override {
        check(offset < size_ && got.size <= size_ - offset && got.size != 0, "a field is in the message");
        check(offset >= last_, "fields come in the order of the wire");
        check(got.number != 0 && got.payload.size() <= got.size, "a field has a number, and its payload is in it");
        last_ = offset;
    }
    void enter() override { check(++depth_ <= 2 * cli::max_nesting, "nesting has a limit"); }
    void leave() override { check(depth_-- != 0, "what is left was entered"); }

    [[nodiscard]] bool is_level() const { return depth_ == 0; }

private:
    std::size_t size_;
    std::size_t last_ = 0;
    std::size_t depth_ = 0;
};

// Rows and JSON stand for the same fields, and say the same about what is wrong.
void check_shown(byte_view message, bool is_good) {
    constexpr std::uint64_t place = 1000;
    constexpr std::size_t columns = 80;
    for (const bool is_json : {false, true}) {
        caught_output output;
        const auto fault = is_json ? cli::put_field_json(message, place)
                                   : cli::put_field_rows(message, place, cli::frame_columns(0), columns);
        check(fault.has_value() != is_good, "every form says whether it is a message");
        if (fault) check(fault->offset >= place, "offsets count from the place of the payload");
        check(is_harmless(output.text()), "fields cannot send anything to the terminal");
        if (is_json) check(json_reader(output.text()).is_value(), "fields as JSON are JSON");
    }
}

bool list(byte_view message) {
    strict_listener told(message);
    const auto fault = cli::list_fields(message, told);
    if (fault) check(fault->offset <= message.size() && !fault->text().empty(), "a fault has a place and a sentence");
    check(fault || told.is_level(), "what is entered is left");
    google::protobuf::Empty runtime;
    const bool is_message = runtime.ParseFromArray(message.data(), static_cast<int>(message.size()));
    // The C++ runtime takes a tag of more than 32 bits and drops the upper ones; others refuse it.
    const bool is_long_tag = fault && fault->why == cli::wire_fault::reason::long_tag;
    check(is_message == !fault || is_long_tag, "the runtime takes the same bytes");
    check_shown(message, !fault);
    return !fault;
}

}  // namespace

STRUCTWIRE_FUZZ_DEFINE(fuzz::frame_target(fuzz::model_of_protobuf(), fuzz::wire_of(fuzz::unframed), list))
