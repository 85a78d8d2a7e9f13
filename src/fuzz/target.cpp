// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/target.hpp>
#include <structwire/inspect/value_text.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

// Of the engine for g++; other engines have no such functions.
extern "C" {
[[gnu::weak]] void structwire_fuzz_enter(std::size_t size);
[[gnu::weak]] void structwire_fuzz_leave();
}

namespace structwire::fuzz {

namespace detail {

void begin_coverage(std::size_t size) noexcept {
    if (structwire_fuzz_enter != nullptr) structwire_fuzz_enter(size);
}

void end_coverage() noexcept {
    if (structwire_fuzz_leave != nullptr) structwire_fuzz_leave();
}

}  // namespace detail

target::target(std::unique_ptr<payload_model> payload, std::unique_ptr<wire_model> wire,
               std::unique_ptr<detail::test_body> body)
    : payload_(std::move(payload)), wire_(std::move(wire)), body_(std::move(body)), mutator_(*payload_, *wire_) {}

void target::run(byte_view stream) {
    detail::verdict_sink sink;
    detail::end_coverage();  // until the parser is called
    const auto found = body_->run(stream, *wire_, sink);
    ++counts_.inputs;
    counts_.calls += sink.calls;
    counts_.accepted += sink.accepted;
    counts_.refused += sink.refused;
    if (found) stop(*found);
}

std::string target::decoded(byte_view stream) const {
    std::string text;
    wire_->decode(stream, [&](const frame_event& event) {
        if (event) {
            text += "frame at " + std::to_string(event->offset) + ", " + std::to_string(event->payload.size()) +
                    " bytes of payload\n" + payload_->decoded(*event);
        } else {
            text += "error at " + std::to_string(event.error().offset) + ": " +
                    std::string(describe(event.error()).view()) + '\n';
        }
        return true;
    });
    if (text.empty()) text = "no frame in " + std::to_string(stream.size()) + " bytes: " + quoted(stream) + '\n';
    if (!wire_->is_under_test()) return text;
    const auto found = wire_->check(stream);
    if (!found) return text + "the framer is under test itself: it keeps its contract here\n";
    return text + "the framer is under test itself, and this should hold: " + std::string(found->oracle) + "\n  " +
           found->text + '\n';
}

std::unique_ptr<payload_model> usable_model_of(const payload_description& what) {
    auto model = model_of(what);
    if (model) return std::move(*model);
    std::fprintf(stderr, "structwire: this target cannot be made: %s\n", model.error().c_str());
    std::exit(1);
}

}  // namespace structwire::fuzz
