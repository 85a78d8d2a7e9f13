// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/blind.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <set>

#include "fuzz/engine/coverage.hpp"

namespace structwire::fuzz::engine {

void blind_judge::look() {
    for (const coverage::part& part : coverage::parts()) {
        std::set<std::uint64_t>& traces = traces_[part.size];
        traces.insert(part.trace);
        most_traces_ = std::max(most_traces_, traces.size());
    }
}

void blind_judge::explain() const {
    if (!coverage::is_instrumented()) {
        std::fprintf(stderr,
                     "ERROR: nothing in this program is compiled with coverage, so the search would be blind.\n");
    } else {
        std::fprintf(
            stderr,
            "ERROR: the code compiled with coverage does the same (%zu different ways) whatever bytes the input "
            "has, so\nthe search would be blind. The parser is probably in a target of its own that is not "
            "instrumented,\nor the function under test hardly looks at its input.\n",
            most_traces_);
    }
    std::fprintf(stderr,
                 "Instrument the target that holds the parser:\n"
                 "    structwire_add_fuzzer(... INSTRUMENT your_target)\n"
                 "or compile the parser with -fsanitize-coverage=trace-pc,trace-cmp (g++).\n"
                 "If the parser is instrumented and refuses all of these inputs at once, give it valid ones: a folder\n"
                 "of seeds. To search all the same: -allow_blind=1\n");
}

}  // namespace structwire::fuzz::engine
