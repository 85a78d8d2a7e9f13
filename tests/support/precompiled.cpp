// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Owns the precompiled header that every test program shares.
#include "catch.hpp"
