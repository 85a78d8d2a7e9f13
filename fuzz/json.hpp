// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A second opinion on what is JSON: RFC 8259, and nothing else.
#ifndef STRUCTWIRE_FUZZ_JSON_HPP
#define STRUCTWIRE_FUZZ_JSON_HPP

#include <cstddef>
#include <string_view>

/// Says whether a text is one JSON value. It does not look whether strings are UTF-8.
class json_reader {
public:
    explicit json_reader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool is_value() {
        const bool good = value(0);
        space();
        return good && at_ == text_.size();
    }

private:
    [[nodiscard]] char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void space() {
        while (now() == ' ' || now() == '\t' || now() == '\n' || now() == '\r') ++at_;
    }

    bool take(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    bool value(unsigned depth) {
        constexpr unsigned most_depth = 2000;
        if (depth == most_depth) return false;
        space();
        if (now() == '{') return members(depth, '}');
        if (now() == '[') return members(depth, ']');
        if (now() == '"') return string();
        return take("true") || take("false") || take("null") || number();
    }

    // An object or an array, which ends with `end`.
    bool members(unsigned depth, char end) {
        ++at_;
        space();
        if (now() == end) return ++at_ != 0;
        for (;; ++at_) {
            space();
            if (end == '}') {
                if (now() != '"' || !string()) return false;
                space();
                if (!take(":")) return false;
            }
            if (!value(depth + 1)) return false;
            space();
            if (now() == end) return ++at_ != 0;
            if (now() != ',') return false;
        }
    }

    bool string() {
        for (++at_; at_ < text_.size(); ++at_) {
            if (static_cast<unsigned char>(now()) < 0x20) return false;
            if (now() == '"') return ++at_ != 0;
            if (now() != '\\') continue;
            ++at_;
            if (now() == 'u') {
                for (int digit = 0; digit != 4; ++digit) {
                    ++at_;
                    if (std::string_view("0123456789abcdefABCDEF").find(now()) == std::string_view::npos) return false;
                }
            } else if (std::string_view("\"\\/bfnrt").find(now()) == std::string_view::npos) {
                return false;
            }
        }
        return false;
    }

    bool digits() {
        const std::size_t from = at_;
        while (now() >= '0' && now() <= '9') ++at_;
        return at_ != from;
    }

    bool number() {
        take("-");
        if (!take("0") && !digits()) return false;
        if (take(".") && !digits()) return false;
        if (now() != 'e' && now() != 'E') return true;
        ++at_;
        if (!take("+")) take("-");
        return digits();
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

#endif
