// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// A peer with nanopb: pb_encode_ex and pb_decode_ex with PB_ENCODE_DELIMITED. peer.py says what a peer does.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <pb_decode.h>
#include <pb_encode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <trade.pb.h>
#include <unistd.h>

enum { most_symbol = 1 << 17, most_trades = 2000, line_room = 2 * most_symbol + 64, seconds = 30 };

struct symbol {
    size_t size;
    pb_byte_t* bytes;
};

struct trade {
    structwire_demo_Trade fields;
    struct symbol symbol;
};

struct link {
    FILE* in;
    int out;
    const char* pace;
    bool is_new;
};

static const char* failure = "";

static bool fail(const char* why) {
    failure = why;
    return false;
}

static bool is(const char* left, const char* right) { return strcmp(left, right) == 0; }

// The runtime's callbacks for the string field: the text of a Trade may hold NUL.
static bool encode_symbol(pb_ostream_t* stream, const pb_field_t* field, void* const* argument) {
    const struct symbol* symbol = *argument;
    if (symbol->size == 0) return true;
    return pb_encode_tag_for_field(stream, field) && pb_encode_string(stream, symbol->bytes, symbol->size);
}

static bool decode_symbol(pb_istream_t* stream, const pb_field_t* field, void** argument) {
    (void)field;
    struct symbol* symbol = *argument;
    if (stream->bytes_left > most_symbol) return false;
    free(symbol->bytes);
    symbol->size = stream->bytes_left;
    symbol->bytes = malloc(symbol->size + 1);
    return pb_read(stream, symbol->bytes, symbol->size);
}

static bool read_from_file(pb_istream_t* stream, pb_byte_t* to, size_t count) {
    return fread(to, 1, count, stream->state) == count;
}

// 1: a message, 0: the end, -1: something else.
static int receive(struct link* from, struct trade* into) {
    if (is(from->pace, "sips")) usleep(from->is_new ? 50000 : 200);
    from->is_new = false;
    const int next = fgetc(from->in);
    if (next == EOF) return 0;
    ungetc(next, from->in);
    pb_istream_t stream = {read_from_file, from->in, SIZE_MAX, NULL};
    memset(into, 0, sizeof *into);
    into->fields.symbol.funcs.decode = decode_symbol;
    into->fields.symbol.arg = &into->symbol;
    if (pb_decode_ex(&stream, structwire_demo_Trade_fields, &into->fields, PB_DECODE_DELIMITED)) return 1;
    fail(PB_GET_ERROR(&stream));
    return -1;
}

static bool send_bytes(int to, const pb_byte_t* bytes, size_t count) {
    for (ssize_t sent = 0; count != 0; bytes += sent, count -= (size_t)sent) {
        sent = write(to, bytes, count);
        if (sent <= 0) return fail("write");
    }
    return true;
}

// Sends bytes at the link's pace.
static bool send_paced(const struct link* to, const pb_byte_t* bytes, size_t count) {
    if (is(to->pace, "bytes")) {
        for (size_t at = 0; at != count; ++at) {
            if (!send_bytes(to->out, bytes + at, 1)) return false;
        }
        return true;
    }
    if (!is(to->pace, "pauses")) return send_bytes(to->out, bytes, count);
    const size_t ends[] = {1, (count + 1) / 2, count};
    size_t at = 0;
    for (size_t part = 0; part != 3; ++part) {
        if (!send_bytes(to->out, bytes + at, ends[part] - at)) return false;
        at = ends[part];
        usleep(2000);
    }
    return true;
}

// Appends the frame of a trade.
static bool encode(struct trade* trade, pb_byte_t* to, size_t room, size_t* used) {
    pb_ostream_t stream = pb_ostream_from_buffer(to + *used, room - *used);
    trade->fields.symbol.funcs.encode = encode_symbol;
    trade->fields.symbol.arg = &trade->symbol;
    if (!pb_encode_ex(&stream, structwire_demo_Trade_fields, &trade->fields, PB_ENCODE_DELIMITED))
        return fail(PB_GET_ERROR(&stream));
    *used += stream.bytes_written;
    return true;
}

// All in one piece, or each at the link's pace.
static bool send_trades(const struct link* to, struct trade* trades, size_t count) {
    const size_t room = (size_t)8 << 20;
    pb_byte_t* bytes = malloc(room);
    size_t used = 0;
    bool good = true;
    for (size_t each = 0; good && each != count; ++each) {
        good = encode(&trades[each], bytes, room, &used);
        if (is(to->pace, "whole")) continue;
        good = good && send_paced(to, bytes, used);
        used = 0;
    }
    good = good && send_bytes(to->out, bytes, used);
    free(bytes);
    return good;
}

static void write_line(FILE* to, const struct trade* trade) {
    fprintf(to, "%" PRIu32 " %" PRId64 " %" PRId32 " /", trade->fields.id, trade->fields.price, trade->fields.quantity);
    for (size_t at = 0; at != trade->symbol.size; ++at) fprintf(to, "%02x", trade->symbol.bytes[at]);
    fputc('\n', to);
}

