# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""What second_oracles_test.py says to Perl, Lua and Ruby: a script each, and their letters for our items."""

# What an interpreter runs. A line of input has four parts between tabs: format, values to pack, bytes to unpack, and
# the kinds of the values unpacked. A line of output has two: bytes packed, values unpacked. A value is its kind and
# a text: i (signed) and u (unsigned) decimal, d the hexadecimal bytes of a big-endian double, x hexadecimal bytes.
PERL = r"""
use strict;
use warnings FATAL => "all";
sub parse {
    my ($kind, $text) = unpack "a a*", $_[0];
    return $kind eq "x" ? pack("H*", $text) : $kind eq "d" ? unpack("d>", pack("H*", $text)) : $text;
}
sub show {
    my ($kind, $value) = @_;
    return $kind . ($kind eq "x" ? unpack("H*", $value) : $kind eq "d" ? unpack("H*", pack("d>", $value)) : $value);
}
while (my $line = <STDIN>) {
    chomp $line;
    my ($format, $values, $bytes, $kinds) = split /\t/, $line, -1;
    my @got = unpack $format, pack("H*", $bytes);
    die "$format: " . @got . " values" if @got != length $kinds;
    print unpack("H*", pack($format, map { parse($_) } split / /, $values)), "\t",
        join(" ", map { show(substr($kinds, $_, 1), $got[$_]) } 0 .. $#got), "\n";
}
"""

LUA = r"""
local function from_hex(text)
    return (text:gsub("..", function(digits) return string.char(tonumber(digits, 16)) end))
end
local function to_hex(bytes)
    return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end
local function parse(word)
    local kind, text = word:sub(1, 1), word:sub(2)
    if kind == "x" then return from_hex(text) end
    if kind == "d" then return (string.unpack(">d", from_hex(text))) end
    local number = 0  -- modulo 2^64: all integers of Lua are signed
    for digit in text:gmatch("%d") do number = number * 10 + tonumber(digit) end
    return text:sub(1, 1) == "-" and -number or number
end
local function show(kind, value)
    if kind == "x" then return kind .. to_hex(value) end
    if kind == "d" then return kind .. to_hex(string.pack(">d", value)) end
    if kind == "i" or value >= 0 then return ("%s%d"):format(kind, value) end
    local tens = (value >> 1) // 5
    return ("%s%d%d"):format(kind, tens, value - tens * 10)
end
for line in io.lines() do
    local format, values, bytes, kinds = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
    local given = {}
    for word in values:gmatch("%S+") do given[#given + 1] = parse(word) end
    local got = table.pack(string.unpack(format, from_hex(bytes)))
    assert(got.n - 1 == #kinds, format)
    local shown = {}
    for index = 1, got.n - 1 do shown[index] = show(kinds:sub(index, index), got[index]) end
    print(to_hex(string.pack(format, table.unpack(given))) .. "\t" .. table.concat(shown, " "))
end
"""

RUBY = r"""
def parse(word)
  kind, text = word[0], word[1..]
  return [text].pack("H*") if kind == "x"
  kind == "d" ? [text].pack("H*").unpack1("G") : Integer(text, 10)
end

def show(kind, value)
  return kind + value.unpack1("H*") if kind == "x"
  kind + (kind == "d" ? [value].pack("G").unpack1("H*") : value.to_s)
end

STDIN.each_line(chomp: true) do |line|
  format, values, bytes, kinds = line.split("\t", -1)
  got = [bytes].pack("H*").unpack(format)
  raise "#{format}: #{got.size} values" if got.size != kinds.size
  packed = values.split(" ").map { |word| parse(word) }.pack(format).unpack1("H*")
  puts packed + "\t" + kinds.chars.zip(got).map { |kind, value| show(kind, value) }.join(" ")
end
"""

ORDERS = ("<", ">", "=", "@")

