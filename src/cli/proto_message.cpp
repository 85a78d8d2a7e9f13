// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/proto_message.hpp"

#include <structwire/protobuf/message.hpp>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/stubs/common.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "cli/proto_fault.hpp"

namespace structwire::cli {

namespace pb = google::protobuf;

namespace {

// Up to 3.21 the runtime writes the fields of a group into the JSON of the message around it.
constexpr bool json_has_groups = GOOGLE_PROTOBUF_VERSION >= 4022000;

// What is in a message that the runtime cannot show, or not safely. Looks into google.protobuf.Any.
class odd_content {
public:
    odd_content(const proto_schema& schema, const pb::Message& message) : schema_(schema) {
        look_into(message, max_any_nesting);
    }

    bool deep_any = false;  // more than max_any_nesting inside one another
    bool group = false;

private:
    void look_into(const pb::Message& message, int room) {
        if (message.GetDescriptor()->full_name() == "google.protobuf.Any") return look_into_any(message, room);
        const pb::Reflection& reflection = *message.GetReflection();
        std::vector<const pb::FieldDescriptor*> fields;
        reflection.ListFields(message, &fields);
        for (const pb::FieldDescriptor* field : fields) {
            group = group || field->type() == pb::FieldDescriptor::TYPE_GROUP;
            if (field->cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) look_into(message, *field, room);
        }
    }

    void look_into(const pb::Message& message, const pb::FieldDescriptor& field, int room) {
        const pb::Reflection& reflection = *message.GetReflection();
        if (!field.is_repeated()) return look_into(reflection.GetMessage(message, &field), room);
        for (int index = 0; index != reflection.FieldSize(message, &field); ++index) {
            look_into(reflection.GetRepeatedMessage(message, &field, index), room);
        }
    }

    void look_into_any(const pb::Message& any, int room) {
        const pb::Descriptor& type = *any.GetDescriptor();
        const pb::Reflection& reflection = *any.GetReflection();
        const std::string url = reflection.GetString(any, type.FindFieldByNumber(1));
        const pb::Descriptor* const held = type.file()->pool()->FindMessageTypeByName(url.substr(url.rfind('/') + 1));
        if (held == nullptr) return;  // is shown as bytes
        deep_any = deep_any || room == 0;
        if (room == 0) return;
        const auto content = schema_.make(*held);
        const bool parsed = content->ParsePartialFromString(reflection.GetString(any, type.FindFieldByNumber(2)));
        if (parsed) look_into(*content, room - 1);
    }

    const proto_schema& schema_;
};

std::string text_of(const pb::Message& message, message_form form, bool expand_any) {
    pb::TextFormat::Printer printer;
    printer.SetSingleLineMode(form == message_form::line);
    printer.SetInitialIndentLevel(form == message_form::lines ? 1 : 0);
    printer.SetExpandAny(expand_any);
    std::string text;
    printer.PrintToString(message, &text);
    while (text.ends_with(' ') || text.ends_with('\n')) text.pop_back();
    return text;
}

// "required fields are missing: id, legs[3].price"
std::string missing_in(const pb::Message& message, const error& failure) {
    constexpr std::size_t most = 20;
    std::vector<std::string> names;
    message.FindInitializationErrors(&names);
    const std::size_t shown = std::min(most, names.size());
    std::string text(describe(failure).view());
    for (std::size_t index = 0; index != shown; ++index) text += (index == 0 ? ": " : ", ") + names[index];
    if (shown != names.size()) text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

// The message is good, but JSON cannot say it.
shown_message no_json(std::string_view why) {
    return {.text = {}, .bad = shown_message::fault{errc::bad_message, fmt::format("has no JSON: {}", why)}};
}

}  // namespace

message_reader::message_reader(const proto_argument& argument, message_form form)
    : schema_(argument), form_(form), message_(schema_.make(schema_.type())) {}

message_reader::~message_reader() = default;

std::string_view message_reader::type_name() const { return schema_.type().full_name(); }

shown_message message_reader::show(const frame& got, std::uint64_t place) {
    auto parsed = protobuf::parse(got, *message_);
    if (parsed) return good();
    error failure = parsed.error();
    failure.offset = error::nowhere;  // is said in front
    if (failure.code != errc::uninitialized) {
        std::string why(describe(failure).view());
        const std::string fault = find_proto_fault(schema_.type(), got.payload, place);
        if (!fault.empty()) why += "; " + fault;
        return {.text = {}, .bad = shown_message::fault{failure.code, std::move(why)}};
    }
    shown_message partial{.text = {}, .bad = shown_message::fault{failure.code, missing_in(*message_, failure)}};
    if (form_ != message_form::json) partial.text = text_of(*message_, form_, false);
    return partial;
}

shown_message message_reader::good() {
    const odd_content odd(schema_, *message_);
    if (form_ != message_form::json) return {.text = text_of(*message_, form_, !odd.deep_any), .bad = {}};
    if (odd.deep_any) {
        return no_json(fmt::format("more than {} google.protobuf.Any inside one another", max_any_nesting));
    }
    if (odd.group && !json_has_groups) return no_json("a group");
    std::string text;
    const auto status = pb::util::MessageToJsonString(*message_, &text);
    if (!status.ok()) return no_json(status.ToString());
    return {.text = std::move(text), .bad = {}};
}

}  // namespace structwire::cli
