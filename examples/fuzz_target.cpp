// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A fuzz target for a session with a state, from the formats that the program has anyway.
#include <structwire/fuzz.hpp>
#include <structwire/pack.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <span>
#include <string>

namespace fuzz = structwire::fuzz;

namespace {

// The requests of a small store. A frame is one of them; the first field says which.
constexpr structwire::fixed_string hello = ">B:kind: 4s:mark: B:version:";
constexpr structwire::fixed_string put = ">B:kind: {B:s}:key: {H:s}:value:";
constexpr structwire::fixed_string erase = ">B:kind: {B:s}:key:";

// One connection. The first request has to be the only hello.
class session {
public:
    // False for a request that is refused.
    bool handle(std::span<const std::byte> request) {
        if (request.empty()) return false;
        const auto kind = std::to_integer<unsigned>(request[0]);
        const bool is_taken =
            kind == 1 ? greet(request) : greeted_ && (kind == 2 ? store(request) : kind == 3 && remove(request));
        if (bytes_ != counted()) std::abort();  // a finding like any other
        return is_taken;
    }

private:
    bool greet(std::span<const std::byte> request) {
        const auto got = structwire::try_unpack<hello>(request);
        if (!got || greeted_ || got->get<"mark">() != "STOR" || got->get<"version">() > 3) return false;
        return greeted_ = true;
    }

    bool store(std::span<const std::byte> request) {
        const auto got = structwire::try_unpack<put>(request);
        if (!got) return false;
        std::string& value = values_[std::string(got->get<"key">().text())];
        bytes_ -= value.size();
        value = got->get<"value">().text();
        bytes_ += value.size();
        return true;
    }

    bool remove(std::span<const std::byte> request) {
        const auto got = structwire::try_unpack<erase>(request);
        if (!got) return false;
        const auto found = values_.find(std::string(got->get<"key">().text()));
        if (found == values_.end()) return false;
        bytes_ -= found->second.size();
        values_.erase(found);
        return true;
    }

    [[nodiscard]] std::size_t counted() const {
        std::size_t bytes = 0;
        for (const auto& [key, value] : values_) bytes += value.size();
        return bytes;
    }

    bool greeted_ = false;
    std::size_t bytes_ = 0;  // of all values
    std::map<std::string, std::string> values_;
};

}  // namespace

// Each input is a connection: the function without parameters makes its session.
STRUCTWIRE_FUZZ(fuzz::choice("kind", fuzz::when(1, hello, fuzz::magic("mark", "STOR"), fuzz::range("version", 0, 3)),
                             fuzz::when(2, put), fuzz::when(3, erase)),
                "u32be,limit=64k", [] {
                    return [client = session()](std::span<const std::byte> request) mutable {
                        return client.handle(request);
                    };
                })
