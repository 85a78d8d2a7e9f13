// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How a model says that a test asked for something it does not know; without exceptions.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_UNKNOWN_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_UNKNOWN_HPP

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace test {

/// Ends the process: the mistake is the test's.
[[noreturn]] inline void unknown_to_model(const char* what, std::string_view name) {
    std::fprintf(stderr, "model: no %s called %s\n", what, std::string(name).c_str());
    std::abort();
}

}  // namespace test

#endif
