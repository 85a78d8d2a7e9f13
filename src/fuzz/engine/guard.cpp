// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/guard.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "fuzz/engine/coverage.hpp"
#include "fuzz/engine/interface.hpp"
#include "fuzz/engine/leaks.hpp"

// Defined by the runtime of a sanitizer. NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());

// g++'s UBSan is a library beside AddressSanitizer's, knows nothing of its callback, and just exits. A signal is seen.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] const char* __ubsan_default_options() { return "abort_on_error=1"; }

namespace structwire::fuzz::engine {

namespace {

// A target that keeps more and more memory on purpose is not slowed down for ever.
constexpr unsigned max_leak_checks = 1000;

// To ask for the peak of memory takes as long as many a run. Nobody gets a megabyte from the system in less than this.
constexpr std::chrono::microseconds long_run(50);

// One run at a time: plain variables, read by signal handlers.
struct guard_state {
    input_view current;
    volatile bool running = false;
    volatile bool reporting = false;
    volatile bool describing = false;                 // the report is out but for the description
    volatile exit_status status = exit_status::good;  // of the report
    volatile unsigned describing_seconds = 0;
    bool silent = false;
    std::uint64_t executions = 0;
    std::uint64_t new_inputs = 0;
    bool final_stats = false;
    std::chrono::steady_clock::time_point begin;
    std::uint64_t stuck_at = 0;
    std::int64_t stuck_seconds = 0;
    std::int64_t timeout = 0;
    std::int64_t kept_blocks = 0;  // by the latest run
    unsigned leak_checks = 0;      // that are left
    std::uint64_t rss_limit_mb = 0;
    std::uint64_t malloc_limit_mb = 0;
    std::chrono::steady_clock::time_point latest_end;  // of a run
    volatile unsigned seconds = 0;
    volatile bool interrupted = false;
    std::uint64_t interrupted_at = 0;           // executions
    volatile unsigned interrupted_seconds = 0;  // that the same run has gone on since
    volatile pid_t child = 0;
    const char* artifact_prefix = "";
    const char* exact_path = "";
    const char* source = nullptr;  // the file that is run
};
guard_state state;

void start_timer() {
    const itimerval each_second{{1, 0}, {1, 0}};
    ::setitimer(ITIMER_REAL, &each_second, nullptr);
}

void say(const char* text) {
    if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;
}

void say_bytes(input_view bytes) {
    std::array<char, 8> text{};
    for (const std::uint8_t byte : bytes.first(std::min<std::size_t>(bytes.size(), 64))) {
        std::snprintf(text.data(), text.size(), " %02x", byte);
        say(text.data());
    }
    say(bytes.size() > 64 ? " ...\n" : "\n");
}

bool write_current(const char* path) {
    const bool written = write_file(path, state.current);
    say(written ? "Test unit written to " : "ERROR: cannot write the input to ");
    say(path);
    say("\n");
    return written;
}

// Without allocation: the heap may be what is broken. What cannot be written where it should goes to the working folder.
void write_artifact(const char* kind) {
    if (*state.exact_path != '\0' && write_current(state.exact_path)) return;
    std::array<char, 4096> path{};
    const auto write_to = [&](const char* prefix) {
        std::snprintf(path.data(), path.size(), "%s%s-%s", prefix, kind, hash_name(state.current).data());
        return write_current(path.data());
    };
    if (*state.exact_path == '\0' && write_to(state.artifact_prefix)) return;
    if (*state.exact_path != '\0' || std::string_view(state.artifact_prefix) != "./") write_to("./");
}

void keep_input(const char* kind) {
    if (state.source == nullptr) return write_artifact(kind);
    say("The input is the file ");
    say(state.source);
    say("\n");
}

// May wait for ever for a lock of the heap or of stderr: the target may have been stopped while it held one. So the
// signals that end the program get through, although this may run in the handler of one of them.
void describe() {
    if (structwire_fuzz_describe == nullptr) return;
    state.describing = true;
    start_timer();
    sigset_t enders;
    ::sigemptyset(&enders);
    for (const int number : {SIGALRM, SIGINT, SIGTERM}) ::sigaddset(&enders, number);
    ::pthread_sigmask(SIG_UNBLOCK, &enders, nullptr);
    structwire_fuzz_describe(state.current.data(), state.current.size());
    std::fflush(stderr);
}

// The input first, then what may go wrong again.
[[noreturn]] void report(const char* kind, const char* what, exit_status status) {
    coverage::stop();
    if (state.silent) ::_exit(static_cast<int>(status));
    if (state.reporting) ::_exit(static_cast<int>(state.status));
    state.status = status;
    state.reporting = true;
    std::array<char, 256> line{};
    std::snprintf(line.data(), line.size(), "==%d== ERROR: structwire fuzz: %s\nInput of %zu bytes:", ::getpid(), what,
                  state.current.size());
    say(line.data());
    say_bytes(state.current);
    keep_input(kind);
    print_final_stats();
    describe();
    ::_exit(static_cast<int>(status));
}

void on_signal(int number) {
    std::array<char, 64> what{};
    std::snprintf(what.data(), what.size(), "deadly signal %d (SIG%s)", number, sigabbrev_np(number));
    report("crash", what.data(), exit_status::crash);
}

void on_death() {
    if (state.running || state.reporting) report("crash", "the sanitizer stopped the program", exit_status::crash);
}

void on_exit() {
    if (state.running) report("crash", "the target called exit()", exit_status::crash);
}

void say_interrupted() {
    if (state.silent) return;
    std::array<char, 64> line{};
    std::snprintf(line.data(), line.size(), "==%d== structwire fuzz: run interrupted; exiting\n", ::getpid());
    say(line.data());
}

[[noreturn]] void end_interrupted() {
    say_interrupted();
    print_final_stats();
    ::_exit(static_cast<int>(exit_status::interrupted));
}

void on_interrupt(int) {
    if (state.describing) ::_exit(static_cast<int>(state.status));
    if (state.interrupted) {
        if (state.child > 0) ::kill(state.child, SIGKILL);
        end_interrupted();
    }
    state.interrupted_at = state.executions;
    state.interrupted = true;
    if (state.child > 0) ::kill(state.child, SIGTERM);
}

// A run that is still the same a second after the signal is not waited for. One second may have been over with the
// signal itself, when the program was not given the processor: two.
void stop_interrupted_run() {
    if (!state.interrupted) return;
    state.interrupted_seconds = state.executions == state.interrupted_at ? state.interrupted_seconds + 1 : 1;
    state.interrupted_at = state.executions;
    if (state.interrupted_seconds >= 2) end_interrupted();
}

void check_memory() {
    if (state.rss_limit_mb == 0 || peak_memory_mb() <= state.rss_limit_mb) return;
    std::array<char, 96> what{};
    std::snprintf(what.data(), what.size(), "out of memory: used %llu MB, -rss_limit_mb=%llu",
                  static_cast<unsigned long long>(peak_memory_mb()),
                  static_cast<unsigned long long>(state.rss_limit_mb));
    report("oom", what.data(), exit_status::out_of_memory);
}

// Once a second. No run asks for the time: that a run takes too long shows in the number of runs, which stands still.
void on_second(int) {
    state.seconds = state.seconds + 1;
    if (state.describing) {
        // The first one may have been pending: at least two seconds.
        state.describing_seconds = state.describing_seconds + 1;
        if (state.describing_seconds > 2) ::_exit(static_cast<int>(state.status));
    }
    if (state.reporting) return;
    if (!state.running) return;
    stop_interrupted_run();
    check_memory();
    if (state.executions != state.stuck_at) {
        state.stuck_at = state.executions;
        state.stuck_seconds = 0;
        return;
    }
    if (state.timeout == 0 || ++state.stuck_seconds < state.timeout) return;
    std::array<char, 64> what{};
    std::snprintf(what.data(), what.size(), "timeout after %lld seconds", static_cast<long long>(state.stuck_seconds));
    report("timeout", what.data(), exit_status::timeout);
}

void on_block(std::size_t size) {
    if (!state.running || state.reporting) return;
    std::array<char, 96> what{};
    std::snprintf(what.data(), what.size(), "out of memory: malloc(%zu), -malloc_limit_mb=%llu", size,
                  static_cast<unsigned long long>(state.malloc_limit_mb));
    report("oom", what.data(), exit_status::out_of_memory);
}

// A sanitizer that reports such signals itself keeps its handler: it ends in on_death.
void catch_signal(int number, void (*handler)(int), int flags) {
    struct sigaction action{};
    ::sigaction(number, nullptr, &action);
    const bool taken =
        (action.sa_flags & SA_SIGINFO) != 0 ? action.sa_sigaction != nullptr : action.sa_handler != SIG_DFL;
    if (taken) return;
    action = {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    ::sigaction(number, &action, nullptr);
}

// A run, which nothing counts. Without coverage it starts none of its own, but a kit around the parser may.
int call_target(input_view bytes, bool with_coverage) {
    // A block of its own, so that a sanitizer sees a read outside, and the input stays whole for the report.
    const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[bytes.size()]);
    std::ranges::copy(bytes, copy.get());
    state.current = bytes;
    state.running = true;
    const std::int64_t blocks = leaks::blocks();
    if (with_coverage) coverage::start(bytes.size());
    const int result = LLVMFuzzerTestOneInput(copy.get(), bytes.size());
    coverage::stop();
    state.kept_blocks = leaks::blocks() - blocks;
    if (!std::ranges::equal(bytes, input_view(copy.get(), bytes.size()))) {
        report("crash", "the target changed its input", exit_status::crash);
    }
    state.running = false;
    return result;
}

}  // namespace

void install_guard(const options& settings) {
    state.artifact_prefix = settings.artifact_prefix.c_str();
    state.exact_path = settings.exact_artifact_path.c_str();
    state.final_stats = settings.print_final_stats != 0;
    state.begin = std::chrono::steady_clock::now();
    state.timeout = settings.timeout;
    state.rss_limit_mb = static_cast<std::uint64_t>(settings.rss_limit_mb);
    // A stack of its own, for a target that used up the other one. Aligned: AddressSanitizer clears the shadow of both
    // whenever the program leaves a function for good, and refuses one that begins anywhere else.
    alignas(std::max_align_t) static std::array<char, 1 << 17> signal_stack;
    const stack_t stack{signal_stack.data(), 0, signal_stack.size()};
    ::sigaltstack(&stack, nullptr);
    for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE}) catch_signal(number, on_signal, SA_ONSTACK);
    catch_signal(SIGALRM, on_second, SA_RESTART);
    // What waits for the bytes of a pipe waits no longer.
    catch_signal(SIGINT, on_interrupt, 0);
    catch_signal(SIGTERM, on_interrupt, 0);
    if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(on_death);
    std::atexit(on_exit);
    state.malloc_limit_mb =
        static_cast<std::uint64_t>(settings.malloc_limit_mb != 0 ? settings.malloc_limit_mb : settings.rss_limit_mb);
    if (settings.detect_leaks != 0 && leaks::can_be_seen()) state.leak_checks = max_leak_checks;
    const std::uint64_t largest = state.malloc_limit_mb == 0 ? SIZE_MAX : state.malloc_limit_mb << 20;
    leaks::watch(static_cast<std::size_t>(largest), on_block);
    start_timer();
}

