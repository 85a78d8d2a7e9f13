// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/proto_schema.hpp"

#include <structwire/bytes.hpp>

#include <fmt/format.h>
#include <google/protobuf/any.pb.h>
#include <google/protobuf/api.pb.h>
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/source_context.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/type.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/quiet_protobuf.hpp"
#include "cli/utf8.hpp"

namespace structwire::cli {

namespace pb = google::protobuf;

namespace {

[[noreturn]] void refuse(const std::string& file, std::string_view why) {
    throw bad_input{fmt::format("{}: {}", file, why), 2};
}

// Reports errors where they are, in the form of compilers.
class reported_errors final : public pb::compiler::MultiFileErrorCollector {
public:
    explicit reported_errors(pb::compiler::DiskSourceTree& tree) : tree_(tree) {}

#if GOOGLE_PROTOBUF_VERSION >= 4022000
    void RecordError(absl::string_view file, int line, int column, absl::string_view message) override {
        add(std::string(file), line, column, std::string(message));
    }
    void RecordWarning(absl::string_view, int, int, absl::string_view) override {}
#else
    void AddError(const std::string& file, int line, int column, const std::string& message) override {
        add(file, line, column, message);
    }
    void AddWarning(const std::string&, int, int, const std::string&) override {}
#endif

private:
    // Lines and columns count from 0; those of an error of the whole file are -1.
    void add(const std::string& file, int line, int column, const std::string& message) {
        std::string path;
        if (!tree_.VirtualFileToDiskFile(file, &path)) path = file;
        const std::string place = line < 0 ? "" : fmt::format("{}:{}:", line + 1, column + 1);
        report(without_controls(fmt::format("{}:{} {}", path, place, message)));
    }

    pb::compiler::DiskSourceTree& tree_;
};

// What protobuf itself brings, from the runtime that is linked: nothing needs to be installed.
void add_well_known(pb::SimpleDescriptorDatabase& to, const std::set<std::string>& left_out) {
    const pb::Descriptor* const each_file[] = {
        pb::Any::descriptor(),       pb::Api::descriptor(),           pb::Duration::descriptor(),
        pb::Empty::descriptor(),     pb::FieldMask::descriptor(),     pb::FileDescriptorProto::descriptor(),
        pb::Struct::descriptor(),    pb::SourceContext::descriptor(), pb::Timestamp::descriptor(),
        pb::BoolValue::descriptor(), pb::Type::descriptor()};
    for (const pb::Descriptor* type : each_file) {
        if (left_out.contains(std::string(type->file()->name()))) continue;
        pb::FileDescriptorProto content;
        type->file()->CopyTo(&content);
        to.Add(content);
    }
}

std::optional<pb::FileDescriptorSet> read_set(const proto_argument& argument) {
    if (argument.file.ends_with(".proto")) return std::nullopt;
    const std::vector<std::byte> bytes = input_argument{.file = argument.file}.read();
    pb::FileDescriptorSet set;
    const bool parsed = set.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!parsed || !set.IsInitialized() || set.file().empty()) return std::nullopt;
    return set;
}

using types = std::vector<const pb::Descriptor*>;

void add_nested(const pb::Descriptor& type, types& to) {
    if (type.options().map_entry()) return;
    to.push_back(&type);
    for (int index = 0; index != type.nested_type_count(); ++index) add_nested(*type.nested_type(index), to);
}

types types_of(const pb::FileDescriptor& file) {
    types found;
    for (int index = 0; index != file.message_type_count(); ++index) add_nested(*file.message_type(index), found);
    return found;
}

// The types of all files that these import, directly or not.
types imported_types(const std::vector<const pb::FileDescriptor*>& files) {
    types found;
    std::set<const pb::FileDescriptor*> seen(files.begin(), files.end());
    std::vector<const pb::FileDescriptor*> open(files);
    while (!open.empty()) {
        const pb::FileDescriptor* const file = open.back();
        open.pop_back();
        for (int index = 0; index != file->dependency_count(); ++index) {
            const pb::FileDescriptor* const import = file->dependency(index);
            if (!seen.insert(import).second) continue;
            open.push_back(import);
            std::ranges::copy(types_of(*import), std::back_inserter(found));
        }
    }
    return found;
}

// `Msg` and `Outer.Msg` name `pkg.Outer.Msg`.
types named(const types& all, const std::string& name) {
    types found;
    const std::string whole = fmt::format(".{}", name.starts_with('.') ? name.substr(1) : name);
    for (const pb::Descriptor* type : all) {
        const std::string full = fmt::format(".{}", type->full_name());
        if (full == whole) return {type};
        if (full.ends_with(whole)) found.push_back(type);
    }
    return found;
}

std::string listed(const types& all) {
    std::string text;
    for (const pb::Descriptor* type : all) text += fmt::format("\n  {}", type->full_name());
    return text;
}

const pb::Descriptor& choose_type(const proto_argument& argument, const std::vector<const pb::FileDescriptor*>& files) {
    types own;
    for (const pb::FileDescriptor* file : files) std::ranges::copy(types_of(*file), std::back_inserter(own));
    types found;
    if (argument.type.empty()) {
        std::ranges::copy_if(own, std::back_inserter(found),
                             [](const pb::Descriptor* type) { return type->containing_type() == nullptr; });
    } else {
        found = named(own, argument.type);
    }
    if (found.empty() && !argument.type.empty()) found = named(imported_types(files), argument.type);
    if (found.size() == 1) return *found.front();
    if (own.empty() && found.empty()) refuse(argument.file, "defines no message type");
    if (argument.type.empty()) refuse(argument.file, "say one of its message types with --type:" + listed(own));
    const bool several = !found.empty();
    refuse(argument.file, fmt::format("{} type '{}'{}:{}", several ? "more than one message" : "no message",
                                      argument.type, several ? "" : "; it has", listed(several ? found : own)));
}

}  // namespace

