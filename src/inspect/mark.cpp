// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace structwire {

std::string mark(std::string_view text, const error& failure) {
    constexpr std::size_t shown_before = 60;
    constexpr std::size_t shown_in_all = 76;
    std::string out(describe(failure).view());
    if (failure.position == error::no_item || failure.position > text.size()) return out;
    const std::size_t begin = failure.position > shown_before ? failure.position - shown_before : 0;
    out += "\n  ";
    const std::size_t end = text.size() - begin > shown_in_all ? begin + shown_in_all : text.size();
    for (std::size_t at = begin; at != end; ++at) out += text[at] >= ' ' && text[at] < 0x7f ? text[at] : '.';
    out += "\n  ";
    out.append(failure.position - begin, ' ');
    out += '^';
    return out;
}

}  // namespace structwire
