// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A fuzz target for what a server does with Protocol Buffers messages.
#include <structwire/fuzz.hpp>

#include <cstdlib>

#include "prices.pb.h"

using structwire::demo::Answer, structwire::demo::Question;

namespace {

Answer answer_to(const Question& question) {
    Answer answer;
    answer.set_id(question.id());
    if (question.symbol() == "BTCUSD") {
        answer.set_price(6412350);
    } else {
        answer.set_refusal("no such symbol");
    }
    return answer;
}

}  // namespace

STRUCTWIRE_FUZZ_PROTO(Question, "varint,limit=64k", [](const Question& question) {
    const Answer answer = answer_to(question);
    if (answer.id() != question.id()) std::abort();
    return answer.has_price();
})
