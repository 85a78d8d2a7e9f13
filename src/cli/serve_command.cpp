// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/net/listener.hpp>
#include <structwire/net/server.hpp>

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/frame_output.hpp"
#include "cli/frame_service.hpp"
#include "cli/input.hpp"
#include "cli/place.hpp"
#include "cli/serve_line.hpp"
#include "cli/stop_on_signals.hpp"

namespace structwire::cli {

namespace {

struct serve_arguments {
    endpoint_argument endpoint;
    framing_argument framing;
    frame_form form;
    std::string command;
    net::server_style style = net::server_style::thread;
    std::size_t max_connections = 0;
    std::uint64_t count = 0;  // 0: no end
    std::optional<double> timeout;
    double drain_timeout = 5;
    double exec_timeout = 10;
    std::size_t exec_limit = command_limits().output_bytes;
    bool executes = false;
    bool echoes = false;

    [[nodiscard]] service_plan plan() const {
        service_plan made{.answer = service_plan::action::echo,
                          .command = command,
                          .limits = {.output_bytes = exec_limit, .runtime = *silence_of(exec_timeout)},
                          .printer = frame_printer(form),
                          .closed = {}};
        if (executes) made.answer = service_plan::action::execute;
        if (prints()) made.answer = service_plan::action::print;
        return made;
    }

    [[nodiscard]] bool prints() const { return form.unpacks || form.hex || form.json || form.raw; }

    [[nodiscard]] net::server_options options() const {
        const auto milliseconds = [](double seconds) {
            return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
        };
        net::server_options made{.style = style, .max_connections = max_connections};
        if (timeout) made.idle_timeout = milliseconds(*timeout);
        made.drain_timeout = milliseconds(drain_timeout);
        return made;
    }
};

// Connections that have begun and ended, counted for all processes of the server together.
class connection_counts {
public:
    connection_counts()
        : shared_(::mmap(nullptr, sizeof(counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
        if (shared_ == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "memory");
        counts_ = new (shared_) counts();
    }
    connection_counts(const connection_counts&) = delete;
    connection_counts& operator=(const connection_counts&) = delete;
    ~connection_counts() { ::munmap(shared_, sizeof(counts)); }

    std::uint64_t begin() { return ++counts_->begun; }
    std::uint64_t end() { return ++counts_->ended; }

private:
    struct counts {
        std::atomic<std::uint64_t> begun = 0;
        std::atomic<std::uint64_t> ended = 0;
    };
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "shared between processes");

    void* shared_;
    counts* counts_;
};

// Makes a handler for each connection, up to the count.
struct service_factory {
    const service_plan* plan;
    connection_counts* counts;
    std::uint64_t most;

    frame_service operator()() const {
        if (most != 0 && counts->begin() > most) throw std::runtime_error("the count is reached");
        return frame_service(*plan);
    }
};

using frame_server = net::server<any_framing, service_factory>;

// The server that signals stop: SIGINT and SIGTERM once, a second one ends the program; SIGUSR1 is from a child whose
// connection was the last one of --count.
class signalled_server {
public:
    explicit signalled_server(frame_server& server) {
        target.store(&server);
        take(SIGINT, once);
        take(SIGTERM, once);
        take(SIGUSR1, 0);
    }
    signalled_server(const signalled_server&) = delete;
    signalled_server& operator=(const signalled_server&) = delete;
    ~signalled_server() {
        for (const int number : {SIGINT, SIGTERM, SIGUSR1}) std::signal(number, SIG_DFL);
        target.store(nullptr);
    }

    // From a handler of any style, also in a child of the server.
    static void stop_from_connection(pid_t server_process) {
        if (::getpid() != server_process) {
            if (::getppid() == server_process) ::kill(server_process, SIGUSR1);
        } else if (frame_server* const server = target.load()) {
            server->stop();
        }
    }

private:
    static constexpr int once = static_cast<int>(SA_RESETHAND);

    static void stop(int /*number*/) {
        const int kept = errno;
        if (frame_server* const server = target.load()) server->stop();
        errno = kept;
    }

    static void take(int number, int flags) {
        struct sigaction action{};
        action.sa_handler = &stop;
        action.sa_flags = flags | SA_RESTART;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(number, &action, nullptr);
    }

