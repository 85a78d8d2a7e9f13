// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Catch2 under one name: version 3 where it is installed, else version 2.13.
#ifndef STRUCTWIRE_TESTS_SUPPORT_CATCH_HPP
#define STRUCTWIRE_TESTS_SUPPORT_CATCH_HPP

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#endif
