// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Inputs and what they give, framing by framing and option by option.
#include <structwire/framing.hpp>

#include <initializer_list>

#include "framing/models.hpp"
#include "framing/models/implementation.hpp"
#include "framing/models/tools.hpp"
#include "framing/support.hpp"

using namespace test;
using structwire::any_framing;

namespace {

struct row {
    std::string_view input{};
    std::string_view events{};  // with numbers if they are fixed: `0!too_long 3/4 `, else `0!too_long `
};

bool has_numbers(std::string_view events) { return events.find('/') != std::string_view::npos; }

// A row as it stands, and its input cut off at every byte: whatever is a frame stays one, and how the end is told is
// what the model says.
void check(std::string_view text, std::initializer_list<row> rows) {
    INFO(text);
    const auto framing = any_framing::parse(text);
    REQUIRE(framing);
    for (const row& each : rows) {
        INFO(in_hex(each.input));
        const std::string events = events_of(*framing, each.input);
        CHECK((has_numbers(each.events) ? events : without_numbers(events)) == each.events);
        for (std::size_t size = 0; size != each.input.size(); ++size) {
            const std::string_view part = each.input.substr(0, size);
            const given_events given = events_given(*framing, part);
            INFO("cut off behind " << size);
            CHECK(models::starts_with(without_numbers(events), given.before_end));
            CHECK(given.all == model(text, part));
        }
    }
}

}  // namespace

TEST_CASE("cases: unsigned lengths", "[framing][cases]") {
    check("u8", {{"\2ab\0\1c"sv, "0:[ab] 3:[] 4:[c] ."},
                 {""sv, "."},
                 {"\3ab"sv, "0!truncated 4/3 "},
                 {"\0\0\0"sv, "0:[] 1:[] 2:[] ."},
                 {"\1a\1"sv, "0:[a] 2!truncated 2/1 "}});
    check("u16be", {{"\0\2ab"sv, "0:[ab] ."}, {"\0"sv, "0!truncated 0/1 "}, {"\0\2a"sv, "0!truncated 4/3 "}});
    check("u24le", {{"\2\0\0ab"sv, "0:[ab] ."}, {"\2\0"sv, "0!truncated 0/2 "}, {"\0\0\0"sv, "0:[] ."}});
    check("u48be", {{"\0\0\0\0\0\1a"sv, "0:[a] ."}, {"\0\0\1"sv, "0!too_long "}, {"\1"sv, "0!too_long "}});
    check("u64le", {{"\1\0\0\0\0\0\0\0a"sv, "0:[a] ."}, {"\0\0\0\0\0\1"sv, "0!too_long "}});
}

TEST_CASE("cases: limits of lengths", "[framing][cases][limits]") {
    check("u16be,limit=5", {{"\0\2ab"sv, "0:[ab] ."},
                            {"\0\3abc"sv, "0:[abc] ."},
                            {"\0\4abcd"sv, "0!too_long 5/6 "},
                            {"\0\1a\0\4abcd"sv, "0:[a] 3!too_long 5/6 "},
                            {"\1"sv, "0!too_long 5/258 "}});
    check("u8,limit=1", {{"\0\0"sv, "0:[] 1:[] ."}, {"\1"sv, "0!too_long 1/2 "}});
}

TEST_CASE("cases: bytes in front of a length, and what it counts", "[framing][cases]") {
    check("u8,offset=2", {{"hh\1ahh\0"sv, "0:[hh|a] 4:[hh|] ."},
                          {"h"sv, "0!truncated 0/1 "},
                          {"hh"sv, "0!truncated 0/2 "},
                          {"hh\2a"sv, "0!truncated 5/4 "},
                          {""sv, "."}});
    check("u8,adjust=+2", {{"\0ab\1abc"sv, "0:[ab] 3:[abc] ."}, {"\0a"sv, "0!truncated 3/2 "}});
    check("u8,adjust=-2", {{"\2\3a"sv, "0:[] 1:[a] ."},
                           {"\1"sv, "0!bad_length 2/1 "},
                           {"\0"sv, "0!bad_length 2/0 "},
                           {"\4a"sv, "0!truncated 3/2 "},
                           {"\3a\1"sv, "0:[a] 2!bad_length 2/1 "}});
    check("u8,offset=1,adjust=-1,limit=4", {{"h\3ab"sv, "0:[h|ab] ."},
                                            {"h\2a"sv, "0:[h|a] ."},
                                            {"h\4abc"sv, "0!too_long 4/5 "},
                                            {"h\0"sv, "0!bad_length 1/0 "}});
}

