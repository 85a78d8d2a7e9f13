// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Mail drop: lines with a letter as verb; D begins a text that ends with a line that has nothing but a dot.
// fault: delimiter over a chunk edge. The search for the end of a text resumes three bytes before the edge where it
// must be four, so that CR LF . CR | LF is missed: the result depends on the cuts.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

class mail_drop {
public:
    void receive(std::span<const std::byte> chunk) {
        for (const std::byte byte : chunk) buffer_ += static_cast<char>(byte);
        while (in_text_ ? take_text() : take_line()) {
        }
    }
    const std::vector<std::string>& replies() const { return replies_; }

private:
    bool take_line() {
        const std::size_t end = buffer_.find("\r\n");
        if (end == std::string::npos || quit_) return false;
        const std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        replies_.push_back(answer(line));
        return true;
    }

    bool take_text() {
        static constexpr std::string_view mark = "\r\n.\r\n";
        const std::size_t end = buffer_.find(mark, searched_);
        if (end == std::string::npos) {
#ifdef STRUCTWIRE_FUZZ_REPAIRED
            constexpr std::size_t overlap = mark.size() - 1;
#else
            constexpr std::size_t overlap = mark.size() - 2;
#endif
            searched_ = buffer_.size() > overlap ? buffer_.size() - overlap : 0;
            return false;
        }
        replies_.push_back("250 " + std::to_string(end) + " bytes from " + sender_);
        buffer_.erase(0, end + mark.size());
        in_text_ = false;
        sender_.clear();
        return true;
    }

    std::string answer(const std::string& line) {
        switch (line.empty() ? '\0' : line[0]) {
            case 'H': greeted_ = line.size() > 1; return greeted_ ? "250 hello" : "501 who?";
            case 'F':
                if (!greeted_ || line.size() < 2) return "503 not now";
                sender_ = line.substr(1);
                return "250 ok";
            case 'D':
                if (sender_.empty()) return "503 from whom?";
                in_text_ = true;
                buffer_.insert(0, "\r\n");  // the end of this line may be the front of the mark
                searched_ = 0;
                return "354 go on";
            case 'Q': quit_ = true; return "221 bye";
            default: return "500 what?";
        }
    }

    std::string buffer_;
    std::string sender_;
    std::vector<std::string> replies_;
    std::size_t searched_ = 0;
    bool greeted_ = false;
    bool in_text_ = false;
    bool quit_ = false;
};

std::vector<std::string> parse(const structwire::fuzz::chunks& stream) {
    mail_drop parser;
    for (const auto chunk : stream) parser.receive(chunk);
    return parser.replies();
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ_STREAM(fuzz::record("B:verb: {*}:text:", fuzz::one_of("verb", {'.', 'D', 'F', 'H', 'Q'})),
                       "crlf,limit=512", parse)
