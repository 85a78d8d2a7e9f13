// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames over TLS: the same operations on an ssl::stream, and what its ends mean.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <type_traits>

#include "asio/asio_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace asio_support;
using boost::asio::ip::tcp;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::frame_decoder;
namespace asio = structwire::asio;
namespace io = boost::asio::error;
namespace ssl = boost::asio::ssl;

/// A key and a certificate signed with it, for "localhost", valid for an hour.
struct identity {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
    std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), &X509_free};

    identity() {
        X509* const made = certificate.get();
        X509_set_version(made, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
        X509_gmtime_adj(X509_getm_notBefore(made), -60);
        X509_gmtime_adj(X509_getm_notAfter(made), 60L * 60);
        const std::string_view host = "localhost";
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(host.data()), static_cast<int>(host.size()),
                                   -1, 0);
        X509_set_issuer_name(made, X509_get_subject_name(made));
        X509_set_pubkey(made, key.get());
        REQUIRE(X509_sign(made, key.get(), EVP_sha256()) != 0);
    }
};

/// A client and a server over loopback, through with their handshake; the client has checked the certificate.
struct tls_pair {
    boost::asio::io_context context;
    ssl::context client_rules{ssl::context::tls_client}, server_rules{ssl::context::tls_server};
    std::unique_ptr<ssl::stream<tcp::socket>> client, server;

    tls_pair() {
        const identity self;
        REQUIRE(SSL_CTX_use_certificate(server_rules.native_handle(), self.certificate.get()) == 1);
        REQUIRE(SSL_CTX_use_PrivateKey(server_rules.native_handle(), self.key.get()) == 1);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(client_rules.native_handle()), self.certificate.get());
        client_rules.set_verify_mode(ssl::verify_peer);
        client = std::make_unique<ssl::stream<tcp::socket>>(context, client_rules);
        server = std::make_unique<ssl::stream<tcp::socket>>(context, server_rules);
        tcp::acceptor door(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
        client->lowest_layer().connect(door.local_endpoint());
        door.accept(server->lowest_layer());
        error_code client_failure = io::timed_out, server_failure = io::timed_out;
        client->async_handshake(ssl::stream_base::client, [&](error_code code) { client_failure = code; });
        server->async_handshake(ssl::stream_base::server, [&](error_code code) { server_failure = code; });
        run(context);
        REQUIRE(client_failure == error_code{});
        REQUIRE(server_failure == error_code{});
    }
};

TEST_CASE("asio: frames over TLS, both ways, single and in batches", "[asio][tls]") {
    tls_pair tls;
    const structwire::framing<"u32be,limit=4M"> rules;
    frame_decoder<structwire::framing<"u32be,limit=4M">> at_server, at_client;
    for (const std::size_t size : {0u, 5u, 100'000u, 1'000'000u}) {
        const std::string payload(size, 'x');
        write_result sent{io::timed_out, 0}, answered{io::timed_out, 0};
        asio::async_write_frame(*tls.client, rules, as_bytes(payload),
                                [&](error_code code, std::size_t count) { sent = {code, count}; });
        asio::async_read_frame(*tls.server, at_server, [&](error_code, const structwire::frame& got) {
            asio::async_write_frame(*tls.server, rules, got.payload,
                                    [&](error_code code, std::size_t count) { answered = {code, count}; });
        });
        const read_result got = read_one(tls.context, *tls.client, at_client);
        CHECK(sent == write_result{{}, size + 4});
        CHECK(answered == sent);
        CHECK((got.payload == payload));
    }
    structwire::frame_encoder<messages> out;
    for (int count = 0; count != 3; ++count) REQUIRE(out.add(as_bytes("batch")));
    CHECK(asio::write_frames(*tls.client, out).value() == 27);
    for (int count = 0; count != 3; ++count) CHECK(read_one(tls.context, *tls.server, at_server).payload == "batch");
    CHECK(asio::write_frame(*tls.server, rules, as_bytes("blocking")).value() == 12);
    CHECK(as_text(asio::read_frame(*tls.client, at_client).value().payload) == "blocking");
}

TEST_CASE("asio: TLS that is closed properly ends with eof", "[asio][tls]") {
    tls_pair tls;
    CHECK(asio::write_frame(*tls.client, messages{}, as_bytes("last")).value() == 8);
    error_code closed = io::timed_out;
    tls.client->async_shutdown([&](error_code code) { closed = code; });
    frame_decoder<messages> decoder;
    std::vector<error_code> codes;
    const auto read = [&](const auto& again) -> void {
        asio::async_read_frame(*tls.server, decoder, [&](error_code code, const structwire::frame& got) {
            codes.push_back(code);
            if (!code) CHECK(as_text(got.payload) == "last");
            if (codes.size() == 4) return tls.server->async_shutdown([](error_code) {});
            again(again);
        });
    };
    read(read);
    run(tls.context);
    CHECK(codes == std::vector<error_code>{{}, io::eof, io::eof, io::eof});
    CHECK(closed == error_code{});
}

TEST_CASE("asio: what came over TLS up to its close_notify is the last frame", "[asio][tls]") {
    tls_pair tls;
    boost::asio::write(*tls.client, boost::asio::buffer("everything", 10));
    tls.client->async_shutdown([](error_code) {});
    frame_decoder<structwire::framing<"eof">> decoder;
    read_result got{io::timed_out, "", 0, ""};
    asio::async_read_frame(*tls.server, decoder, [&](error_code code, const structwire::frame& frame) {
        got = copy_of(code, frame);
        tls.server->async_shutdown([](error_code) {});
    });
    run(tls.context);
    CHECK(got == read_result{{}, "everything"});
}

TEMPLATE_TEST_CASE_SIG("asio: TLS without its close_notify is an error, behind the frames, and again",
                       "[asio][tls][rule-04]", ((bool UpToTheEnd), UpToTheEnd), false, true) {
    using framing = std::conditional_t<UpToTheEnd, structwire::framing<"eof">, messages>;
    const bool blocking = GENERATE(false, true);
    tls_pair tls;
    boost::asio::write(*tls.client, boost::asio::buffer("\0\0\0\3one", 7));
    tls.client->lowest_layer().shutdown(tcp::socket::shutdown_send);
    frame_decoder<framing> decoder;
    const auto next = [&] {
        if (!blocking) return read_one(tls.context, *tls.server, decoder);
        error_code code;
        const structwire::frame got = asio::read_frame(*tls.server, decoder, code);
        return copy_of(code, got);
    };
    if (!UpToTheEnd) CHECK(next().payload == "one");
    for (int call = 0; call < 3; ++call) {
        CAPTURE(call);
        CHECK(next().code == (call == 0 ? error_code(ssl::error::stream_truncated) : error_code(errc::system_error)));
    }
    CHECK(decoder.pending_bytes() == (UpToTheEnd ? 7 : 0));
    CHECK(asio::read_frame(*tls.server, decoder).error() ==
          structwire::error{.code = errc::system_error, .during = structwire::operation::read});
}

}  // namespace