TEST_CASE("cases: signed lengths", "[framing][cases]") {
    check("i8", {{"\2ab"sv, "0:[ab] ."},
                 {"\x7f"sv, "0!truncated 128/1 "},
                 {"\x80"sv, "0!bad_length "},
                 {"\xff"sv, "0!bad_length "},
                 {"\0\xfe"sv, "0:[] 1!bad_length "}});
    check("i16be", {{"\0\1a"sv, "0:[a] ."}, {"\x80"sv, "0!bad_length "}, {"\x7f"sv, "0!truncated 0/1 "}});
    check("i16le", {{"\1\0a"sv, "0:[a] ."}, {"\1\x80"sv, "0!bad_length "}, {"\xff"sv, "0!truncated 0/1 "}});
    check("i32be,limit=6", {{"\0\0\0\2ab"sv, "0:[ab] ."},
                            {"\0\0\0\3abc"sv, "0!too_long 6/7 "},
                            {"\x7f"sv, "0!too_long "},
                            {"\xff"sv, "0!bad_length "}});
    check("i8,adjust=-1", {{"\2a"sv, "0:[a] ."}, {"\0"sv, "0!bad_length 1/0 "}, {"\xff"sv, "0!bad_length "}});
}

TEST_CASE("cases: constant first bytes", "[framing][cases][magic]") {
    check("u8,magic=B562", {{"\xb5\x62\1a"sv, "0:[\xb5\x62|a] ."},
                            {"\xb5\x62\0\xb5\x63"sv, "0:[\xb5\x62|] 3!bad_magic 0/0 "},
                            {"x"sv, "0!bad_magic 0/0 "},
                            {"\xb5"sv, "0!truncated 0/1 "},
                            {"\xb5\x62\2a"sv, "0!truncated 5/4 "}});
    check("u8,offset=3,magic=AA", {{"\xaaxy\1a"sv, "0:[\xaaxy|a] ."}, {"ax"sv, "0!bad_magic 0/0 "}});
    check("u8,magic=AABB,limit=5,resync", {{"x\xaa\xaa\xbb\1a"sv, "0!bad_magic 2:[\xaa\xbb|a] ."},
                                           {"\xaa\xbb\3\xaa\xbb\1a"sv, "0!too_long 3:[\xaa\xbb|a] ."},
                                           {"\xaa\xbb\2ab"sv, "0:[\xaa\xbb|ab] ."},
                                           {"xyz"sv, "0!bad_magic ."},
                                           {"x\xaa"sv, "0!bad_magic ."},
                                           {"x\xaa\xbb"sv, "0!bad_magic 1!truncated "}});
}

TEST_CASE("cases: lengths behind which it goes on", "[framing][cases][resync]") {
    check("u8,limit=3,resync", {{"\3abc\1a"sv, "0!too_long 4:[a] ."},
                                {"\2ab\3abc\2cd"sv, "0:[ab] 3!too_long 7:[cd] ."},
                                {"\3a"sv, "0!too_long ."},
                                {"\3abc\3abc"sv, "0!too_long 4!too_long ."},
                                {"\3abc\2c"sv, "0!too_long 4!truncated "}});
    check("u8,adjust=-1,limit=3,resync", {{"\0\1\1"sv, "0!bad_length "}, {"\4abc\1"sv, "0!too_long 4:[] ."}});
    check("u32be,limit=64k,resync", {{"H"sv, "0!too_long ."}, {"\0\1\0\0xy"sv, "0!too_long ."}});
}

