// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What STRUCTWIRE_FUZZ_PROTO makes: frames that carry Protocol Buffers messages, changed without descriptors.
#ifndef STRUCTWIRE_FUZZ_PROTO_HPP
#define STRUCTWIRE_FUZZ_PROTO_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/test_body.hpp>
#include <structwire/fuzz/mutation.hpp>
#include <structwire/fuzz/payload_model.hpp>
#include <structwire/fuzz/target.hpp>
#include <structwire/fuzz/wire_model.hpp>
#include <structwire/protobuf/detail/serialize.hpp>
#include <structwire/protobuf/message.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace structwire::fuzz {

/// The model of Protocol Buffers messages of any type: all it knows is what their bytes say.
///
/// A payload is cut into fields, and fields with a length into fields again where they are a message. Values, types,
/// numbers and the order of the fields are changed; messages are nested and taken apart. All lengths fit afterwards, but
/// in 1 of 64 changes, which are lies: a wrong length, a wire type that does not exist, field number 0.
/// Seeds:      messages with the fields 1 to 16 in each wire type: a message type with these fields, whichever types
///             they have, takes most of them
/// Guarantee:  takes any bytes; fields that are not changed keep their bytes, over-long varints too, except the lengths
///             of messages around a change; bytes that are no field are kept
/// @param more_seeds  serialized messages that are seeds too
/// Source:     Protocol Buffers encoding, "Message Structure"
[[nodiscard]] std::unique_ptr<payload_model> model_of_protobuf(std::vector<byte_vector> more_seeds = {});

namespace detail {

template <class Function, class Message>
concept takes_message = std::invocable<Function&, const Message&>;
template <class Function, class Message>
concept takes_message_and_frame = std::invocable<Function&, const Message&, const frame&>;

/// A function that gets messages. A frame that is none, or without a required field, counts as refused.
template <class Message, class Function>
class message_body final : public test_body {
public:
    explicit message_body(Function function) : function_(std::move(function)) {}

    STRUCTWIRE_FUZZ_NO_COVERAGE std::optional<finding> run(byte_view stream, const wire_model& wire,
                                                           verdict_sink& sink) override {
        if constexpr (maker<Function>) {
            auto made = function_();
            give(made, stream, wire, sink);
        } else {
            give(function_, stream, wire, sink);
        }
        return checked(wire, stream);
    }

private:
    template <class Called>
    STRUCTWIRE_FUZZ_NO_COVERAGE static void give(Called& called, byte_view stream, const wire_model& wire,
                                                 verdict_sink& sink) {
        wire.decode(stream, [&](const frame_event& event) STRUCTWIRE_FUZZ_NO_COVERAGE {
            if (event) sink.note(one(called, *event));
            return true;
        });
    }

    template <class Called>
    STRUCTWIRE_FUZZ_NO_COVERAGE static verdict one(Called& called, const frame& from) {
        const exact_copy payload(from.payload);
        const exact_copy header(from.header);
        const counted_coverage counted(payload.bytes().size());  // generated code is under test too
        Message parsed;  // a new one each time: what a function keeps of an old one is seen by a sanitizer
        if (protobuf::detail::parse_payload(payload.bytes(), parsed) != protobuf::detail::parsed::message) {
            return verdict::refused;
        }
        verdict said = verdict::none;
        if constexpr (takes_message<Called, Message>) {
            said = call(called, parsed);
        } else {
            static_assert(takes_message_and_frame<Called, Message>,
                          "structwire: the function takes const Message&, or const Message& and "
                          "const structwire::frame&");
            const frame copied{header.bytes(), payload.bytes(), from.offset};
            const auto with_frame = [&called, &copied](const Message& message) { return called(message, copied); };
            said = call(with_frame, parsed);
        }
        return said == verdict::none ? verdict::accepted : said;  // it was parsed
    }

    Function function_;
};

/// A message as it is when it is made, where that is more than nothing.
template <protobuf::message Message>
[[nodiscard]] std::vector<byte_vector> seeds_of() {
    const Message made{};
    byte_vector bytes(made.ByteSizeLong());
    if (bytes.empty() || !protobuf::detail::serialize(made, bytes)) return {};
    return {std::move(bytes)};
}

}  // namespace detail

/// The target of STRUCTWIRE_FUZZ_PROTO.
///
/// @param function  called with each frame that is a message: with the `const Message&`, or with it and the
///                  `const structwire::frame&` that it came in
template <protobuf::message Message, class Function>
    requires std::default_initializable<Message>
[[nodiscard]] std::unique_ptr<target> message_target(std::unique_ptr<wire_model> wire, Function function) {
    return std::make_unique<target>(model_of_protobuf(detail::seeds_of<Message>()), std::move(wire),
                                    std::make_unique<detail::message_body<Message, Function>>(std::move(function)));
}

}  // namespace structwire::fuzz

#endif