CLI::Option* proto_argument::add_to(CLI::App& command, const std::string& group) {
    CLI::Option* const proto =
        command.add_option("--proto", file, "show messages; FILE: a .proto file, or a descriptor set of protoc");
    proto->option_text("FILE")->check(CLI::ExistingFile)->group(group);
    command
        .add_option("--type", type, "their type; Msg will do if only one has that name, and none if FILE has only one")
        ->option_text("pkg.Msg")
        ->needs(proto)
        ->group(group);
    command.add_option("-I,--proto-path", folders, "where imports are, if not in the folder of FILE; repeatable")
        ->option_text("DIR")
        ->allow_extra_args(false)
        ->check(CLI::ExistingDirectory)
        ->needs(proto)
        ->group(group);
    return proto;
}

struct proto_schema::parts {
    explicit parts(const proto_argument& argument)
        : errors(tree),
          database(&tree, &known),
          pool(&database, database.GetValidationErrorCollector()),
          factory(&pool) {
        database.RecordErrorsTo(&errors);
        const auto set = read_set(argument);
        set ? add(*set) : import(argument);
        std::vector<const pb::FileDescriptor*> files;
        for (const std::string& name : names) {
            files.push_back(pool.FindFileByName(name));
            if (files.back() == nullptr) throw bad_input{"", 2};  // errors have been reported
        }
        type = &choose_type(argument, files);
    }

    void add(const pb::FileDescriptorSet& set) {
        for (const pb::FileDescriptorProto& file : set.file()) {
            names.insert(file.name());
            known.Add(file);
        }
        add_well_known(known, names);
    }

    void import(const proto_argument& argument) {
        for (const std::string& folder : argument.folders) tree.MapPath("", folder);
        add_well_known(known, {});
        std::string name;
        std::string shadow;
        using disk = pb::compiler::DiskSourceTree;
        auto found = tree.DiskFileToVirtualFile(argument.file, &name, &shadow);
        if (found == disk::NO_MAPPING) {
            const std::filesystem::path folder = std::filesystem::path(argument.file).parent_path();
            tree.MapPath("", folder.empty() ? "." : folder.string());
            found = tree.DiskFileToVirtualFile(argument.file, &name, &shadow);
        }
        // The same file by another path, relative and absolute for example, hides nothing.
        std::error_code ignored;
        const bool same = found == disk::SHADOWED && std::filesystem::equivalent(argument.file, shadow, ignored);
        if (same) found = disk::SUCCESS;
        if (found == disk::SHADOWED) refuse(argument.file, fmt::format("an import would find {} in its place", shadow));
        if (found != disk::SUCCESS) refuse(argument.file, "cannot be opened");
        names.insert(name);
    }

    pb::compiler::DiskSourceTree tree;
    reported_errors errors;
    pb::SimpleDescriptorDatabase known;
    pb::compiler::SourceTreeDescriptorDatabase database;
    pb::DescriptorPool pool;
    mutable pb::DynamicMessageFactory factory;
    std::set<std::string> names;  // of the files whose types count as those of the file
    const pb::Descriptor* type = nullptr;
};

proto_schema::proto_schema(const proto_argument& argument) {
    quiet_protobuf();
    parts_ = std::make_unique<parts>(argument);
}

proto_schema::~proto_schema() = default;

const pb::Descriptor& proto_schema::type() const { return *parts_->type; }

std::unique_ptr<pb::Message> proto_schema::make(const pb::Descriptor& type) const {
    return std::unique_ptr<pb::Message>(parts_->factory.GetPrototype(&type)->New());
}

}  // namespace structwire::cli
