// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/detail/test_body.hpp>
#include <structwire/fuzz/finding.hpp>

#include <csignal>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace {

STRUCTWIRE_FUZZ_NO_COVERAGE int uncovered() {
    const auto inner = [] STRUCTWIRE_FUZZ_NO_COVERAGE { return 3; };
    return inner();
}

}  // namespace

TEST_CASE("stop: prints the rule and what was seen, and aborts", "[fuzz][finding]") {
    const auto end = test_support::in_child([] { structwire::fuzz::stop({"a rule holds", "at offset 7"}); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.printed == "structwire: this should hold: a rule holds\n  at offset 7\n");
}

TEST_CASE("STRUCTWIRE_FUZZ_NO_COVERAGE: compiles in front of functions and in lambdas", "[fuzz][finding]") {
    CHECK(uncovered() == 3);
}