# Our items and what they are called elsewhere in the orders `<`, `>`, `=` and `@`; words in one text mean the same.
# The length goes behind the letter of `s`. Items in braces count when the library has them.
PERL_LETTERS = {
    "x": ("x", "x", "x", "x"),
    "c": ("a1", "a1", "a1", "a1"),
    "s": ("a", "a", "a", "a"),
    "?": ("C", "C", "C", "C"),
    "b": ("c", "c", "c", "c"),
    "B": ("C", "C", "C", "C"),
    "h": ("s< v!", "s> n!", "s", "s!"),
    "H": ("S< v", "S> n", "S", "S!"),
    "i": ("l< V!", "l> N!", "l", "i!"),
    "I": ("L< V", "L> N", "L", "I!"),
    "l": ("l< V!", "l> N!", "l", "l!"),
    "L": ("L< V", "L> N", "L", "L!"),
    "q": ("q<", "q>", "q", "q"),
    "Q": ("Q<", "Q>", "Q", "Q"),
    "n": ("", "", "", "j"),
    "N": ("", "", "", "J"),
    "f": ("f<", "f>", "f", "f"),
    "d": ("d<", "d>", "d", "d"),
    "{z}": ("Z*", "Z*", "Z*", ""),
    "{B:s}": ("C/a*", "C/a*", "C/a*", ""),
    "{H:s}": ("S</a* v/a*", "S>/a* n/a*", "S/a*", ""),
    "{I:s}": ("L</a* V/a*", "L>/a* N/a*", "L/a*", ""),
    "{Q:s}": ("Q</a*", "Q>/a*", "Q/a*", ""),
}

LUA_LETTERS = {
    "x": ("x", "x", "x", "x"),
    "c": ("c1", "c1", "c1", "c1"),
    "s": ("c", "c", "c", "c"),
    "?": ("B", "B", "B", "B"),
    "b": ("b i1", "b i1", "b i1", "!=b"),
    "B": ("B I1", "B I1", "B I1", "!=B"),
    "h": ("<h <i2", ">h >i2", "=h =i2", "!=h"),
    "H": ("<H <I2", ">H >I2", "=H =I2", "!=H"),
    "i": ("<i4", ">i4", "=i4", "!=i"),
    "I": ("<I4", ">I4", "=I4", "!=I"),
    "l": ("<i4", ">i4", "=i4", "!=l"),
    "L": ("<I4", ">I4", "=I4", "!=L"),
    "q": ("<i8 <j", ">i8 >j", "=i8 =j", "!=j"),
    "Q": ("<I8 <J", ">I8 >J", "=I8 =J", "!=J"),
    "n": ("", "", "", "!=j"),
    "N": ("", "", "", "!=T"),
    "f": ("<f", ">f", "=f", "!=f"),
    "d": ("<d <n", ">d >n", "=d =n", "!=d"),
    "{z}": ("z", "z", "z", ""),
    "{B:s}": ("s1", "s1", "s1", ""),
    "{H:s}": ("<s2", ">s2", "=s2", ""),
    "{I:s}": ("<s4", ">s4", "=s4", ""),
    "{Q:s}": ("<s8", ">s8", "=s8", ""),
    "{u24:s}": ("<s3", ">s3", "=s3", ""),
    **{f"{{{kind}{8 * size}}}": (f"<{letter}{size}", f">{letter}{size}", f"={letter}{size}", "")
       for kind, letter in (("u", "I"), ("i", "i")) for size in range(1, 9)},
}

RUBY_LETTERS = {
    "x": ("x", "x", "x", ""),
    "c": ("a1", "a1", "a1", ""),
    "s": ("a", "a", "a", ""),
    "?": ("C", "C", "C", ""),
    "b": ("c", "c", "c", ""),
    "B": ("C", "C", "C", ""),
    "h": ("s<", "s>", "s", ""),
    "H": ("S< v", "S> n", "S", ""),
    "i": ("l<", "l>", "l", ""),
    "I": ("L< V", "L> N", "L", ""),
    "l": ("l<", "l>", "l", ""),
    "L": ("L< V", "L> N", "L", ""),
    "q": ("q<", "q>", "q", ""),
    "Q": ("Q<", "Q>", "Q", ""),
    "f": ("e", "g", "f F", ""),
    "d": ("E", "G", "d D", ""),
    "{z}": ("Z*", "Z*", "Z*", ""),
}

# The script and the letters of each program.
LANGUAGES = {"perl": (PERL, PERL_LETTERS), "lua5.4": (LUA, LUA_LETTERS), "ruby": (RUBY, RUBY_LETTERS)}
