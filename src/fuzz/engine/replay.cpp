// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The program that runs files and folders of them, and nothing else.
#include "fuzz/engine/run_files.hpp"

int main(int argc, char** argv) {
    using namespace structwire::fuzz::engine;
    static options settings;
    const start_result start = start_program(argc, argv, settings);
    return static_cast<int>(start.go_on ? run_files(settings) : start.status);
}
