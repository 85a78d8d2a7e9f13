#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Writes and checks pep3118_table.hpp: PEP 3118 texts and what numpy and ctypes mean by them.

pep3118_tables.py --write          rewrite the sections that this interpreter can give, keep the others
pep3118_tables.py --check PART...  compare; PART is numpy or ctypes; exit 77 where there is no numpy

numpy's sections are what numpy exports for dtypes and how numpy's own parser reads texts. ctypes' section is that of
this interpreter: since 3.12 it writes padding. All of them come from little-endian machines with a long of 8 bytes.
"""
import ctypes
import math
import pathlib
import random
import re
import struct
import sys

try:
    import numpy
    try:
        from numpy._core._internal import _dtype_from_pep3118
    except ImportError:
        from numpy.core._internal import _dtype_from_pep3118
except ImportError:
    numpy = None

TABLE = pathlib.Path(__file__).with_name("pep3118_table.hpp")
SKIPPED = 77


# Records and values, see pep3118_case in the table.

def pattern(size):
    """Bytes that are never NUL and never the exponent of infinity or NaN."""
    found = bytearray((index * 53 + 17) % 251 or 1 for index in range(size))
    for index, byte in enumerate(found):
        if byte & 0x7C == 0x7C:
            found[index] ^= 0x40
    return found


def value_text(value, unsigned=False):
    if isinstance(value, bool):
        return "?1" if value else "?0"
    if isinstance(value, int):
        return f"{'u' if unsigned else 'i'}{value}"
    if isinstance(value, float):
        return "d" + struct.pack(">d", value).hex()
    if isinstance(value, complex):
        return "z" + struct.pack(">dd", value.real, value.imag).hex()
    return "s" + bytes(value).hex()


def is_native(text):
    """Whether the meaning of the text depends on the machine that reads it."""
    order = "@"
    for letter in re.sub(r":[^:]*:", " ", text):
        if letter in "@=<>!^":
            order = letter
        elif letter.isalpha() and letter not in "TZxcbBsp" and order in "@=^":
            return True
    return False


# numpy

SCALARS = "? i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 c8 c16 S1 S5 V1 V4".split()
NUMBERS = "i2 u2 i4 u4 i8 u8 f2 f4 f8 c8 c16".split()
SHAPES = ((3,), (2, 3), (2, 3, 2))


def exported_dtypes():
    """The dtypes whose exported texts are in the table."""
    def record(*fields, align=False):
        return numpy.dtype(list(fields), align=align)

    def placed(names, formats, offsets, itemsize):
        return numpy.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": itemsize})

    for kind in SCALARS:
        yield numpy.dtype(kind)
    for kind in NUMBERS:
        yield numpy.dtype(">" + kind)
        yield record(("a", "i1"), ("b", kind), ("c", ">" + kind))
        yield record(("a", "i1"), ("b", kind), ("c", "u1"), align=True)
        yield record(("a", "i1"), ("b", ">" + kind), ("c", "u1"), align=True)
    for shape in SHAPES:
        for kind in ("?", "u1", ">i2", "i4", "f2", ">f8", "c8", "S3", "V2"):
            yield record(("a", kind, shape))
            yield record(("n", "u1"), ("a", kind, shape), ("z", "i2"), align=True)
    yield record(("one", "i4", (1,)), ("none", "f4", (0,)), ("empty", "S0"), ("void", "V0"), ("b", "u1"))
    yield record()
    yield record(("nothing", []), ("b", "i1"))

    packed = record(("x", "i4"), ("y", "i1"))
    aligned = record(("x", "i4"), ("y", "i1"), align=True)
    big = record(("x", ">i4"), ("y", "i1"))
    for inner in (packed, aligned, big):
        for align in (False, True):
            yield record(("s", inner), align=align)
            yield record(("s", inner), ("z", "i1"), align=align)
            yield record(("a", "i1"), ("s", inner), ("z", "f8"), align=align)
            yield record(("s", inner, (3,)), ("z", "u2"), align=align)
            yield record(("a", "i1"), ("s", inner, (2, 2)), ("z", "u2"), align=align)
            yield record(("s", record(("t", inner), ("u", "f8"), align=align)), ("z", inner), align=align)

    yield record(("with space", "i4"), (" ", "u2"), ("two  spaces ", "i2"), align=True)
    yield record(("}{", "i4"), ("T{i}", "i4"), ("(2)", "i4"), ("{u5}", "i4"))
    yield record(("a.b", "i4"), ("a", [("b", "i4")]), ('"', "i4"), ("\\", "i4"), ("\n\t", "i4"), ("'", "i4"))
    yield record(("\u00e9", "f4"), ("\u4f4d\u7f6e", "f4"), ("\U0001f600", ">f4"))
    yield record(("<i", "i1"), ("@", ">i2"), ("f0", "i1"), ("3", "i1"), (",;|&^", "i1"))
    yield numpy.dtype({"names": ["a", "b"], "formats": ["i4", "i4"], "titles": ["first", "second"]})

    yield placed(["a", "b"], ["i4", "i2"], [4, 10], 16)
    yield placed(["a", "b"], ["i4", "i2"], [4, 10], 12)
    yield placed(["a", "b"], [">i4", ">i2"], [3, 9], 11)
    yield placed(["a", "b"], ["f8", "u1"], [0, 8], 16)
    yield placed(["a"], ["i1"], [5], 6)
    yield placed(["a"], ["i4"], [0], 6)
    yield placed(["a"], ["i1"], [0], 6)
    yield placed(["a", "b"], ["S3", "c16"], [1, 16], 32)
    yield placed(["s", "z"], [packed, "i1"], [0, 5], 12)
    yield record(("q", placed(["a"], ["i1"], [0], 6)), ("b", "i1"))
    yield record(("q", placed(["a", "b"], [">i2", "i1"], [0, 5], 6), (2,)), ("b", "i1"))
    yield record(("q", placed(["a", "b"], ["i2", "i1"], [2, 5], 8), (2,)), ("b", "f8"), align=True)
    yield record(("a", "i4"), ("gap", "V3"), ("b", "i2"), ("end", "V2"))

    for kind in (numpy.int_, numpy.uint, numpy.longlong, numpy.ulonglong):
        yield numpy.dtype(kind)
        yield record(("a", "i1"), ("b", kind))
    for kind in ("U3", ">U2", "O", "g", "G"):
        yield numpy.dtype(kind)
        yield record(("a", "i1"), ("b", kind))
        yield record(("a", "i1"), ("b", kind), align=True)

    chance = random.Random(3118)
    for _ in range(60):
        yield random_dtype(chance, 3)


def random_dtype(chance, depth):
    fields = []
    for name in "abcde"[:chance.randrange(1, 6)]:
        if depth > 1 and chance.randrange(4) == 0:
            kind = random_dtype(chance, depth - 1)
        else:
            kind = numpy.dtype(chance.choice(["", "", ">"]) + chance.choice(SCALARS))
        shape = tuple(chance.randrange(1, 4) for _ in range(max(0, chance.randrange(5) - 2)))
        fields.append((name, kind, shape))
    return numpy.dtype(fields, align=chance.randrange(2) == 1)


# How numpy reads these is in the table, be it with a meaning or not at all; `~` is a space. Those that begin with `^T{`
# and have names are what pybind11 writes for its own tests (tests/test_numpy_dtypes.py).
TEXTS = r"""
i b @i =i <i >i !i ^i <l @l =l >L <q @q Q ? c <e >f <d
bi @bi @ib =bi <bi ^bi b^i bd db @dbh hbhbd
b<i <b@i b=i@i @b>h@i >h<h=h@h !hh <h>h!h=h@h^h <h:a:>h:b:h:c: <i@d >b@h<h
3i <3h (3)i (2,3)<f (2,3)>f (2,3)@d (2,3)f (2)3f (2)<3f >(2)3f (2,3)4B (1)i 1i (2)1f (1,1,1)d b(2)i b(2)<i (2)<hh
(2)3s 3s 0s s c3c (2)5x:p: 3x 3xi i3x x:pad: bx:p:i b3xi b(2)2x:a:i (2)0s
Zf <Zd bZd bZf (2)Zf >2Zd
T{} T{i} T{b:a:i:b:} T{i:a:b:b:} T{d:a:b:b:} d:a:b:b: ib bT{ib}b 2T{ib} (2)T{ib} (2)2T{ib} (2,2)T{ib}b
T{bT{q:x:b:y:}:s:} T{T{T{b}b}d} <T{ib}b =T{bi}
T{<i:a:b:b:} T{<i:a:}b T{<i:a:}h:b: T{<b}i bT{i<b}b bT{i<b}h bT{<i@b}b bT{<i@b}d T{b@i} <bT{@ib}b <bT{@i<b}b
@bT{=i}i T{>h:a:}h:b: 2T{>h:a:}2h:b: (2)T{b@d}b <T{b@d}@b >T{h}h T{h>h}h T{T{>h}h}h T{T{i<b}@b}b T{T{ib}<b}@b
2T{T{i<b}@b}b <b2T{b@h} (2)>T{h} (2)>T{h}h 3T{b:a:(2)h:b:}:s: T{(2)i:a:(3)b:b:} T{b}:a~b:i:c~d:
i:a:i:f0:i i:a.b:h:}{: i:~: T{i:<:h:>:} 0i b0i (0)d b(0)di (2,0)i b0T{i}b T{c:a:3c:b:} T{e:a:?:b:}
^T{bi}b ^bT{bd}b T{b^i}b b^h@h
^T{3s:a:3s:b:} ^T{(3)4s:a:(2)i:b:(3)B:c:1x(4,~2)f:d:} ^T{q:e1:B:e2:} ^T{Zf:cflt:Zd:cdbl:}
^T{^T{?:bool_:3xI:uint_:f:float_:}:a:^T{?:bool_:I:uint_:f:float_:}:b:} ^T{8x^T{?:bool_:3xI:uint_:16x}:a:8x}
^T{?:bool_:I:uint_:f:float_:g:ldbl_:}
<(2,3)f >(2)3f @(2)i @~i i~i ~i i~ (2)~i 2~i i~:a: <>i @<i i< T{i<} T{i~} (2)<>f 2<i 2@T{i}
n @N @P <P <n 4p <F <D F >g <Zg g Zg ^g ^Zg w 2w <3w O <O t 5t u <u &i &&i &T{i} X{} X{i:i:} |i z <z <Z Z Zq a ' |V4
i: i:a i:: i:a:i:a: x:a:x:a: x:a:i:a: T{i:a:i:b:}:s:T{i:a:}:t:
() ()i (2,)i (2i (2 (~2)i (2,~3)i (2~,3)i (-1)i (+2)i (0x2)i (1_0)b (2)(3)i 2(3)i
2 T T{ T{i T{i}} i} i}b } {u5} {i {uv} <{H:s} T{i}3 T{2} 99999999999999999999s
""".split()


def read_texts():
    yield ""
    for text in TEXTS:
        yield text.replace("~", " ")


def field_places(kind, text, offset=0, depth=0, name=""):
    """The fields of a dtype in the order of the text: (name, depth, offset, size, count, role)."""
    base, count = kind.base, math.prod(kind.shape)
    while base.shape:
        base, count = base.base, count * math.prod(base.shape)
    if f":{name}:" not in text:
        name = ""  # numpy calls it f0
    role = "T" if base.names is not None else "x" if base.kind == "V" else "v"
    if role == "x" or count == 0:
        return [(name, 0, 0, kind.itemsize, 0, "x")] if name else []
    found = [(name, depth, offset, kind.itemsize, count, role)]
    return found + (member_places(base, text, offset, depth + 1) if role == "T" else [])


def member_places(kind, text, offset=0, depth=0):
    found = []
    for name in kind.names:
        found += field_places(kind.fields[name][0], text, offset + kind.fields[name][1], depth, name)
    return found


def places(kind, text):
    """Of a whole text: its items are the fields of what numpy reads, or its only item is what numpy reads."""
    return field_places(kind, text) if kind.names is None or is_structure(text) else member_places(kind, text)


def is_structure(text):
    """Whether the text is one unnamed structure."""
    bare = re.sub(r":[^:]*:", lambda name: ":" * len(name.group()), text)
    depth = 0
    for index, letter in enumerate(bare):
        depth += (letter == "{") - (letter == "}")
        if letter == "}" and depth == 0:
            break
    return re.match(r"[@=<>!^]?T\{", bare) is not None and index == len(bare) - 1


def is_supported(kind):
    """Whether this module knows values of that dtype."""
    if kind.shape:
        return is_supported(kind.base)
    if kind.names is not None:
        return all(is_supported(kind.fields[name][0]) for name in kind.names)
    return kind.kind not in "UO" and kind.char not in "gG"


def make_truths(kind, record, offset=0):
    """Makes every byte that a bool is read from 0 or 1."""
    if kind.kind == "b":
        record[offset] &= 1
    for index in range(math.prod(kind.shape) if kind.shape else 0):
        make_truths(kind.base, record, offset + index * kind.base.itemsize)
    for name in kind.names or ():
        make_truths(kind.fields[name][0], record, offset + kind.fields[name][1])


def numpy_values(kind, value):
    """The values in a numpy object of this dtype, flattened."""
    if kind.shape:
        elements = numpy.asarray(value).reshape((-1,) + numpy.shape(value)[len(kind.shape):])
        return [text for element in elements for text in numpy_values(kind.base, element)]
    if kind.names is not None:
        return [text for name in kind.names for text in numpy_values(kind.fields[name][0], value[name])]
    if kind.kind == "V":
        return []
    return [value_text(value.item() if kind.kind != "S" else bytes(value).ljust(kind.itemsize, b"\0"),
                       kind.kind == "u")]


def numpy_case(text, itemsize):
    """What numpy's parser makes of a text. `itemsize` is what the exporter says, None where there is none."""
    kind = _dtype_from_pep3118(text)
    record = pattern(kind.itemsize)
    make_truths(kind, record)
    values = []
    if is_supported(kind):
        values = numpy_values(kind, numpy.ndarray(1, [("all", kind)], record)[0]["all"])
    fields = places(kind, text)
    return text, itemsize, kind.itemsize, is_native(text), fields, bytes(record), values


def exports():
    """Exported texts. An array of one item and one of several may have different ones: the second aligns nothing that
    is not aligned in all items."""
    seen = {}
    for kind in exported_dtypes():
        for items in (1, 2):
            view = memoryview(numpy.zeros(items, kind))
            if (view.format, view.itemsize) in seen:
                continue
            case = numpy_case(view.format, view.itemsize)
            faithful = case[2] == kind.itemsize and case[4] == field_places(kind, view.format)
            seen[view.format, view.itemsize] = case + (faithful,)
    return seen.values()


def readings():
    accepted, refused = [], []
    for text in dict.fromkeys(read_texts()):
        try:
            accepted.append(numpy_case(text, None))
        except Exception:  # of many kinds, down to KeyError
            refused.append(text)
    return accepted, refused


# ctypes

def ctypes_types():
    c = ctypes

    def make(*fields, base=c.Structure, pack=0):
        body = {"_fields_": list(fields)}
        if pack:
            body["_pack_"] = pack
        return type("made", (base,), body)

    big = c.BigEndianStructure
    for kind in (c.c_bool, c.c_char, c.c_byte, c.c_ubyte, c.c_short, c.c_ushort, c.c_int, c.c_uint, c.c_long, c.c_ulong,
                 c.c_longlong, c.c_ulonglong, c.c_size_t, c.c_float, c.c_double):
        yield kind
    for kind in (c.c_short, c.c_int, c.c_ulonglong, c.c_float, c.c_double):
        yield kind.__ctype_be__
    pair = make(("a", c.c_int), ("b", c.c_int))
    loose = make(("a", c.c_byte), ("b", c.c_int))
    tail = make(("a", c.c_int), ("b", c.c_byte))
    yield from (pair, loose, tail)
    yield make(("a", c.c_byte), ("b", c.c_int), pack=1)
    yield make(("a", c.c_byte), ("b", c.c_double), pack=2)
    yield make(("h", c.c_short), ("i", c.c_int * 2 * 3), ("c", c.c_char * 4), ("x", c.c_ubyte * 2))
    yield make(("a", c.c_short * 3 * 2), ("s", pair * 2), ("d", c.c_float))
    yield make(("d", c.c_double), ("s", tail), ("t", tail * 2), ("c", c.c_byte))
    yield make(("s", pair), ("_", make(("in", pair * 2 * 2), ("f", c.c_double))))
    yield make(("a", c.c_ushort), ("b", c.c_short), ("c", c.c_float), base=big)
    yield make(("a", c.c_int), ("b", c.c_byte), base=big)
    yield make(("s", make(("a", c.c_int), ("b", c.c_uint * 2), base=big)), ("i", c.c_int))
    yield make(("a b", c.c_int), ("c.d", c.c_float), ("}", c.c_int))
    yield make(("c:d", c.c_int))
    yield make()
    yield make(("none", c.c_int * 0))
    yield type("derived", (pair,), {"_fields_": [("c", c.c_double)]})
    yield make(("whole", c.c_int, 3))
    yield make(("a", c.c_int, 3), ("b", c.c_int, 5))
    yield make(("a", c.c_byte, 3), ("b", c.c_byte, 3), ("c", c.c_short))
    yield make(("i", c.c_int), ("d", c.c_double), base=c.Union)
    yield make(("u", make(("i", c.c_int), ("b", c.c_byte), base=c.Union)))
    for kind in (c.c_longdouble, c.c_wchar, c.c_char_p, c.c_wchar_p, c.c_void_p, c.POINTER(c.c_int), c.py_object,
                 c.CFUNCTYPE(None), c.POINTER(pair), c.c_wchar * 4):
        yield kind
        yield make(("i", c.c_int), ("p", kind))


def ctypes_fields(kind, offset=0, depth=0, name=None):
    """As field_places, from the types."""
    base, count = kind, 1
    while issubclass(base, ctypes.Array):
        count, base = count * base._length_, base._type_
    if count == 0:
        return [(name, 0, 0, 0, 0, "x")]
    found = []
    if issubclass(base, ctypes.Structure):
        found.append((name or "", depth, offset, ctypes.sizeof(kind), count, "T"))
        for owner in reversed(base.__mro__):
            for field in owner.__dict__.get("_fields_", ()):
                start = offset + getattr(owner, field[0]).offset
                found += ctypes_fields(field[1], start, depth + 1, field[0])
    else:
        found.append((name or "", depth, offset, ctypes.sizeof(kind), count, "v"))
    return found


def has_bits(kind):
    return any(len(field) > 2 for field in getattr(kind, "_fields_", ()))


def ctypes_values(kind, record, offset=0):
    if issubclass(kind, ctypes.Array):
        return [text for index in range(kind._length_)
                for text in ctypes_values(kind._type_, record, offset + index * ctypes.sizeof(kind._type_))]
    if issubclass(kind, ctypes.Structure):
        return [text for owner in reversed(kind.__mro__) for field in owner.__dict__.get("_fields_", ())
                for text in ctypes_values(field[1], record, offset + getattr(owner, field[0]).offset)]
    if not issubclass(kind, ctypes._SimpleCData) or kind._type_ not in "?cbBhHiIlLqQfd":
        return []
    if kind._type_ == "?":
        record[offset] &= 1
    return [value_text(kind.from_buffer_copy(record, offset).value, kind._type_ in "BHILQ")]


def ctypes_cases():
    seen = {}
    for kind in ctypes_types():
        view = memoryview(kind())
        base = kind
        while issubclass(base, ctypes.Array):
            base = base._type_
        record = pattern(ctypes.sizeof(base))
        values = ctypes_values(base, record)
        seen.setdefault((view.format, view.itemsize),
                        (view.format, ctypes.sizeof(base), None, is_native(view.format), ctypes_fields(base),
                         bytes(record), values, not has_bits(base)))
    return seen.values()


# The table

HEAD = """\
// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// PEP 3118 texts and what numpy and ctypes mean by them. Written by pep3118_tables.py; do not edit.
#ifndef STRUCTWIRE_TESTS_FORMAT_PEP3118_TABLE_HPP
#define STRUCTWIRE_TESTS_FORMAT_PEP3118_TABLE_HPP

#include <cstdint>
#include <string_view>

namespace structwire::testing {

/// One text. Its fields are lines of role, name, offset, bytes of all of it, and count, behind a point for each
/// structure around it: `v` is a value, `T` a structure, whose members follow. A line of `x`, name and bytes is an item
/// without a value. Its values are `?1`, `i-5`, `u5`, `d` and `z` with the bits of the doubles, and `s` with the bytes.
struct pep3118_case {
    std::string_view text;
    std::uint64_t itemsize;   ///< what the exporter says; of a text that nobody exported, what numpy computes
    std::uint64_t computed;   ///< what numpy computes from the text; of ctypes' texts 0
    bool faithful;            ///< false where numpy reads another layout than it exported, and of ctypes' bit-fields
    bool native;              ///< means something else on machines of another byte order or other native sizes
    std::string_view fields;  ///< as numpy reads them, or as ctypes has them
    std::string_view record;  ///< the bytes of an item in hexadecimal
    std::string_view values;  ///< of that record, in the order of the text
};

// clang-format off

"""
TAIL = """\
// clang-format on

}  // namespace structwire::testing

#endif
"""
SECTIONS = {
    "numpy_exports": "Texts that numpy exports.",
    "numpy_reads": "Texts that numpy's parser reads.",
    "numpy_refuses": "Texts that numpy's parser refuses.",
    "ctypes_exports": "Texts that ctypes exports since Python 3.12.",
    "ctypes_exports_unpadded": "Texts that ctypes exports before Python 3.12, without padding.",
}


def literal(text):
    data = text.encode() if isinstance(text, str) else text
    plain = lambda byte: 32 <= byte < 127 and byte not in b'"\\'
    characters = (chr(byte) if plain(byte) else "\\n" if byte == 10 else f"\\{byte:03o}" for byte in data)
    return '"' + "".join(characters) + '"'


def wrapped(words, indent, separator):
    """Lines of at most 120 characters."""
    lines, line = [], ""
    for word in words:
        if line and len(indent) + len(line) + len(word) > 118:
            lines.append(line.rstrip(" "))
            line = ""
        line += word + separator
    lines.append(line)
    return ("\n" + indent).join(lines).rstrip(separator + " ")


def split_literal(text, indent):
    pieces = [literal(letter)[1:-1] for letter in text]
    lines = [""]
    for piece in pieces:
        if len(lines[-1]) + len(piece) > 84:
            lines.append("")
        lines[-1] += piece
    return ("\n" + indent).join(f'"{line}"' for line in lines)


def case_text(case):
    text, itemsize, computed, native, fields, record, values, faithful = case + (True,) * (8 - len(case))
    if itemsize is None:
        itemsize = computed
    indent = " " * 6
    truth = {True: "true", False: "false"}
    lines = [f"x {name} {size}" if role == "x" else f"{'.' * depth}{role} {name} {offset} {size} {count}"
             for name, depth, offset, size, count, role in fields]
    told = "".join(line + "\n" for line in lines)
    numbers = f"{itemsize}, {computed or 0}, {truth[faithful]}, {truth[native]}"
    head = split_literal(text, "     ")
    parts = [f"    {{{head}, {numbers},", split_literal(told, indent) + ",",
             split_literal(record.hex(), indent) + ",", split_literal(" ".join(values), indent) + "},"]
    lines = parts[:1]
    for part in parts[1:]:
        if "\n" not in part and len(lines[-1].splitlines()[-1]) + len(part) < 120:
            lines[-1] += " " + part
        else:
            lines.append(indent + part)
    return "\n".join(lines) + "\n"


def section_text(name, cases):
    head = f"/// {SECTIONS[name]}\n"
    if name == "numpy_refuses":
        return (head + f"inline constexpr std::string_view {name}[] = {{\n    "
                + wrapped([literal(text) for text in cases], "    ", ", ") + ",\n};\n\n")
    return head + f"inline constexpr pep3118_case {name}[] = {{\n" + "".join(map(case_text, cases)) + "};\n\n"


def make_sections(parts):
    found = {}
    if "numpy" in parts:
        accepted, refused = readings()
        found |= {"numpy_exports": exports(), "numpy_reads": accepted, "numpy_refuses": refused}
    if "ctypes" in parts:
        found["ctypes_exports" if sys.version_info >= (3, 12) else "ctypes_exports_unpadded"] = ctypes_cases()
    return {name: section_text(name, cases) for name, cases in found.items()}


def committed_sections():
    text = TABLE.read_text(encoding="ascii") if TABLE.exists() else ""
    found = {}
    for name, words in SECTIONS.items():
        start = text.find(f"/// {words}\n")
        end = text.find("\n};\n\n", start)
        found[name] = text[start:end + 5] if start >= 0 else section_text(name, [])
    return found


def write():
    sections = committed_sections() | make_sections(["ctypes"] + ["numpy"] * (numpy is not None))
    TABLE.write_text(HEAD + "".join(sections[name] for name in SECTIONS) + TAIL, encoding="ascii")


def check(parts):
    if sys.byteorder != "little" or struct.calcsize("l") != 8 or ("numpy" in parts and numpy is None):
        print("skipped: no numpy, or not the machine that the table is for")
        return SKIPPED
    committed = committed_sections()
    failed = 0
    for name, text in make_sections(parts).items():
        if text == committed[name]:
            continue
        failed += 1
        print(f"{name}: differs from {TABLE.name}")
        old, new = committed[name].splitlines(), text.splitlines()
        for line in [line for line in new if line not in old][:20]:
            print(f"    here: {line}")
        for line in [line for line in old if line not in new][:20]:
            print(f"    table: {line}")
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["--write"]:
        return write()
    if sys.argv[1:2] == ["--check"] and sys.argv[2:] and set(sys.argv[2:]) <= {"numpy", "ctypes"}:
        return check(sys.argv[2:])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