    static inline std::atomic<frame_server*> target = nullptr;
};

void print_place(const std::string& text) {
    put(as_bytes(text + '\n'));
    flush_output();
}

void print_statistics(const net::server_statistics& done) {
    report(
        fmt::format("connections {}, refused {}, frames received {}, frames sent {}, framing errors {}, timeouts {}, "
                    "handler failures {}, overloads {}, drained {}, resets at drain {}",
                    done.connections, done.refused, done.frames_received, done.frames_sent, done.framing_errors,
                    done.timeouts, done.handler_failures, done.overloads, done.drained, done.resets_at_drain));
}

template <class Result>
Result checked(const std::string& text, std::expected<Result, error> result) {
    if (!result) throw bad_input{complaint(text, error::nowhere, result.error())};
    return *std::move(result);
}

void serve_address(const serve_arguments& arguments, const net::endpoint& at, const any_framing& framing) {
    const std::string& text = arguments.endpoint.text;
    net::listener door = checked(text, net::listener::open(at));
    const std::string name = checked(text, door.local_endpoint()).to_string();
    connection_counts counts;
    service_plan plan = arguments.plan();
    if (arguments.count != 0) {
        plan.closed = [&counts, most = arguments.count, server = ::getpid()] {
            if (counts.end() == most) signalled_server::stop_from_connection(server);
        };
    }
    frame_server server(std::move(door), framing, service_factory{&plan, &counts, arguments.count},
                        arguments.options());
    const signalled_server signalled(server);
    print_place(name);
    print_statistics(checked(text, server.run()));
}

void serve_place(const serve_arguments& arguments, const place& at, const any_framing& framing) {
    const std::string& text = arguments.endpoint.text;
    const std::string name = text == "-" ? "standard input" : text;
    const service_plan plan = arguments.plan();
    stop_on_signals signals;
    channel line = open_line(at, text, line_use::receive, silence_of(arguments.timeout));
    if (!line.has_input()) throw bad_input{fmt::format("{}: cannot be read from", name), 2};
    const bool answers = plan.answer != service_plan::action::print;
    if (answers && !line.has_output()) {
        throw bad_input{fmt::format("{}: has one direction, so that only --unpack and its like are possible", name), 2};
    }
    if (at.output != STDOUT_FILENO) print_place(text);
    frame_service service(plan, name);
    print_statistics(serve_line(std::move(line), framing, service, signals.source().get_token()));
    if (!service.all_good()) throw bad_input{};
}

constexpr const char* footer =
    "Without --exec, --unpack, --json, --hex or --raw every frame is sent back. The first line of the output is the\n"
    "ENDPOINT that is listened on, with the port that the system chose for port 0. SIGINT or SIGTERM stops: frames "
    "that\n"
    "have arrived are answered and connections ended in order; a second signal ends it at once. The counts of what "
    "was\n"
    "done are printed on stderr. What a connection does wrong is reported there and ends that connection only.\n"
    "\n"
    "--exec: a command that fails, writes or takes too much ends its connection without an answer. It holds up its\n"
    "connection only, but with --style poll all of them.\n"
    "\n"
    "An ENDPOINT that is a line is served alone, to its end: - (standard input and output), descriptors that are open\n"
    "already, the path of a terminal or a serial line (set to raw mode meanwhile; its rate is stty's), or of a FIFO, "
    "which\n"
    "can only be read. The exit status is 1 when that line was bad, 2 for wrong usage.\n"
    "\n"
    "Examples:\n"
    "  structwire serve tcp://127.0.0.1:7000 --framing u32be\n"
    "  structwire serve unix:/run/upper.sock -f line --exec 'tr a-z A-Z' --style process\n"
    "  structwire serve 'tcp://[::]:7000' -f varint --unpack '>I:id: 8s:symbol:' --timeout 300\n"
    "  structwire serve tty:/dev/ttyUSB0 -f cobs,limit=1k,resync --json\n"
    "  socat TCP-LISTEN:7000,fork EXEC:'structwire serve - -f line'";

void add_limits(CLI::App& command, serve_arguments& arguments) {
    const auto positive = CLI::Range(0.001, 1e6);
    command
        .add_option("-t,--timeout", arguments.timeout, "idle time after which a connection ends (60; on lines none)")
        ->option_text("SECONDS")
        ->check(positive);
    command.add_option("--drain-timeout", arguments.drain_timeout, "how long a stop waits for connections (5)")
        ->option_text("SECONDS")
        ->check(positive);
    command.add_option("--exec-timeout", arguments.exec_timeout, "how long a command may run for one frame (10)")
        ->option_text("SECONDS")
        ->check(positive);
    command.add_option("--exec-limit", arguments.exec_limit, "most bytes of a command's answer (1048576)")
        ->option_text("BYTES");
}

void serve(const serve_arguments& arguments, bool for_servers) {
    const any_framing framing = arguments.framing.compile();
    const place at = arguments.endpoint.parse();
    if (!at.is_line()) return serve_address(arguments, *at.address, framing);
    if (for_servers) throw bad_input{"--style, --max-connections and --count are for addresses, not for lines", 2};
    serve_place(arguments, at, framing);
}

}  // namespace

void add_serve(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("serve", "listen, and answer or print the frames that arrive");
    const auto arguments = std::make_shared<serve_arguments>();
    arguments->endpoint.add_to(*command);
    arguments->framing.add_option_to(*command);
    const std::map<std::string, net::server_style> styles = {{"thread", net::server_style::thread},
                                                             {"process", net::server_style::process},
                                                             {"poll", net::server_style::poll}};
    CLI::Option* const style = command
                                   ->add_option("--style", arguments->style,
                                                "thread (default) or process per connection, or poll: one for all")
                                   ->option_text("STYLE")
                                   ->transform(CLI::CheckedTransformer(styles));
    CLI::Option* const echo = command->add_flag("--echo", arguments->echoes, "send every frame back (default)");
    CLI::Option* const exec =
        command->add_option("--exec", arguments->command, "answer with what `sh -c CMD` makes of the payload");
    CLI::Option* const unpack = arguments->form.add_to(*command);
    CLI::Option* const most =
        command->add_option("--max-connections", arguments->max_connections,
                            "served at a time; others wait (256 threads, 64 processes, 4096 polled)");
    CLI::Option* const count =
        command->add_option("-c,--count", arguments->count, "stop behind this many connections")->option_text("N");
    most->option_text("N")->check(CLI::Range(std::size_t{1}, std::size_t{1} << 20));
    count->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 62));
    add_limits(*command, *arguments);
    exec->excludes(echo)->option_text("CMD");
    for (CLI::Option* const other : {echo, exec}) {
        for (const char* const printing : {"--unpack", "--json", "--hex", "--raw"}) other->excludes(printing);
    }
    echo->option_text(" ");
    command->footer(footer);
    command->callback([=] {
        arguments->form.unpacks = unpack->count() != 0;
        arguments->executes = exec->count() != 0;
        serve(*arguments, style->count() + most->count() + count->count() != 0);
    });
}

}  // namespace structwire::cli
