// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Keeps the runtime of Protocol Buffers from writing to stderr.
#ifndef STRUCTWIRE_CLI_QUIET_PROTOBUF_HPP
#define STRUCTWIRE_CLI_QUIET_PROTOBUF_HPP

#include <google/protobuf/stubs/common.h>

#if GOOGLE_PROTOBUF_VERSION >= 4022000
#include <absl/log/globals.h>
#else
#include <google/protobuf/stubs/logging.h>
#endif

namespace structwire::cli {

/// For all of the program from here on: it reports invalid UTF-8, for example, while the program says the same its way.
inline void quiet_protobuf() {
#if GOOGLE_PROTOBUF_VERSION >= 4022000
    absl::SetStderrThreshold(absl::LogSeverityAtLeast::kInfinity);
#else
    google::protobuf::SetLogHandler(nullptr);
#endif
}

}  // namespace structwire::cli

#endif
