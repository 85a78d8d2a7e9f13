// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Messages between two processes with ZeroMQ: a pair of sockets, as much on its way as ours have in their buffers.
///
///     transport_zeromq ping_pong|buffered tcp|unix PAYLOAD_BYTES COUNT
///
/// Prints the nanoseconds of processor time of both processes for one round trip or message.
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>
#include <zmq.h>

namespace {

void require(bool done, const char* what) {
    if (done) return;
    std::fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
    std::_Exit(1);
}

double used(int who) {
    rusage usage{};
    require(::getrusage(who, &usage) == 0, "getrusage");
    const auto seconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
    return seconds * 1e9 + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
}

// Messages; the context is made in the process that uses it.
class peer {
public:
    peer() : socket_(zmq_socket(context_, ZMQ_PAIR)) { require(socket_ != nullptr, "zmq_socket"); }
    peer(const peer&) = delete;
    peer& operator=(const peer&) = delete;
    ~peer() {
        zmq_close(socket_);
        zmq_ctx_term(context_);
    }

    std::string bind(const std::string& at) {
        require(zmq_bind(socket_, at.c_str()) == 0, "zmq_bind");
        std::array<char, 256> name{};
        std::size_t size = name.size();
        require(zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, name.data(), &size) == 0, "zmq_getsockopt");
        return name.data();
    }
    void connect(const std::string& to) { require(zmq_connect(socket_, to.c_str()) == 0, "zmq_connect"); }
    void write(const std::vector<char>& payload) {
        require(zmq_send(socket_, payload.data(), payload.size(), 0) >= 0, "zmq_send");
    }
    void read() {
        zmq_msg_t message;
        zmq_msg_init(&message);
        require(zmq_msg_recv(&message, socket_, 0) >= 0, "zmq_msg_recv");
        zmq_msg_close(&message);
    }

private:
    void* context_ = zmq_ctx_new();
    void* socket_;
};

void serve(bool answers, int name_from, const std::vector<char>& payload, std::size_t count) {
    std::array<char, 256> name{};
    require(::read(name_from, name.data(), name.size() - 1) > 0, "read");
    peer end;
    end.connect(name.data());
    for (; count != 0; --count) {
        end.read();
        if (answers) end.write(payload);
    }
    if (!answers) end.write(payload);
}

}  // namespace

int main(int, char** arguments) {
    const bool answers = arguments[1] == std::string("ping_pong"), tcp = arguments[2] == std::string("tcp");
    const std::vector<char> payload(std::strtoul(arguments[3], nullptr, 10), 'x');
    const std::size_t count = std::strtoul(arguments[4], nullptr, 10);
    int names[2];
    require(::pipe(names) == 0, "pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        serve(answers, names[0], payload, count);
        return 0;
    }
    {
        peer end;
        const std::string name = end.bind(tcp ? "tcp://127.0.0.1:*" : "ipc://*");
        require(::write(names[1], name.c_str(), name.size()) > 0, "write");
        for (std::size_t left = count; left != 0; --left) {
            end.write(payload);
            if (answers) end.read();
        }
        if (!answers) end.read();
        require(::waitpid(child, nullptr, 0) == child, "waitpid");
    }
    std::printf("%.3f\n", (used(RUSAGE_SELF) + used(RUSAGE_CHILDREN)) / static_cast<double>(count));
}
