// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/frame_service.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"

namespace structwire::cli {

void frame_service::on_open(net::reply& peer) {
    if (!name_.empty()) return;
    const auto at = peer.peer_endpoint();
    name_ = address_ = at ? at->to_string() : "unknown peer";
}

std::expected<void, error> frame_service::operator()(const frame& got, net::reply& peer) {
    switch (plan_->answer) {
        case service_plan::action::echo: return peer.write(got.payload, got.header);
        case service_plan::action::execute: return execute(got, peer);
        case service_plan::action::print: all_good_ &= plan_->printer.print(name_, address_, got);
    }
    return {};
}

std::expected<void, error> frame_service::execute(const frame& got, net::reply& peer) {
    const auto answer = run_command(plan_->command, got.payload, plan_->limits);
    if (answer) return peer.write(*answer, got.header);
    report(fmt::format("{}: offset {}: command {}", name_, got.offset, answer.error()));
    reported_ = true;
    return std::unexpected(error{.code = errc::cancelled});
}

void frame_service::on_error(const error& failure, net::reply& /*peer*/) {
    plan_->printer.print(name_, address_, failure);
    reported_ = true;
    all_good_ = false;
}

void frame_service::on_close(const error& reason) {
    const bool in_order = reason.code == errc::closed || reason.code == errc::cancelled;
    if (!in_order && !reported_) report(complaint(name_, reason.offset, reason));
    all_good_ = all_good_ && in_order && !reported_;
    if (plan_->closed) plan_->closed();
}

}  // namespace structwire::cli