static int read_lines(const char* path, struct trade* trades) {
    FILE* file = fopen(path, "r");
    char* text = malloc(line_room);
    int count = 0;
    for (; file != NULL && count != most_trades && fgets(text, line_room, file) != NULL; ++count) {
        struct trade* trade = &trades[count];
        memset(trade, 0, sizeof *trade);
        int at = 0;
        sscanf(text, "%" SCNu32 " %" SCNd64 " %" SCNd32 " /%n", &trade->fields.id, &trade->fields.price,
               &trade->fields.quantity, &at);
        const size_t digits = strcspn(text + at, "\n");
        trade->symbol.bytes = malloc(digits / 2 + 1);
        for (; trade->symbol.size != digits / 2; ++trade->symbol.size) {
            sscanf(text + at + 2 * trade->symbol.size, "%2hhx", &trade->symbol.bytes[trade->symbol.size]);
        }
    }
    if (file != NULL) fclose(file);
    free(text);
    return count;
}

static void free_trades(struct trade* trades, int count) {
    for (int each = 0; each != count; ++each) free(trades[each].symbol.bytes);
}

static int write_stream(const char* lines, const char* stream, struct trade* trades) {
    const int count = read_lines(lines, trades);
    FILE* file = fopen(stream, "wb");
    const struct link to = {NULL, fileno(file), "whole", false};
    const bool good = send_trades(&to, trades, (size_t)count);
    fclose(file);
    free_trades(trades, count);
    return good ? count : -1;
}

// Reads to the end; the count, -1 after an error.
static int read_trades(struct link* from, FILE* lines) {
    int count = 0;
    struct trade trade;
    for (int got; (got = receive(from, &trade)) != 0; ++count) {
        if (got < 0) return -1;
        write_line(lines, &trade);
        free(trade.symbol.bytes);
    }
    return count;
}

static int read_stream(const char* stream, const char* lines) {
    struct link from = {fopen(stream, "rb"), -1, "whole", false};
    FILE* file = fopen(lines, "w");
    const int count = read_trades(&from, file);
    fclose(file);
    fclose(from.in);
    return count;
}

static struct link make_link(int peer, const char* pace) {
    const int yes = 1;
    const struct timeval patience = {seconds, 0};
    setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return (struct link){fdopen(dup(peer), "rb"), peer, pace, true};
}

static void close_link(struct link* link) {
    fclose(link->in);
    close(link->out);
}

static int make_socket(const char* pace) {
    const int size = 2048, made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (is(pace, "sips")) setsockopt(made, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    return made;
}

static int accept_client(const char* pace) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    const int listener = make_socket(pace);
    bind(listener, (struct sockaddr*)&at, size);
    listen(listener, 1);
    getsockname(listener, (struct sockaddr*)&at, &size);
    printf("port %d\n", ntohs(at.sin_port));
    const int client = accept(listener, NULL, NULL);
    close(listener);
    return client;
}

static int serve(bool each, const char* pace, struct trade* trades) {
    struct link link = make_link(accept_client(pace), pace);
    int count = 0, kept = 0, got;
    bool good = true;
    while (good && kept != most_trades && (got = receive(&link, &trades[kept])) != 0) {
        good = got > 0;
        if (!good) break;
        ++trades[kept].fields.id;
        ++count;
        if (each) good = send_trades(&link, &trades[kept], 1);
        if (each) free(trades[kept].symbol.bytes);
        else ++kept;
    }
    good = good && send_trades(&link, trades, (size_t)kept);
    free_trades(trades, kept);
    close_link(&link);
    return good ? count : -1;
}

static int exchange(struct link* link, bool each, struct trade* trades, int count, FILE* answers) {
    if (!each && !send_trades(link, trades, (size_t)count)) return -1;
    for (int at = 0; each && at != count; ++at) {
        struct trade answer;
        if (!send_trades(link, &trades[at], 1) || receive(link, &answer) != 1) return -1;
        write_line(answers, &answer);
        free(answer.symbol.bytes);
    }
    shutdown(link->out, SHUT_WR);
    const int rest = read_trades(link, answers);
    return rest < 0 || !each ? rest : count + rest;
}

static int talk(int port, bool each, const char* pace, const char* lines, const char* answers, struct trade* trades) {
    const struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int server = make_socket(pace);
    if (connect(server, (const struct sockaddr*)&at, sizeof at) != 0) return fail("connect"), -1;
    struct link link = make_link(server, pace);
    FILE* file = fopen(answers, "w");
    const int count = read_lines(lines, trades);
    const int got = exchange(&link, each, trades, count, file);
    free_trades(trades, count);
    fclose(file);
    close_link(&link);
    return got;
}

static int run(char words[6][1000], struct trade* trades) {
    if (is(words[0], "write")) return write_stream(words[1], words[2], trades);
    if (is(words[0], "read")) return read_stream(words[1], words[2]);
    if (is(words[0], "serve")) return serve(is(words[1], "each"), words[2], trades);
    if (is(words[0], "talk")) return talk(atoi(words[1]), is(words[2], "each"), words[3], words[4], words[5], trades);
    return fail("no such command"), -1;
}

int main(void) {
    static struct trade trades[most_trades];
    static char command[8192], words[6][1000];
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(command, sizeof command, stdin) != NULL) {
        sscanf(command, "%999s %999s %999s %999s %999s %999s", words[0], words[1], words[2], words[3], words[4],
               words[5]);
        const int count = run(words, trades);
        if (count >= 0) printf("ok %d\n", count);
        else printf("failed %s\n", failure);
    }
    return 0;
}
