// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Whether the engine sees what the target does: a search without coverage of the parser finds next to nothing.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_BLIND_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_BLIND_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>

namespace structwire::fuzz::engine {

// A program that is not seen takes a few ways, by the size of its input and by the parser's answer. One that is seen
// compares and branches by the content: inputs of one size give many different traces.
//
// Measured on eight parsers (records by type, magic bytes, text, varints, a checksum, bits of each) behind four wrappers,
// with g++ 12 at -O0, -O1 and -O2 and with AddressSanitizer, three seeds, no corpus: at least 70 traces of one size when
// the parser is instrumented, 5 to 11 when it is not; what the kit itself does is not counted. What is missed is a parser
// at -O0 that shares functions of std::string with its instrumented wrapper: they are one function to the linker, and
// show up to 198.
class blind_judge {
public:
    // Runs of the judge's own after which too few traces mean that the target is not seen.
    static constexpr unsigned max_runs = 4000;
    static constexpr std::size_t enough_traces = 16;

    // Looks at the latest run.
    void look();
    bool is_satisfied() const { return most_traces_ >= enough_traces; }
    // Says on stderr what is wrong and what to do.
    void explain() const;

private:
    std::map<std::size_t, std::set<std::uint64_t>> traces_;  // by size
    std::size_t most_traces_ = 0;
};

}  // namespace structwire::fuzz::engine

#endif
