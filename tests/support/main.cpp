// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Catch2's main, compiled with the flags of the tests where the installed one does not fit.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
