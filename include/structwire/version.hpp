// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The library's version: the only place that states it (CMake reads this file).
#ifndef STRUCTWIRE_VERSION_HPP
#define STRUCTWIRE_VERSION_HPP

/// Version of these headers, usable in `#if`.
#define STRUCTWIRE_VERSION_MAJOR 0
#define STRUCTWIRE_VERSION_MINOR 1
#define STRUCTWIRE_VERSION_PATCH 0

namespace structwire {

/// The version as numbers; `0.x` promises no stable interface between minor versions.
struct version {
    int major_number;
    int minor_number;
    int patch_number;
};

/// The version of the headers that this translation unit was compiled with.
inline constexpr version header_version{STRUCTWIRE_VERSION_MAJOR, STRUCTWIRE_VERSION_MINOR, STRUCTWIRE_VERSION_PATCH};

}  // namespace structwire

#endif
