// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What `structwire serve` does with the frames of one connection.
#ifndef STRUCTWIRE_CLI_FRAME_SERVICE_HPP
#define STRUCTWIRE_CLI_FRAME_SERVICE_HPP

#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/net/reply.hpp>

#include <expected>
#include <functional>
#include <string>

#include "cli/frame_output.hpp"
#include "cli/run_command.hpp"

namespace structwire::cli {

/// How every frame is answered; the same for all connections.
struct service_plan {
    enum class action : unsigned char { echo, execute, print };

    action answer = action::echo;
    std::string command;  ///< of execute
    command_limits limits;
    frame_printer printer;         ///< of print
    std::function<void()> closed;  ///< called at the end of every connection
};

/// A handler of net::server. The plan must outlive it.
class frame_service {
public:
    /// @param name what messages call the peer; empty for its address. Addresses stand in front of printed frames.
    explicit frame_service(const service_plan& plan, std::string name = {}) : plan_(&plan), name_(std::move(name)) {}

    void on_open(net::reply& peer);
    std::expected<void, error> operator()(const frame& got, net::reply& peer);
    void on_error(const error& failure, net::reply& peer);
    void on_close(const error& reason);

    /// Whether everything was in order so far.
    [[nodiscard]] bool all_good() const { return all_good_; }

private:
    std::expected<void, error> execute(const frame& got, net::reply& peer);

    const service_plan* plan_;
    std::string name_;
    std::string address_;  // empty on a line
    bool reported_ = false;
    bool all_good_ = true;
};

}  // namespace structwire::cli

#endif
