// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The first argument of STRUCTWIRE_FUZZ: the format of what frames carry.
#ifndef STRUCTWIRE_FUZZ_RECORD_HPP
#define STRUCTWIRE_FUZZ_RECORD_HPP

#include <structwire/fixed_string.hpp>
#include <structwire/format/reader.hpp>
#include <structwire/fuzz/annotation.hpp>
#include <structwire/fuzz/detail/bad_text.hpp>
#include <structwire/fuzz/payload_model.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace structwire::fuzz {

namespace detail {

/// Why a text is no format; nothing if it is one.
[[nodiscard]] constexpr std::optional<error> fault_of_format(std::string_view text) {
    format_reader reader(text);
    format_item item{};
    while (reader.next(item)) {
    }
    return reader.failed() ? std::optional(reader.fault()) : std::nullopt;
}

}  // namespace detail

/// A format text. From a literal, or a constant `fixed_string` as pack() takes it, it is checked by the compiler;
/// at_run_time() takes one that is known at run time only.
class format_text {
public:
    /// @param function  where the literal stands; see detail::is_looked_at()
    template <std::size_t Size>
    consteval format_text(const char (&literal)[Size], const char* function = __builtin_FUNCTION())
        : format_text(std::string_view(literal, Size - 1), detail::is_looked_at(function)) {}
    template <std::size_t Size>
    consteval format_text(const fixed_string<Size>& text, const char* function = __builtin_FUNCTION())
        : format_text(text.view(), detail::is_looked_at(function)) {}

    /// @param text  borrowed
    [[nodiscard]] static format_text at_run_time(std::string_view text) noexcept { return format_text(text); }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

private:
    consteval format_text(std::string_view text, bool may_be_bad) : text_(text) {
        const auto fault = detail::fault_of_format(text);
        if (fault && !may_be_bad) detail::bad_texts[detail::bad_text_for(*fault)]();
    }
    explicit format_text(std::string_view text) noexcept : text_(text) {}
    std::string_view text_;
};

/// A format and what is known about its fields.
struct record_description {
    std::string_view text{};
    std::vector<annotation> annotations{};
    std::uint64_t tag = 0;  ///< of an alternative: the number in the tag field
};

/// A record of one format, with annotations.
/// Example:  `fuzz::record(">H:kind: I:price:", fuzz::one_of("kind", {1, 2}), fuzz::range("price", 1, 1000))`
template <std::same_as<annotation>... Annotations>
[[nodiscard]] constexpr record_description record(format_text format, const Annotations&... annotations) {
    return {format.view(), {annotations...}, 0};
}

/// The record that choice() means where the tag field holds `tag`, a number or a letter. All alternatives need the tag
/// field, or the header has it: then one may be empty.
/// Example:  `fuzz::when('A', ">B:kind: I:id:")`, and `fuzz::when(12, "")` with the tag in the header
template <std::integral Tag, std::same_as<annotation>... Annotations>
[[nodiscard]] constexpr record_description when(Tag tag, format_text format, const Annotations&... annotations) {
    return {format.view(), {annotations...}, detail::bits_of(tag)};
}

/// What frames carry. Made from a format text, by record(), choice() or message(), or any_bytes.
struct payload_description {
    std::optional<record_description> header{};  ///< of frame::header; nothing: any bytes
    std::vector<record_description> payload{};   ///< nothing: any bytes; several: chosen by the tag field
    std::string_view tag{};                      ///< path of the tag field
};

/// Bytes that no format describes: a framing alone.
inline const payload_description any_bytes{};

/// Records of several formats, chosen by the number in the field named `tag`, which stands in each of them or in the
/// header.
/// Example:  `fuzz::choice("kind", fuzz::when(1, ">B:kind: I:id:"), fuzz::when(2, ">B:kind: {H:s}:text:"))`
template <std::same_as<record_description>... Alternatives>
[[nodiscard]] constexpr payload_description choice(std::string_view tag, const Alternatives&... alternatives) {
    return {std::nullopt, {alternatives...}, tag};
}

/// The three things that say what a payload is, as one type.
[[nodiscard]] constexpr payload_description described(format_text format) {
    return {std::nullopt, {record(format)}, {}};
}
[[nodiscard]] constexpr payload_description described(record_description what) {
    return {std::nullopt, {std::move(what)}, {}};
}
[[nodiscard]] constexpr payload_description described(payload_description what) { return what; }

/// Frames whose header has a format too: `frame.header`, what stands in front of the length.
/// Example:  `fuzz::message(fuzz::record(">B:type:"), fuzz::choice("type", fuzz::when('Q', "{z}:query:"), ...))`
[[nodiscard]] constexpr payload_description message(record_description header, payload_description payload) {
    payload.header = std::move(header);
    return payload;
}
[[nodiscard]] constexpr payload_description message(record_description header, record_description payload) {
    return message(std::move(header), described(std::move(payload)));
}
[[nodiscard]] constexpr payload_description message(record_description header, format_text payload) {
    return message(std::move(header), record(payload));
}
[[nodiscard]] constexpr payload_description message(format_text header, payload_description payload) {
    return message(record(header), std::move(payload));
}
[[nodiscard]] constexpr payload_description message(format_text header, record_description payload) {
    return message(record(header), std::move(payload));
}
[[nodiscard]] constexpr payload_description message(format_text header, format_text payload) {
    return message(record(header), record(payload));
}

/// The model of records: fields are taken from the layouts of their formats.
///
/// @return  the model, or a sentence that says which text, annotation or tag cannot be used, and why
[[nodiscard]] std::expected<std::unique_ptr<payload_model>, std::string> model_of(const payload_description& what);

}  // namespace structwire::fuzz

#endif