bool run_target(input_view bytes) {
    ++state.executions;
    const int result = call_target(bytes, true);
    // At once, while it is known which input it was. What the search did in between counts too: one look at the clock.
    const auto now = std::chrono::steady_clock::now();
    if (now - state.latest_end > long_run) check_memory();
    state.latest_end = now;
    return result >= 0;
}

void check_leaks() {
    if (state.kept_blocks <= 0 || state.leak_checks == 0) return;
    call_target(state.current, false);
    if (state.kept_blocks <= 0) return;
    --state.leak_checks;
    if (leaks::are_there()) report("leak", "memory leak", exit_status::crash);
}

void count_new_input() { ++state.new_inputs; }
void set_source(const char* path) { state.source = path; }

// Without allocation, as a report.
void print_final_stats() {
    if (!state.final_stats || state.silent) return;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - state.begin;
    const auto per_second = static_cast<double>(state.executions) / std::max(elapsed.count(), 0.001);
    const auto print = [](const char* name, std::uint64_t value) {
        std::array<char, 64> line{};
        std::snprintf(line.data(), line.size(), "stat::%-25s %llu\n", name, static_cast<unsigned long long>(value));
        say(line.data());
    };
    print("number_of_executed_units:", state.executions);
    print("average_exec_per_sec:", static_cast<std::uint64_t>(per_second));
    print("new_units_added:", state.new_inputs);
    print("peak_rss_mb:", peak_memory_mb());
}

std::uint64_t executions() { return state.executions; }
bool is_interrupted() { return state.interrupted; }
unsigned seconds() { return state.seconds; }

exit_status good_unless_interrupted() {
    if (!state.interrupted) return exit_status::good;
    say_interrupted();
    return exit_status::interrupted;
}

std::uint64_t peak_memory_mb() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) / 1024;
}

void set_child(pid_t child) {
    state.child = child;
    if (child > 0 && state.interrupted) ::kill(child, SIGTERM);
}

void become_child() {
    state.silent = true;
    state.child = 0;
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
    }
    start_timer();
}

}  // namespace structwire::fuzz::engine