TEST_CASE("cases: varint lengths", "[framing][cases]") {
    check("varint", {{"\2ab\0"sv, "0:[ab] 3:[] ."},
                     {"\x82\0ab"sv, "0:[ab] ."},
                     {"\x81"sv, "0!truncated 0/1 "},
                     {"\2a"sv, "0!truncated 3/2 "},
                     {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"sv, "0!bad_prefix 0/0 "},
                     {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\2"sv, "0!bad_prefix 0/0 "}});
    check("varint,limit=3", {{"\2ab"sv, "0:[ab] ."},
                             {"\3abc"sv, "0:[abc] ."},
                             {"\4abcd"sv, "0!too_long 3/4 "},
                             {"\x83\0abc"sv, "0:[abc] ."},
                             {"\x83\1"sv, "0!too_long 3/131 "}});
    check("varint,canonical", {{"\0"sv, "0:[] ."},
                               {"\x80\0"sv, "0!bad_prefix 0/0 "},
                               {"\x81\x80\0"sv, "0!bad_prefix 0/0 "},
                               {"\x80\1"sv, "0!truncated 130/2 "},
                               {"\1a\x81\0"sv, "0:[a] 2!bad_prefix 0/0 "}});
    check("varint,bytes=2", {{"\1a"sv, "0:[a] ."},
                             {"\x81\0a"sv, "0:[a] ."},
                             {"\x81\x80"sv, "0!bad_prefix 0/0 "},
                             {"\xff\x7f"sv, "0!truncated 16385/2 "},
                             {"\1a\xff\xff"sv, "0:[a] 2!bad_prefix 0/0 "}});
    check("varint,offset=1", {{"h\1a"sv, "0:[h|a] ."}, {"h"sv, "0!truncated 0/1 "}, {"h\2a"sv, "0!truncated 4/3 "}});
    check("varint,limit=2,resync", {{"\3abc\1a"sv, "0!too_long 4:[a] ."},
                                    {"\2ab"sv, "0:[ab] ."},
                                    {"\3a"sv, "0!too_long ."},
                                    {"\3abc\1"sv, "0!too_long 4!truncated "},
                                    {"\x83"sv, "0!too_long "}});
}

TEST_CASE("cases: netstrings", "[framing][cases]") {
    check("netstring", {{"12:hello world!,0:,"sv, "0:[hello world!] 16:[] ."},
                        {"5:ab"sv, "0!truncated 8/4 "},
                        {"5"sv, "0!truncated 0/1 "},
                        {"1:ab"sv, "0!bad_terminator 0/0 "},
                        {"01:a,"sv, "0!bad_prefix 0/0 "},
                        {":,"sv, "0!bad_prefix 0/0 "},
                        {"-1:a,"sv, "0!bad_prefix 0/0 "},
                        {"1:a,x"sv, "0:[a] 4!bad_prefix 0/0 "}});
    check("netstring,limit=10", {{"9:123456789,"sv, "0:[123456789] ."},
                                 {"10:1234567890,"sv, "0:[1234567890] ."},
                                 {"11"sv, "0!too_long 10/11 "},
                                 {"1"sv, "0!truncated 0/1 "},
                                 {"2:ab,99"sv, "0:[ab] 5!too_long 10/99 "}});
}

TEST_CASE("cases: delimiters", "[framing][cases]") {
    check("delim=0D0A", {{"a\r\n\r\n"sv, "0:[a] 3:[] ."},
                         {"a\nb\rc\r\n"sv, "0:[a\nb\rc] ."},
                         {"a\r\r\n"sv, "0:[a\r] ."},
                         {"a\r"sv, "0!truncated 0/2 "},
                         {""sv, "."}});
    check("delim=616162", {{"aaab"sv, "0:[a] ."}, {"aab"sv, "0:[] ."}, {"aacaab"sv, "0:[aac] ."}});
    check("delim=0A/0D/0D0A", {{"a\r\nb\rc\n"sv, "0:[a] 3:[b] 5:[c] ."},
                               {"a\r"sv, "0:[a] ."},
                               {"\n\r\r\n"sv, "0:[] 1:[] 2:[] ."},
                               {"a"sv, "0!truncated 0/1 "},
                               {"\r\r"sv, "0:[] 1:[] ."}});
    check("delim=414243/42", {{"ABC"sv, "0:[] ."}, {"ABB"sv, "0:[A] 2:[] ."}, {"AB"sv, "0:[A] ."}});
    check("delim=414243/4244,first", {{"xABCyBD"sv, "0:[x] 4:[y] ."},
                                      {"ABD"sv, "0:[A] ."},
                                      {"AB"sv, "0!truncated 0/2 "},
                                      {"BDABC"sv, "0:[] 2:[] ."},
                                      {"ABABC"sv, "0:[AB] ."}});
    check("delim=0D0A/0A,first", {{"a\r\nb\n"sv, "0:[a] 3:[b] ."}, {"a\r"sv, "0!truncated 0/2 "}});
    check("delim=0D0A,eof=deliver", {{"a\r\nb"sv, "0:[a] 3:[b] ."},
                                     {"a\r\n"sv, "0:[a] ."},
                                     {"\r"sv, "0:[\r] ."},
                                     {""sv, "."},
                                     {"\r\n"sv, "0:[] ."}});
}

TEST_CASE("cases: limits of delimited frames", "[framing][cases][limits]") {
    check("delim=0D0A,limit=3", {{"ab\r\n"sv, "0:[ab] ."},
                                 {"abc\r\n"sv, "0:[abc] ."},
                                 {"abcd\r\n"sv, "0!too_long "},
                                 {"abc\r"sv, "0!truncated "},
                                 {"abc\rx"sv, "0!too_long "}});
    check("delim=0D0A,limit=3,eof=deliver", {{"abc"sv, "0:[abc] ."}, {"abc\r"sv, "0!too_long "}});
    check("delim=0D0A,limit=2,resync", {{"abc\r\nd\r\n"sv, "0!too_long 5:[d] ."},
                                        {"abc"sv, "0!too_long ."},
                                        {"abc\r\nd"sv, "0!too_long 5!truncated "},
                                        {"ab\r\nabcdef\r\ng\r\n"sv, "0:[ab] 4!too_long 12:[g] ."},
                                        {"abc\r\nabc\r\n"sv, "0!too_long 5!too_long ."}});
}

TEST_CASE("cases: lines", "[framing][cases]") {
    check("line", {{"one\ntwo\r\n\n"sv, "0:[one] 4:[two] 9:[] ."},
                   {"a\r\r\n"sv, "0:[a\r] ."},
                   {"a\rb"sv, "0:[a\rb] ."},
                   {"a\r"sv, "0:[a\r] ."},
                   {""sv, "."}});
    check("line,limit=2,eof=truncated", {{"ab\r\nab\n"sv, "0:[ab] 4:[ab] ."},
                                         {"abc"sv, "0!too_long 2/3 "},
                                         {"ab\r"sv, "0!truncated 0/3 "},
                                         {"ab"sv, "0!truncated 0/2 "}});
    check("line,limit=2,resync", {{"abc\nd\n"sv, "0!too_long 4:[d] ."}, {"ab\rc\r\nd"sv, "0!too_long 6:[d] ."}});
    check("lf", {{"a\r\nb"sv, "0:[a\r] 3:[b] ."}, {"\n\n"sv, "0:[] 1:[] ."}, {""sv, "."}});
    check("lf,limit=1,eof=truncated", {{"a\n"sv, "0:[a] ."}, {"ab\n"sv, "0!too_long 1/2 "}, {"a"sv, "0!truncated "}});
    check("crlf", {{"a\nb\r\n"sv, "0:[a\nb] ."},
                   {"a\rb\r\n"sv, "0:[a\rb] ."},
                   {"a\n"sv, "0!truncated 0/2 "},
                   {"\r\n\r\n"sv, "0:[] 2:[] ."}});
    check("crlf_strict", {{"a\r\n\r\n"sv, "0:[a] 3:[] ."},
                          {"a\nb\r\n"sv, "0!bad_terminator 0/0 "},
                          {"a\rb\r\n"sv, "0!bad_terminator 0/0 "},
                          {"a\r\r\n"sv, "0!bad_terminator 0/0 "},
                          {"a\r\nb\r"sv, "0:[a] 3!truncated 0/2 "}});
    check("crlf_strict,limit=2,resync", {{"ab\r\nabc\r\nd\r\n"sv, "0:[ab] 4!too_long 9:[d] ."},
                                         {"a\nb\r\nd\r\n"sv, "0!bad_terminator 5:[d] ."},
                                         {"a\r\r\nd\r\n"sv, "0!bad_terminator 4:[d] ."},
                                         {"\n"sv, "0!bad_terminator ."}});
}

TEST_CASE("cases: known sizes", "[framing][cases]") {
    check("fixed=3", {{"abcdef"sv, "0:[abc] 3:[def] ."},
                      {"abcd"sv, "0:[abc] 3!truncated 3/1 "},
                      {"ab"sv, "0!truncated 3/2 "},
                      {""sv, "."},
                      {"\0\0\0"sv, "0:[\0\0\0] ."sv}});
    check("fixed=1", {{"ab"sv, "0:[a] 1:[b] ."}, {""sv, "."}});
    check("eof", {{"abc"sv, "0:[abc] ."}, {""sv, "0:[] ."}, {"\0\n"sv, "0:[\0\n] ."sv}});
    check("eof,limit=2", {{"a"sv, "0:[a] ."}, {"ab"sv, "0:[ab] ."}, {"abc"sv, "0!too_long 2/3 "}});
    check("eof,limit=0", {{""sv, "0:[] ."}, {"a"sv, "0!too_long 0/1 "}});
}

TEST_CASE("cases: COBS", "[framing][cases][stuffing]") {
    check("cobs", {{"\3ab\0\1\1\0"sv, "0:[ab] 4:[\0] ."sv},
                   {"\0\0\2a\0\0"sv, "2:[a] ."},
                   {"\1\0"sv, "0:[] ."},
                   {"\2a\2b\0"sv, "0:[a\0b] ."sv},
                   {"\3a\0"sv, "0!bad_stuffing 0/0 "},
                   {"\2a\0\0\3b"sv, "0:[a] 4!truncated 0/2 "},
                   {"\0\0"sv, "."}});
    check("cobs,limit=2", {{"\2a\0"sv, "0:[a] ."},
                           {"\3ab\0"sv, "0:[ab] ."},
                           {"\4abc\0"sv, "0!too_long "},
                           {"\3ab\1\0"sv, "0!too_long "},
                           {"\2a\1\0"sv, "0:[a\0] ."sv}});
    check("cobs,limit=2,resync", {{"\4abc\0\2a\0"sv, "0!too_long 5:[a] ."},
                                  {"\3a\0\2b\0"sv, "0!bad_stuffing 3:[b] ."},
                                  {"\4a"sv, "0!too_long ."},
                                  {"\4\0\4\0"sv, "0!too_long 2!too_long ."},
                                  {"\3\0\0\0\2c\0"sv, "0!bad_stuffing 4:[c] ."}});
}

TEST_CASE("cases: SLIP", "[framing][cases][stuffing]") {
    check("slip", {{"ab\xc0\xc0\xdb\xdc\xdb\xdd\xc0"sv, "0:[ab] 4:[\xc0\xdb] ."},
                   {"\xc0\xc0"sv, "."},
                   {"\xdb\xde"sv, "0!bad_stuffing 0/0 "},
                   {"\xdb\xc0"sv, "0!bad_stuffing 0/0 "},
                   {"\xc0z"sv, "1!truncated 0/1 "},
                   {"\xdb"sv, "0!truncated 0/1 "}});
    check("slip,limit=2", {{"x\xc0"sv, "0:[x] ."},
                           {"xy\xc0"sv, "0:[xy] ."},
                           {"xyz"sv, "0!too_long 2/3 "},
                           {"xy\xdb"sv, "0!too_long 2/3 "},
                           {"x\xdb\xdc\xc0"sv, "0:[x\xc0] ."}});
    check("slip,limit=2,resync", {{"xyz\xc0x\xc0"sv, "0!too_long 4:[x] ."},
                                  {"x\xdbx\xc0x\xc0"sv, "0!bad_stuffing 4:[x] ."},
                                  {"\xdb\xc0x\xc0"sv, "0!bad_stuffing 2:[x] ."},
                                  {"xyz"sv, "0!too_long ."},
                                  {"xyz\xc0xyz\xc0x"sv, "0!too_long 4!too_long 8!truncated "}});
}

TEST_CASE("cases: HDLC", "[framing][cases][stuffing]") {
    check("hdlc", {{"no\x7exy\x7ez\x7e"sv, "3:[xy] 6:[z] ."},
                   {"no"sv, "."},
                   {"\x7e\x7e\x7e"sv, "."},
                   {"\x7e\x7d\x5e\x7d\x5d\x7dz\x7e"sv, "1:[\x7e\x7dZ] ."},
                   {"\x7ex\x7d\x7e"sv, "1!aborted 0/0 "},
                   {"\x7ex\x7d"sv, "1!truncated 0/2 "}});
    check("hdlc,limit=2", {{"\x7exy\x7e"sv, "1:[xy] ."},
                           {"\x7exyz"sv, "1!too_long 2/3 "},
                           {"\x7ex\x7d\x5e\x7e"sv, "1:[x\x7e] ."},
                           {"\x7exy\x7d"sv, "1!too_long 2/3 "},
                           {"noise\x7ex\x7e"sv, "6:[x] ."}});
    check("hdlc,limit=2,resync", {{"\x7exyz\x7ex\x7e"sv, "1!too_long 5:[x] ."},
                                  {"\x7ex\x7d\x7ey\x7e"sv, "1!aborted 4:[y] ."},
                                  {"\x7exyz"sv, "1!too_long ."},
                                  {"\x7e\x7d\x7e\x7ey"sv, "1!aborted 4!truncated "}});
}

TEST_CASE("cases: checksums", "[framing][cases][checksum]") {
    check("u8+sum8", {{"\3\1\2\3"sv, "0:[\1\2] ."},
                      {"\1\0"sv, "0:[] ."sv},
                      {"\2\1\3"sv, "0!bad_checksum 1/3 "},
                      {"\0"sv, "0!bad_checksum "},
                      {"\2\1"sv, "0!truncated 3/2 "},
                      {"\2\1\1\2\1\2"sv, "0:[\1] 3!bad_checksum 1/2 "}});
    check("u8,offset=1+xor8", {{"\1\2\2\3"sv, "0:[\1|\2] ."}, {"\1\2\2\2"sv, "0!bad_checksum 3/2 "}});
    check("u8,offset=1+xor8:payload", {{"\1\2\2\2"sv, "0:[\1|\2] ."}, {"\1\2\2\3"sv, "0!bad_checksum 2/3 "}});
    check("u8,resync+xor8", {{"\2a\0\2bb"sv, "0!bad_checksum 3:[b] ."}, {"\0\2bb"sv, "0!bad_checksum 1:[b] ."}});
    check("u8,magic=AA,resync+xor8", {{"\xaa\2\xaa\1\xaa"sv, "0!bad_checksum 2:[\xaa|] ."},
                                      {"\xaa\1\xaa"sv, "0:[\xaa|] ."},
                                      {"\xaa\1\0"sv, "0!bad_checksum ."}});
    check("fixed=11+crc16x25",
          {{"123456789\x6e\x90"sv, "0:[123456789] ."}, {"123456789\x90\x6e"sv, "0!bad_checksum "}});
    check("fixed=11+crc16modbus", {{"123456789\x37\x4b"sv, "0:[123456789] ."}});
    check("fixed=13+crc32", {{"123456789\x26\x39\xf4\xcb"sv, "0:[123456789] ."}});
    check("fixed=13+crc32be", {{"123456789\xcb\xf4\x39\x26"sv, "0:[123456789] ."}});
    check("fixed=13+crc32c", {{"123456789\x83\x92\x06\xe3"sv, "0:[123456789] ."}});
    check("line+xor8", {{"aa\n"sv, "0:[a] ."}, {"a\n"sv, "0!bad_checksum "}, {"bb"sv, "0:[b] ."}});
    check("eof+xor8", {{"abcd\4"sv, "0:[abcd] ."}, {""sv, "0!bad_checksum "}});
    check("slip,resync+xor8", {{"ax\xc0yy\xc0"sv, "0!bad_checksum 3:[y] ."}, {"\xdb\xdd\xdb\xdd\xc0"sv, "0:[\xdb] ."}});
    check("hdlc+xor8", {{"\x7e\xaa\xaa\x7e"sv, "1:[\xaa] ."}, {"\x7e\xaa\xab\x7e"sv, "1!bad_checksum 170/171 "}});
}
