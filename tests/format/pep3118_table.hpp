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

/// Texts that numpy exports.
inline constexpr pep3118_case numpy_exports[] = {
    {"?", 1, 1, true, false, "v  0 1 1\n", "01", "?1"},
    {"b", 1, 1, true, false, "v  0 1 1\n", "11", "i17"},
    {"B", 1, 1, true, false, "v  0 1 1\n", "11", "u17"},
    {"h", 2, 2, true, true, "v  0 2 1\n", "1146", "i17937"},
    {"H", 2, 2, true, true, "v  0 2 1\n", "1146", "u17937"},
    {"i", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"I", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "u2960868881"},
    {"l", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"L", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "u9895569352608663057"},
    {"e", 2, 2, true, true, "v  0 2 1\n", "1146", "d4018440000000000"},
    {"f", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "dbe0f68c220000000"},
    {"d", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "d89541fe5b07b4611"},
    {"Zf", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "zbe0f68c220000000b92a83fca0000000"},
    {"Zd", 16, 16, true, true, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b", "z89541fe5b07b46113b06cc97622df3be"},
    {"1s", 1, 1, true, false, "v  0 1 1\n", "11", "s11"},
    {"5s", 5, 5, true, false, "v  0 5 1\n", "11467bb0e5", "s11467bb0e5"},
    {"1x", 1, 1, true, false, "", "11", ""},
    {"4x", 4, 4, true, false, "", "11467bb0", ""},
    {">h", 2, 2, true, false, "v  0 2 1\n", "1146", "i4422"},
    {"T{b:a:=h:b:>h:c:}", 5, 5, true, true, "T  0 5 1\n.v a 0 1 1\n.v b 1 2 1\n.v c 3 2 1\n", "11467bb0e5",
      "i17 i31558 i-20251"},
    {"T{b:a:xh:b:B:c:}", 6, 6, true, true, "T  0 6 1\n.v a 0 1 1\n.v b 2 2 1\n.v c 4 1 1\n", "11467bb0e51f",
      "i17 i-20357 u229"},
    {"T{b:a:x>h:b:B:c:}", 6, 5, false, false, "T  0 5 1\n.v a 0 1 1\n.v b 2 2 1\n.v c 4 1 1\n", "11467bb0e5",
      "i17 i31664 u229"},
    {">H", 2, 2, true, false, "v  0 2 1\n", "1146", "u4422"},
    {"T{b:a:=H:b:>H:c:}", 5, 5, true, true, "T  0 5 1\n.v a 0 1 1\n.v b 1 2 1\n.v c 3 2 1\n", "11467bb0e5",
      "i17 u31558 u45285"},
    {"T{b:a:xH:b:B:c:}", 6, 6, true, true, "T  0 6 1\n.v a 0 1 1\n.v b 2 2 1\n.v c 4 1 1\n", "11467bb0e51f",
      "i17 u45179 u229"},
    {"T{b:a:x>H:b:B:c:}", 6, 5, false, false, "T  0 5 1\n.v a 0 1 1\n.v b 2 2 1\n.v c 4 1 1\n", "11467bb0e5",
      "i17 u31664 u229"},
    {">i", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "i289831856"},
    {"T{b:a:=i:b:>i:c:}", 9, 9, true, true, "T  0 9 1\n.v a 0 1 1\n.v b 1 4 1\n.v c 5 4 1\n", "11467bb0e51f5489be",
      "i17 i-441418938 i525633982"},
    {"T{b:a:xxxi:b:B:c:}", 12, 12, true, true, "T  0 12 1\n.v a 0 1 1\n.v b 4 4 1\n.v c 8 1 1\n",
      "11467bb0e51f5489bef32d62", "i17 i-1990975515 u190"},
    {"T{b:a:xxx>i:b:B:c:}", 12, 9, false, false, "T  0 9 1\n.v a 0 1 1\n.v b 4 4 1\n.v c 8 1 1\n", "11467bb0e51f5489be",
      "i17 i-450931575 u190"},
    {">I", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "u289831856"},
    {"T{b:a:=I:b:>I:c:}", 9, 9, true, true, "T  0 9 1\n.v a 0 1 1\n.v b 1 4 1\n.v c 5 4 1\n", "11467bb0e51f5489be",
      "i17 u3853548358 u525633982"},
    {"T{b:a:xxxI:b:B:c:}", 12, 12, true, true, "T  0 12 1\n.v a 0 1 1\n.v b 4 4 1\n.v c 8 1 1\n",
      "11467bb0e51f5489bef32d62", "i17 u2303991781 u190"},
    {"T{b:a:xxx>I:b:B:c:}", 12, 9, false, false, "T  0 9 1\n.v a 0 1 1\n.v b 4 4 1\n.v c 8 1 1\n", "11467bb0e51f5489be",
      "i17 u3844035721 u190"},
    {">q", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", "i1244818346703017097"},
    {"T{b:a:=q:b:>q:c:}", 17, 17, true, true, "T  0 17 1\n.v a 0 1 1\n.v b 1 8 1\n.v c 9 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i17 i-4717146638719616186 i-923973944438539408"},
    {"T{b:a:xxxxxxxl:b:B:c:}", 24, 24, true, true, "T  0 24 1\n.v a 0 1 1\n.v b 8 8 1\n.v c 16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "i17 i4253311848657318846 u112"},
    {"T{b:a:xxxxxxx>q:b:B:c:}", 24, 17, false, false, "T  0 17 1\n.v a 0 1 1\n.v b 8 8 1\n.v c 16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i17 i-4687352885685778885 u112"},
    {">Q", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", "u1244818346703017097"},
    {"T{b:a:=Q:b:>Q:c:}", 17, 17, true, true, "T  0 17 1\n.v a 0 1 1\n.v b 1 8 1\n.v c 9 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i17 u13729597434989935430 u17522770129271012208"},
    {"T{b:a:xxxxxxxL:b:B:c:}", 24, 24, true, true, "T  0 24 1\n.v a 0 1 1\n.v b 8 8 1\n.v c 16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "i17 u4253311848657318846 u112"},
    {"T{b:a:xxxxxxx>Q:b:B:c:}", 24, 17, false, false, "T  0 17 1\n.v a 0 1 1\n.v b 8 8 1\n.v c 16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i17 u13759391188023772731 u112"},
    {">e", 2, 2, true, false, "v  0 2 1\n", "1146", "d3f45180000000000"},
    {"T{b:a:=e:b:>e:c:}", 5, 5, true, true, "T  0 5 1\n.v a 0 1 1\n.v b 1 2 1\n.v c 3 2 1\n", "11467bb0e5",
      "i17 d40ed180000000000 dbfc3940000000000"},
    {"T{b:a:xe:b:B:c:}", 6, 6, true, true, "T  0 6 1\n.v a 0 1 1\n.v b 2 2 1\n.v c 4 1 1\n", "11467bb0e51f",
      "i17 dbfc1ec0000000000 u229"},
    {"T{b:a:x>e:b:B:c:}", 6, 5, false, false, "T  0 5 1\n.v a 0 1 1\n.v b 2 2 1\n.v c 4 1 1\n", "11467bb0e5",
      "i17 d40eec00000000000 u229"},
    {">f", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "d3a28cf7600000000"},
    {"T{b:a:=f:b:>f:c:}", 9, 9, true, true, "T  0 9 1\n.v a 0 1 1\n.v b 1 4 1\n.v c 5 4 1\n", "11467bb0e51f5489be",
      "i17 dc4b60f68c0000000 d3bea9137c0000000"},
    {"T{b:a:xxxf:b:B:c:}", 12, 12, true, true, "T  0 12 1\n.v a 0 1 1\n.v b 4 4 1\n.v c 8 1 1\n",
      "11467bb0e51f5489bef32d62", "i17 db92a83fca0000000 u190"},
    {"T{b:a:xxx>f:b:B:c:}", 12, 9, false, false, "T  0 9 1\n.v a 0 1 1\n.v b 4 4 1\n.v c 8 1 1\n", "11467bb0e51f5489be",
      "i17 dc4a3ea9120000000 u190"},
    {">d", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", "d11467bb0e51f5489"},
    {"T{b:a:=d:b:>d:c:}", 17, 17, true, true, "T  0 17 1\n.v a 0 1 1\n.v b 1 8 1\n.v c 9 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i17 dbe89541fe5b07b46 df32d6297cc063b70"},
    {"T{b:a:xxxxxxxd:b:B:c:}", 24, 24, true, true, "T  0 24 1\n.v a 0 1 1\n.v b 8 8 1\n.v c 16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "i17 d3b06cc97622df3be u112"},
    {"T{b:a:xxxxxxx>d:b:B:c:}", 24, 17, false, false, "T  0 17 1\n.v a 0 1 1\n.v b 8 8 1\n.v c 16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i17 dbef32d6297cc063b u112"},
    {">Zf", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", "z3a28cf7600000000c4a3ea9120000000"},
    {"T{b:a:=Zf:b:>Zf:c:}", 17, 17, true, true, "T  0 17 1\n.v a 0 1 1\n.v b 1 8 1\n.v c 9 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i17 zc4b60f68c0000000bfd12a83e0000000 zc665ac52e0000000c180c76e00000000"},
    {"T{b:a:xxxZf:b:B:c:}", 16, 16, true, true, "T  0 16 1\n.v a 0 1 1\n.v b 4 8 1\n.v c 12 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i17 zb92a83fca00000004445be77c0000000 u151"},
    {"T{b:a:xxx>Zf:b:B:c:}", 16, 13, false, false, "T  0 13 1\n.v a 0 1 1\n.v b 4 8 1\n.v c 12 1 1\n",
      "11467bb0e51f5489bef32d6297", "i17 zc4a3ea9120000000bfde65ac40000000 u151"},
    {">Zd", 16, 16, true, false, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "z11467bb0e51f5489bef32d6297cc063b"},
    {"T{b:a:=Zd:b:>Zd:c:}", 33, 33, true, true, "T  0 33 1\n.v a 0 1 1\n.v b 1 16 1\n.v c 17 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf",
      "i17 zbe89541fe5b07b46703b06cc97622df3 za5da14493eb3e822578cc1f630659acf"},
    {"T{b:a:xxxxxxxZd:b:B:c:}", 32, 32, true, true, "T  0 32 1\n.v a 0 1 1\n.v b 8 16 1\n.v c 24 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", "i17 z3b06cc97622df3bee8b33e4914daa570 u34"},
    {"T{b:a:xxxxxxx>Zd:b:B:c:}", 32, 25, false, false, "T  0 25 1\n.v a 0 1 1\n.v b 8 16 1\n.v c 24 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822", "i17 zbef32d6297cc063b70a5da14493eb3e8 u34"},
    {"T{(3)?:a:}", 3, 3, true, false, "T  0 3 1\n.v a 0 3 3\n", "010001", "?1 ?0 ?1"},
    {"T{B:n:(3)?:a:h:z:}", 6, 6, true, true, "T  0 6 1\n.v n 0 1 1\n.v a 1 3 3\n.v z 4 2 1\n", "11000100e51f",
      "u17 ?0 ?1 ?0 i8165"},
    {"T{(3)B:a:}", 3, 3, true, false, "T  0 3 1\n.v a 0 3 3\n", "11467b", "u17 u70 u123"},
    {"T{B:n:(3)B:a:h:z:}", 6, 6, true, true, "T  0 6 1\n.v n 0 1 1\n.v a 1 3 3\n.v z 4 2 1\n", "11467bb0e51f",
      "u17 u70 u123 u176 i8165"},
    {"T{(3)>h:a:}", 6, 6, true, false, "T  0 6 1\n.v a 0 6 3\n", "11467bb0e51f", "i4422 i31664 i-6881"},
    {"T{B:n:x(3)>h:a:@h:z:}", 10, 10, true, true, "T  0 10 1\n.v n 0 1 1\n.v a 2 6 3\n.v z 8 2 1\n",
      "11467bb0e51f5489bef3", "u17 i31664 i-6881 i21641 i-3138"},
    {"T{(3)i:a:}", 12, 12, true, true, "T  0 12 1\n.v a 0 12 3\n", "11467bb0e51f5489bef32d62",
      "i-1334098415 i-1990975515 i1647178686"},
    {"T{B:n:xxx(3)i:a:h:z:}", 20, 20, true, true, "T  0 20 1\n.v n 0 1 1\n.v a 4 12 3\n.v z 16 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14", "u17 i-1990975515 i1647178686 i990301335 i-23184"},
    {"T{(3)e:a:}", 6, 6, true, true, "T  0 6 1\n.v a 0 6 3\n", "11467bb0e51f",
      "d4018440000000000 dbfc1ec0000000000 d3f7f940000000000"},
    {"T{B:n:x(3)e:a:h:z:}", 10, 10, true, true, "T  0 10 1\n.v n 0 1 1\n.v a 2 6 3\n.v z 8 2 1\n",
      "11467bb0e51f5489bef3", "u17 dbfc1ec0000000000 d3f7f940000000000 dbf25500000000000 i-3138"},
    {"T{(3)>d:a:}", 24, 24, true, false, "T  0 24 1\n.v a 0 24 3\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "d11467bb0e51f5489 dbef32d6297cc063b d70a5da14493eb3e8"},
    {"T{B:n:xxxxxxx(3)>d:a:@h:z:}", 40, 34, false, true, "T  0 34 1\n.v n 0 1 1\n.v a 8 24 3\n.v z 32 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf09",
      "u17 dbef32d6297cc063b d70a5da14493eb3e8 d22578cc1f630659a i2511"},
    {"T{(3)Zf:a:}", 24, 24, true, true, "T  0 24 1\n.v a 0 24 3\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "zbe0f68c220000000b92a83fca0000000 z4445be77c00000003f60d992e0000000 z3a9b54ae0000000"
      "0c51667c920000000"},
    {"T{B:n:xxx(3)Zf:a:h:z:}", 32, 32, true, true, "T  0 32 1\n.v n 0 1 1\n.v a 4 24 3\n.v z 28 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "u17 zb92a83fca00000004445be77c0000000 z3f60d992e00000003a9b54ae00000000 zc51667c9200"
      "00000c0318ae440000000 i12534"},
    {"T{(3)3s:a:}", 9, 9, true, false, "T  0 9 1\n.v a 0 9 3\n", "11467bb0e51f5489be", "s11467b sb0e51f s5489be"},
    {"T{B:n:(3)3s:a:h:z:}", 12, 12, true, true, "T  0 12 1\n.v n 0 1 1\n.v a 1 9 3\n.v z 10 2 1\n",
      "11467bb0e51f5489bef32d62", "u17 s467bb0 se51f54 s89bef3 i25133"},
    {"T{(3)2x:a:}", 6, 6, true, false, "T  0 6 1\nx a 6\n", "11467bb0e51f", ""},
    {"T{B:n:(3)2x:a:xh:z:}", 10, 10, true, true, "T  0 10 1\n.v n 0 1 1\nx a 6\n.v z 8 2 1\n", "11467bb0e51f5489bef3",
      "u17 i-3138"},
    {"T{(2,3)?:a:}", 6, 6, true, false, "T  0 6 1\n.v a 0 6 6\n", "010001000101", "?1 ?0 ?1 ?0 ?1 ?1"},
    {"T{B:n:(2,3)?:a:xh:z:}", 10, 10, true, true, "T  0 10 1\n.v n 0 1 1\n.v a 1 6 6\n.v z 8 2 1\n",
      "1100010001010089bef3", "u17 ?0 ?1 ?0 ?1 ?1 ?0 i-3138"},
    {"T{(2,3)B:a:}", 6, 6, true, false, "T  0 6 1\n.v a 0 6 6\n", "11467bb0e51f", "u17 u70 u123 u176 u229 u31"},
    {"T{B:n:(2,3)B:a:xh:z:}", 10, 10, true, true, "T  0 10 1\n.v n 0 1 1\n.v a 1 6 6\n.v z 8 2 1\n",
      "11467bb0e51f5489bef3", "u17 u70 u123 u176 u229 u31 u84 i-3138"},
    {"T{(2,3)>h:a:}", 12, 12, true, false, "T  0 12 1\n.v a 0 12 6\n", "11467bb0e51f5489bef32d62",
      "i4422 i31664 i-6881 i21641 i-16653 i11618"},
    {"T{B:n:x(2,3)>h:a:@h:z:}", 16, 16, true, true, "T  0 16 1\n.v n 0 1 1\n.v a 2 12 6\n.v z 14 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "u17 i31664 i-6881 i21641 i-16653 i11618 i-26676 i15110"},
    {"T{(2,3)i:a:}", 24, 24, true, true, "T  0 24 1\n.v a 0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295"},
    {"T{B:n:xxx(2,3)i:a:h:z:}", 32, 32, true, true, "T  0 32 1\n.v n 0 1 1\n.v a 4 24 6\n.v z 28 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "u17 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 i-1047767262 i12534"},
    {"T{(2,3)e:a:}", 12, 12, true, true, "T  0 12 1\n.v a 0 12 6\n", "11467bb0e51f5489bef32d62",
      "d4018440000000000 dbfc1ec0000000000 d3f7f940000000000 dbf25500000000000 dc0cef800000"
      "00000 d4088b40000000000"},
    {"T{B:n:x(2,3)e:a:h:z:}", 16, 16, true, true, "T  0 16 1\n.v n 0 1 1\n.v a 2 12 6\n.v z 14 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b",
      "u17 dbfc1ec0000000000 d3f7f940000000000 dbf25500000000000 dc0cef80000000000 d4088b40"
      "000000000 dc0325c0000000000 i15110"},
    {"T{(2,3)>d:a:}", 48, 48, true, false, "T  0 48 1\n.v a 0 48 6\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9",
      "d11467bb0e51f5489 dbef32d6297cc063b d70a5da14493eb3e8 d22578cc1f630659a dcf093e73a8d"
      "d174c d81b6eb255a8fc4f9"},
    {"T{B:n:xxxxxxx(2,3)>d:a:@h:z:}", 64, 58, false, true, "T  0 58 1\n.v n 0 1 1\n.v a 8 48 6\n.v z 56 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a",
      "u17 dbef32d6297cc063b d70a5da14493eb3e8 d22578cc1f630659a dcf093e73a8dd174c d81b6eb2"
      "55a8fc4f9 d33689dd20c4176ab i6880"},
    {"T{(2,3)Zf:a:}", 48, 48, true, true, "T  0 48 1\n.v a 0 48 6\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9",
      "zbe0f68c220000000b92a83fca0000000 z4445be77c00000003f60d992e0000000 z3a9b54ae0000000"
      "0c51667c920000000 zc0318ae440000000bb4ca61ec0000000 z4667c139e00000004182fbb50000000"
      "0 z3cbd76d020000000c73891eb40000000"},
    {"T{B:n:xxx(2,3)Zf:a:h:z:}", 56, 56, true, true, "T  0 56 1\n.v n 0 1 1\n.v a 4 48 6\n.v z 52 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176ab",
      "u17 zb92a83fca00000004445be77c0000000 z3f60d992e00000003a9b54ae00000000 zc51667c9200"
      "00000c0318ae440000000 zbb4ca61ec00000004667c139e0000000 z4182fbb5000000003cbd76d0200"
      "00000 zc73891eb40000000c253ad0660000000 i16652"},
    {"T{(2,3)3s:a:}", 18, 18, true, false, "T  0 18 1\n.v a 0 18 6\n", "11467bb0e51f5489bef32d6297cc063b70a5",
      "s11467b sb0e51f s5489be sf32d62 s97cc06 s3b70a5"},
    {"T{B:n:(2,3)3s:a:xh:z:}", 22, 22, true, true, "T  0 22 1\n.v n 0 1 1\n.v a 1 18 6\n.v z 20 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493e", "u17 s467bb0 se51f54 s89bef3 s2d6297 scc063b s70a5da i15945"},
    {"T{(2,3)2x:a:}", 12, 12, true, false, "T  0 12 1\nx a 12\n", "11467bb0e51f5489bef32d62", ""},
    {"T{B:n:(2,3)2x:a:xh:z:}", 16, 16, true, true, "T  0 16 1\n.v n 0 1 1\nx a 12\n.v z 14 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "u17 i15110"},
    {"T{(2,3,2)?:a:}", 12, 12, true, false, "T  0 12 1\n.v a 0 12 12\n", "010001000101000100010100",
      "?1 ?0 ?1 ?0 ?1 ?1 ?0 ?1 ?0 ?1 ?1 ?0"},
    {"T{B:n:(2,3,2)?:a:xh:z:}", 16, 16, true, true, "T  0 16 1\n.v n 0 1 1\n.v a 1 12 12\n.v z 14 2 1\n",
      "11000100010100010001010001cc063b", "u17 ?0 ?1 ?0 ?1 ?1 ?0 ?1 ?0 ?1 ?1 ?0 ?1 i15110"},
    {"T{(2,3,2)B:a:}", 12, 12, true, false, "T  0 12 1\n.v a 0 12 12\n", "11467bb0e51f5489bef32d62",
      "u17 u70 u123 u176 u229 u31 u84 u137 u190 u243 u45 u98"},
    {"T{B:n:(2,3,2)B:a:xh:z:}", 16, 16, true, true, "T  0 16 1\n.v n 0 1 1\n.v a 1 12 12\n.v z 14 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "u17 u70 u123 u176 u229 u31 u84 u137 u190 u243 u45 u98 u151 i15110"},
    {"T{(2,3,2)>h:a:}", 24, 24, true, false, "T  0 24 1\n.v a 0 24 12\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i4422 i31664 i-6881 i21641 i-16653 i11618 i-26676 i1595 i28837 i-9708 i18750 i-19480"},
    {"T{B:n:x(2,3,2)>h:a:@h:z:}", 28, 28, true, true, "T  0 28 1\n.v n 0 1 1\n.v a 2 24 12\n.v z 26 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1",
      "u17 i31664 i-6881 i21641 i-16653 i11618 i-26676 i1595 i28837 i-9708 i18750 i-19480 i"
      "8791 i-15988"},
    {"T{(2,3,2)i:a:}", 48, 48, true, true, "T  0 48 1\n.v a 0 48 12\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 i-1047767262"
      " i-1704644362 i1933445583 i1276632488 i636204673 i-104558758"},
    {"T{B:n:xxx(2,3,2)i:a:h:z:}", 56, 56, true, true, "T  0 56 1\n.v n 0 1 1\n.v a 4 48 12\n.v z 52 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176ab",
      "u17 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 i-1047767262 i-170464"
      "4362 i1933445583 i1276632488 i636204673 i-104558758 i-761436109 i16652"},
    {"T{(2,3,2)e:a:}", 24, 24, true, true, "T  0 24 1\n.v a 0 24 12\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "d4018440000000000 dbfc1ec0000000000 d3f7f940000000000 dbf25500000000000 dc0cef800000"
      "00000 d4088b40000000000 dc0325c0000000000 d3fec180000000000 dbf95c00000000000 d3f536"
      "80000000000 d3ff9240000000000 dc0a2cc0000000000"},
    {"T{B:n:x(2,3,2)e:a:h:z:}", 28, 28, true, true, "T  0 28 1\n.v n 0 1 1\n.v a 2 24 12\n.v z 26 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1",
      "u17 dbfc1ec0000000000 d3f7f940000000000 dbf25500000000000 dc0cef80000000000 d4088b40"
      "000000000 dc0325c0000000000 d3fec180000000000 dbf95c00000000000 d3f53680000000000 d3"
      "ff9240000000000 dc0a2cc0000000000 d405c880000000000 i-15988"},
    {"T{(2,3,2)>d:a:}", 96, 96, true, false, "T  0 96 1\n.v a 0 96 12\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620",
      "d11467bb0e51f5489 dbef32d6297cc063b d70a5da14493eb3e8 d22578cc1f630659a dcf093e73a8d"
      "d174c d81b6eb255a8fc4f9 d33689dd20c4176ab de01a4f84b9ee285d d92c701366ba0d50f d4479a"
      "ee31d5287bc df12b6095ca04396e da3d812473cb1e620"},
    {"T{B:n:xxxxxxx(2,3,2)>d:a:@h:z:}", 112, 106, false, true, "T  0 106 1\n.v n 0 1 1\n.v a 8 96 12\n.v z 104 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c",
      "u17 dbef32d6297cc063b d70a5da14493eb3e8 d22578cc1f630659a dcf093e73a8dd174c d81b6eb2"
      "55a8fc4f9 d33689dd20c4176ab de01a4f84b9ee285d d92c701366ba0d50f d4479aee31d5287bc df"
      "12b6095ca04396e da3d812473cb1e620 d558abff42e6398cd i15367"},
    {"T{(2,3,2)Zf:a:}", 96, 96, true, true, "T  0 96 1\n.v a 0 96 12\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620",
      "zbe0f68c220000000b92a83fca0000000 z4445be77c00000003f60d992e0000000 z3a9b54ae0000000"
      "0c51667c920000000 zc0318ae440000000bb4ca61ec0000000 z4667c139e00000004182fbb50000000"
      "0 z3cbd76d020000000c73891eb40000000 zc253ad0660000000bd6ec82180000000 zb889e35c00000"
      "00043a51dd720000000 z3ec038f24000000039fab40d60000000 zc475cf2880000000bf90ea43a0000"
      "000 zbaac057e2000000045c7209940000000 z40e25b14600000003c1cd62780000000"},
    {"T{B:n:xxx(2,3,2)Zf:a:h:z:}", 104, 104, true, true, "T  0 104 1\n.v n 0 1 1\n.v a 4 96 12\n.v z 100 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd",
      "u17 zb92a83fca00000004445be77c0000000 z3f60d992e00000003a9b54ae00000000 zc51667c9200"
      "00000c0318ae440000000 zbb4ca61ec00000004667c139e0000000 z4182fbb5000000003cbd76d0200"
      "00000 zc73891eb40000000c253ad0660000000 zbd6ec82180000000b889e35c00000000 z43a51dd72"
      "00000003ec038f240000000 z39fab40d60000000c475cf2880000000 zbf90ea43a0000000baac057e2"
      "0000000 z45c720994000000040e25b1460000000 z3c1cd62780000000c697f14aa0000000 i25390"},
    {"T{(2,3,2)3s:a:}", 36, 36, true, false, "T  0 36 1\n.v a 0 36 12\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73",
      "s11467b sb0e51f s5489be sf32d62 s97cc06 s3b70a5 sda1449 s3eb3e8 s22578c sc1f630 s659"
      "acf s093e73"},
    {"T{B:n:(2,3,2)3s:a:xh:z:}", 40, 40, true, true, "T  0 40 1\n.v n 0 1 1\n.v a 1 36 12\n.v z 38 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c",
      "u17 s467bb0 se51f54 s89bef3 s2d6297 scc063b s70a5da s14493e sb3e822 s578cc1 sf63065 "
      "s9acf09 s3e73a8 i19479"},
    {"T{(2,3,2)2x:a:}", 24, 24, true, false, "T  0 24 1\nx a 24\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      ""},
    {"T{B:n:(2,3,2)2x:a:xh:z:}", 28, 28, true, true, "T  0 28 1\n.v n 0 1 1\nx a 24\n.v z 26 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1", "u17 i-15988"},
    {"T{(1)i:one:(0)f:none:0s:empty:0x:void:B:b:}", 5, 8, false, true,
      "T  0 8 1\n.v one 0 4 1\nx none 0\n.v empty 4 0 1\nx void 0\n.v b 4 1 1\n", "11467bb0e51f5489",
      "i-1334098415 s u229"},
    {"T{(1)=i:one:(0)f:none:0s:empty:0x:void:B:b:}", 5, 5, true, true,
      "T  0 5 1\n.v one 0 4 1\nx none 0\n.v empty 4 0 1\nx void 0\n.v b 4 1 1\n", "11467bb0e5", "i-1334098415 s u229"},
    {"T{}", 0, 0, true, false, "T  0 0 1\n", "", ""},
    {"T{T{}:nothing:b:b:}", 1, 1, true, false, "T  0 1 1\n.T nothing 0 0 1\n.v b 0 1 1\n", "11", "i17"},
    {"T{T{i:x:b:y:}:s:}", 5, 8, false, true, "T  0 8 1\n.T s 0 8 1\n..v x 0 4 1\n..v y 4 1 1\n", "11467bb0e51f5489",
      "i-1334098415 i-27"},
    {"T{T{=i:x:b:y:}:s:}", 5, 5, true, true, "T  0 5 1\n.T s 0 5 1\n..v x 0 4 1\n..v y 4 1 1\n", "11467bb0e5",
      "i-1334098415 i-27"},
    {"T{T{i:x:b:y:}:s:b:z:}", 6, 12, false, true, "T  0 12 1\n.T s 0 8 1\n..v x 0 4 1\n..v y 4 1 1\n.v z 8 1 1\n",
      "11467bb0e51f5489bef32d62", "i-1334098415 i-27 i-66"},
    {"T{T{=i:x:b:y:}:s:b:z:}", 6, 6, true, true, "T  0 6 1\n.T s 0 5 1\n..v x 0 4 1\n..v y 4 1 1\n.v z 5 1 1\n",
      "11467bb0e51f", "i-1334098415 i-27 i31"},
    {"T{b:a:T{=i:x:b:y:}:s:d:z:}", 14, 14, true, true,
      "T  0 14 1\n.v a 0 1 1\n.T s 1 5 1\n..v x 1 4 1\n..v y 5 1 1\n.v z 6 8 1\n", "11467bb0e51f5489bef32d6297cc",
      "i17 i-441418938 i31 dcc97622df3be8954"},
    {"T{(3)T{i:x:b:y:}:s:=H:z:}", 17, 26, false, true,
      "T  0 26 1\n.T s 0 24 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 24 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e82257",
      "i-1334098415 i-27 i1647178686 i-105 i349873520 i73 u22306"},
    {"T{(3)T{=i:x:b:y:}:s:H:z:}", 17, 17, true, true, "T  0 17 1\n.T s 0 15 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 15 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70", "i-1334098415 i-27 i-1098296289 i-13 i-862494163 i6 u28731"},
    {"T{b:a:(2,2)T{=i:x:b:y:}:s:H:z:}", 23, 23, true, true,
      "T  0 23 1\n.v a 0 1 1\n.T s 1 20 4\n..v x 1 4 1\n..v y 5 1 1\n.v z 21 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3",
      "i17 i-441418938 i31 i-205616812 i45 i114071394 i59 i349873520 i73 u45886"},
    {"T{T{T{i:x:b:y:}:t:=d:u:}:s:T{i:x:b:y:}:z:}", 18, 21, false, true,
      "T  0 21 1\n.T s 0 16 1\n..T t 0 8 1\n...v x 0 4 1\n...v y 4 1 1\n..v u 8 8 1\n.T z 1"
      "6 5 1\n..v x 16 4 1\n..v y 20 1 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da1449",
      "i-1334098415 i-27 d3b06cc97622df3be i349873520 i73"},
    {"T{T{T{=i:x:b:y:}:t:d:u:}:s:T{i:x:b:y:}:z:}", 18, 18, true, true,
      "T  0 18 1\n.T s 0 13 1\n..T t 0 5 1\n...v x 0 4 1\n...v y 4 1 1\n..v u 5 8 1\n.T z 1"
      "3 5 1\n..v x 13 4 1\n..v y 17 1 1\n", "11467bb0e51f5489bef32d6297cc063b70a5",
      "i-1334098415 i-27 d97622df3be89541f i1882916556 i-91"},
    {"T{b:a:T{=i:x:b:y:}:s:xx@d:z:}", 16, 16, true, true,
      "T  0 16 1\n.v a 0 1 1\n.T s 1 5 1\n..v x 1 4 1\n..v y 5 1 1\n.v z 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i17 i-441418938 i31 d3b06cc97622df3be"},
    {"T{(3)T{i:x:b:y:}:s:xH:z:}", 18, 28, false, true,
      "T  0 28 1\n.T s 0 24 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 26 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1",
      "i-1334098415 i-27 i1647178686 i-105 i349873520 i73 u49548"},
    {"T{(3)T{=i:x:b:y:}:s:x@H:z:}", 18, 18, true, true,
      "T  0 18 1\n.T s 0 15 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 16 2 1\n", "11467bb0e51f5489bef32d6297cc063b70a5",
      "i-1334098415 i-27 i-1098296289 i-13 i-862494163 i6 u42352"},
    {"T{b:a:(2,2)T{=i:x:b:y:}:s:x@H:z:}", 24, 24, true, true,
      "T  0 24 1\n.v a 0 1 1\n.T s 1 20 4\n..v x 1 4 1\n..v y 5 1 1\n.v z 22 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i17 i-441418938 i31 i-205616812 i45 i114071394 i59 i349873520 i73 u59571"},
    {"T{T{T{i:x:b:y:}:t:xxxd:u:}:s:T{i:x:b:y:}:z:}", 24, 32, false, true,
      "T  0 32 1\n.T s 0 24 1\n..T t 0 8 1\n...v x 0 4 1\n...v y 4 1 1\n..v u 16 8 1\n.T z "
      "24 8 1\n..v x 24 4 1\n..v y 28 1 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "i-1334098415 i-27 de8b33e4914daa570 i-1047767262 i-10"},
    {"T{T{i:x:b:y:}:s:}", 8, 8, true, true, "T  0 8 1\n.T s 0 8 1\n..v x 0 4 1\n..v y 4 1 1\n", "11467bb0e51f5489",
      "i-1334098415 i-27"},
    {"T{T{i:x:b:y:}:s:xxxb:z:}", 9, 12, false, true, "T  0 12 1\n.T s 0 8 1\n..v x 0 4 1\n..v y 4 1 1\n.v z 11 1 1\n",
      "11467bb0e51f5489bef32d62", "i-1334098415 i-27 i98"},
    {"T{T{=i:x:b:y:}:s:xxxb:z:}", 9, 9, false, true, "T  0 9 1\n.T s 0 5 1\n..v x 0 4 1\n..v y 4 1 1\n.v z 8 1 1\n",
      "11467bb0e51f5489be", "i-1334098415 i-27 i-66"},
    {"T{b:a:T{=i:x:b:y:}:s:xxxd:z:}", 17, 17, false, true,
      "T  0 17 1\n.v a 0 1 1\n.T s 1 5 1\n..v x 1 4 1\n..v y 5 1 1\n.v z 9 8 1\n", "11467bb0e51f5489bef32d6297cc063b70",
      "i17 i-441418938 i31 d703b06cc97622df3"},
    {"T{(3)T{i:x:b:y:}:s:xxxxxxxxxH:z:}", 26, 36, false, true,
      "T  0 36 1\n.T s 0 24 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 34 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73",
      "i-1334098415 i-27 i1647178686 i-105 i349873520 i73 u29502"},
    {"T{(3)T{=i:x:b:y:}:s:xxxxxxxxx@H:z:}", 26, 26, false, true,
      "T  0 26 1\n.T s 0 15 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 24 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e82257",
      "i-1334098415 i-27 i-1098296289 i-13 i-862494163 i6 u22306"},
    {"T{b:a:(2,2)T{=i:x:b:y:}:s:xxxxxxxxxxxxH:z:}", 35, 35, false, true,
      "T  0 35 1\n.v a 0 1 1\n.T s 1 20 4\n..v x 1 4 1\n..v y 5 1 1\n.v z 33 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e",
      "i17 i-441418938 i31 i-205616812 i45 i114071394 i59 i349873520 i73 u15881"},
    {"T{T{i:x:b:y:}:s:xxxb:z:}", 12, 12, false, true, "T  0 12 1\n.T s 0 8 1\n..v x 0 4 1\n..v y 4 1 1\n.v z 11 1 1\n",
      "11467bb0e51f5489bef32d62", "i-1334098415 i-27 i98"},
    {"T{b:a:xxxT{i:x:b:y:}:s:xxxxxxxd:z:}", 24, 32, false, true,
      "T  0 32 1\n.v a 0 1 1\n.T s 4 8 1\n..v x 4 4 1\n..v y 8 1 1\n.v z 24 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", "i17 i-1990975515 i-66 d9a6530f6c18c5722"},
    {"T{(3)T{i:x:b:y:}:s:xxxxxxxxxH:z:}", 28, 36, false, true,
      "T  0 36 1\n.T s 0 24 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 34 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73",
      "i-1334098415 i-27 i1647178686 i-105 i349873520 i73 u29502"},
    {"T{b:a:xxx(2,2)T{i:x:b:y:}:s:xxxxxxxxxxxxH:z:}", 40, 52, false, true,
      "T  0 52 1\n.v a 0 1 1\n.T s 4 32 4\n..v x 4 4 1\n..v y 8 1 1\n.v z 48 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd2", "i17 i-1990975515 i-66 i990301335 i112 i-390906295 i34 i-1704644362 i-49 u26675"},
    {"T{T{>i:x:b:y:}:s:}", 5, 5, true, false, "T  0 5 1\n.T s 0 5 1\n..v x 0 4 1\n..v y 4 1 1\n", "11467bb0e5",
      "i289831856 i-27"},
    {"T{T{>i:x:b:y:}:s:b:z:}", 6, 6, true, false, "T  0 6 1\n.T s 0 5 1\n..v x 0 4 1\n..v y 4 1 1\n.v z 5 1 1\n",
      "11467bb0e51f", "i289831856 i-27 i31"},
    {"T{b:a:T{>i:x:b:y:}:s:=d:z:}", 14, 14, true, true,
      "T  0 14 1\n.v a 0 1 1\n.T s 1 5 1\n..v x 1 4 1\n..v y 5 1 1\n.v z 6 8 1\n", "11467bb0e51f5489bef32d6297cc",
      "i17 i1182511333 i31 dcc97622df3be8954"},
    {"T{(3)T{>i:x:b:y:}:s:=H:z:}", 17, 17, true, true,
      "T  0 17 1\n.T s 0 15 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 15 2 1\n", "11467bb0e51f5489bef32d6297cc063b70",
      "i289831856 i-27 i525633982 i-13 i761436108 i6 u28731"},
    {"T{b:a:(2,2)T{>i:x:b:y:}:s:=H:z:}", 23, 23, true, true,
      "T  0 23 1\n.v a 0 1 1\n.T s 1 20 4\n..v x 1 4 1\n..v y 5 1 1\n.v z 21 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3",
      "i17 i1182511333 i31 i1418313459 i45 i1654115334 i59 i1889917460 i73 u45886"},
    {"T{T{T{>i:x:b:y:}:t:=d:u:}:s:T{>i:x:b:y:}:z:}", 18, 18, true, true,
      "T  0 18 1\n.T s 0 13 1\n..T t 0 5 1\n...v x 0 4 1\n...v y 4 1 1\n..v u 5 8 1\n.T z 1"
      "3 5 1\n..v x 13 4 1\n..v y 17 1 1\n", "11467bb0e51f5489bef32d6297cc063b70a5",
      "i289831856 i-27 d97622df3be89541f i-872006800 i-91"},
    {"T{b:a:T{>i:x:b:y:}:s:xx@d:z:}", 16, 16, true, true,
      "T  0 16 1\n.v a 0 1 1\n.T s 1 5 1\n..v x 1 4 1\n..v y 5 1 1\n.v z 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i17 i1182511333 i31 d3b06cc97622df3be"},
    {"T{(3)T{>i:x:b:y:}:s:x@H:z:}", 18, 18, true, true,
      "T  0 18 1\n.T s 0 15 3\n..v x 0 4 1\n..v y 4 1 1\n.v z 16 2 1\n", "11467bb0e51f5489bef32d6297cc063b70a5",
      "i289831856 i-27 i525633982 i-13 i761436108 i6 u42352"},
    {"T{b:a:(2,2)T{>i:x:b:y:}:s:x@H:z:}", 24, 24, true, true,
      "T  0 24 1\n.v a 0 1 1\n.T s 1 20 4\n..v x 1 4 1\n..v y 5 1 1\n.v z 22 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i17 i1182511333 i31 i1418313459 i45 i1654115334 i59 i1889917460 i73 u59571"},
    {"T{T{T{>i:x:b:y:}:t:xxx@d:u:}:s:T{>i:x:b:y:}:z:}", 24, 21, false, true,
      "T  0 21 1\n.T s 0 16 1\n..T t 0 5 1\n...v x 0 4 1\n...v y 4 1 1\n..v u 8 8 1\n.T z 1"
      "6 5 1\n..v x 16 4 1\n..v y 20 1 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da1449",
      "i289831856 i-27 d3b06cc97622df3be i1889917460 i73"},
    {"T{i:with space:H: :h:two  spaces :}", 8, 8, true, true,
      "T  0 8 1\n.v with space 0 4 1\n.v   4 2 1\n.v two  spaces  6 2 1\n", "11467bb0e51f5489",
      "i-1334098415 u8165 i-30380"},
    {"T{i:}{:i:T{i}:i:(2):i:{u5}:}", 16, 16, true, true,
      "T  0 16 1\n.v }{ 0 4 1\n.v T{i} 4 4 1\n.v (2) 8 4 1\n.v {u5} 12 4 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415 i-1990975515 i1647178686 i990301335"},
    {"T{i:a.b:T{i:b:}:a:i:\042:i:\134:i:\n\011:i:':}", 24, 24, true, true,
      "T  0 24 1\n.v a.b 0 4 1\n.T a 4 4 1\n..v b 4 4 1\n.v \042 8 4 1\n.v \134 12 4 1\n.v "
      "\n\011 16 4 1\n.v ' 20 4 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295"},
    {"T{f:\303\251:f:\344\275\215\347\275\256:>f:\360\237\230\200:}", 12, 12, true, true,
      "T  0 12 1\n.v \303\251 0 4 1\n.v \344\275\215\347\275\256 4 4 1\n.v \360\237\230\200"
      " 8 4 1\n", "11467bb0e51f5489bef32d62", "dbe0f68c220000000 db92a83fca0000000 dbfde65ac40000000"},
    {"T{b:<i:>h:@:b:f0:b:3:b:,;|&^:}", 6, 6, true, false,
      "T  0 6 1\n.v <i 0 1 1\n.v @ 1 2 1\n.v f0 3 1 1\n.v 3 4 1 1\n.v ,;|&^ 5 1 1\n", "11467bb0e51f",
      "i17 i18043 i-80 i-27 i31"},
    {"T{i:a:i:b:}", 8, 8, true, true, "T  0 8 1\n.v a 0 4 1\n.v b 4 4 1\n", "11467bb0e51f5489",
      "i-1334098415 i-1990975515"},
    {"T{xxxxi:a:xxh:b:}", 16, 12, false, true, "T  0 12 1\n.v a 4 4 1\n.v b 10 2 1\n", "11467bb0e51f5489bef32d62",
      "i-1990975515 i25133"},
    {"T{xxxxi:a:xxh:b:}", 12, 12, true, true, "T  0 12 1\n.v a 4 4 1\n.v b 10 2 1\n", "11467bb0e51f5489bef32d62",
      "i-1990975515 i25133"},
    {"T{xxx>i:a:xxh:b:}", 11, 11, true, false, "T  0 11 1\n.v a 3 4 1\n.v b 9 2 1\n", "11467bb0e51f5489bef32d",
      "i-1327161516 i-3283"},
    {"T{d:a:B:b:}", 16, 16, true, true, "T  0 16 1\n.v a 0 8 1\n.v b 8 1 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "d89541fe5b07b4611 u190"},
    {"T{xxxxxb:a:}", 6, 6, true, false, "T  0 6 1\n.v a 5 1 1\n", "11467bb0e51f", "i31"},
    {"T{i:a:}", 6, 4, false, true, "T  0 4 1\n.v a 0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{=i:a:}", 6, 4, false, true, "T  0 4 1\n.v a 0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{b:a:}", 6, 1, false, false, "T  0 1 1\n.v a 0 1 1\n", "11", "i17"},
    {"T{x3s:a:xxxxxxxxxxxxZd:b:}", 32, 32, true, true, "T  0 32 1\n.v a 1 3 1\n.v b 16 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", "s467bb0 ze8b33e4914daa5709a6530f6c18c5722"},
    {"T{T{i:x:b:y:}:s:b:z:}", 12, 12, false, true, "T  0 12 1\n.T s 0 8 1\n..v x 0 4 1\n..v y 4 1 1\n.v z 8 1 1\n",
      "11467bb0e51f5489bef32d62", "i-1334098415 i-27 i-66"},
    {"T{T{b:a:}:q:xxxxxb:b:}", 7, 7, false, false, "T  0 7 1\n.T q 0 1 1\n..v a 0 1 1\n.v b 6 1 1\n", "11467bb0e51f54",
      "i17 i84"},
    {"T{(2)T{>h:a:xxxb:b:}:q:b:b:}", 13, 13, true, false,
      "T  0 13 1\n.T q 0 12 2\n..v a 0 2 1\n..v b 5 1 1\n.v b 12 1 1\n", "11467bb0e51f5489bef32d6297",
      "i4422 i31 i21641 i98 i-105"},
    {"T{(2)T{xxh:a:xb:b:}:q:xxxxd:b:}", 24, 24, false, true,
      "T  0 24 1\n.T q 0 12 2\n..v a 2 2 1\n..v b 5 1 1\n.v b 16 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "i-20357 i31 i-3138 i98 de8b33e4914daa570"},
    {"T{i:a:3x:gap:=h:b:2x:end:}", 11, 11, true, true, "T  0 11 1\n.v a 0 4 1\nx gap 3\n.v b 7 2 1\nx end 2\n",
      "11467bb0e51f5489bef32d", "i-1334098415 i-16759"},
    {"T{=i:a:3x:gap:h:b:2x:end:}", 11, 11, true, true, "T  0 11 1\n.v a 0 4 1\nx gap 3\n.v b 7 2 1\nx end 2\n",
      "11467bb0e51f5489bef32d", "i-1334098415 i-16759"},
    {"T{b:a:=q:b:}", 9, 9, true, true, "T  0 9 1\n.v a 0 1 1\n.v b 1 8 1\n", "11467bb0e51f5489be",
      "i17 i-4717146638719616186"},
    {"T{b:a:=Q:b:}", 9, 9, true, true, "T  0 9 1\n.v a 0 1 1\n.v b 1 8 1\n", "11467bb0e51f5489be",
      "i17 u13729597434989935430"},
    {"q", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"Q", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "u9895569352608663057"},
    {"3w", 12, 12, true, true, "v  0 12 1\n", "11467bb0e51f5489bef32d62", ""},
    {"T{b:a:=3w:b:}", 13, 13, true, true, "T  0 13 1\n.v a 0 1 1\n.v b 1 12 1\n", "11467bb0e51f5489bef32d6297", ""},
    {"T{b:a:xxx3w:b:}", 16, 16, true, true, "T  0 16 1\n.v a 0 1 1\n.v b 4 12 1\n", "11467bb0e51f5489bef32d6297cc063b",
      ""},
    {">2w", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{b:a:>2w:b:}", 9, 9, true, false, "T  0 9 1\n.v a 0 1 1\n.v b 1 8 1\n", "11467bb0e51f5489be", ""},
    {"T{b:a:xxx>2w:b:}", 12, 12, true, false, "T  0 12 1\n.v a 0 1 1\n.v b 4 8 1\n", "11467bb0e51f5489bef32d62", ""},
    {"O", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{b:a:O:b:}", 9, 16, false, true, "T  0 16 1\n.v a 0 1 1\n.v b 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b", ""},
    {"T{b:a:xxxxxxxO:b:}", 16, 16, true, true, "T  0 16 1\n.v a 0 1 1\n.v b 8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", ""},
    {"g", 16, 16, true, true, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b", ""},
    {"T{b:a:^g:b:}", 17, 17, true, true, "T  0 17 1\n.v a 0 1 1\n.v b 1 16 1\n", "11467bb0e51f5489bef32d6297cc063b70",
      ""},
    {"T{b:a:xxxxxxxxxxxxxxxg:b:}", 32, 32, true, true, "T  0 32 1\n.v a 0 1 1\n.v b 16 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", ""},
    {"Zg", 32, 32, true, true, "v  0 32 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", ""},
    {"T{b:a:^Zg:b:}", 33, 33, true, true, "T  0 33 1\n.v a 0 1 1\n.v b 1 32 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf", ""},
    {"T{b:a:xxxxxxxxxxxxxxxZg:b:}", 48, 48, true, true, "T  0 48 1\n.v a 0 1 1\n.v b 16 32 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9", ""},
    {"T{>H:a:xxxxxx(3,1)@d:b:Zd:c:1s:d:xxxxxxx(1)l:e:}", 64, 64, true, true,
      "T  0 64 1\n.v a 0 2 1\n.v b 8 24 3\n.v c 32 16 1\n.v d 48 1 1\n.v e 56 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d",
      "u4422 d3b06cc97622df3be de8b33e4914daa570 d9a6530f6c18c5722 z4c17dda8733e09cff9c48f5"
      "a25ebb681 s33 i6712877725151861472"},
    {"T{(3)h:a:(3)T{(3,1)T{1x:a:1s:b:}:a:?:b:(3,1)B:c:}:b:xxxxZd:c:(2)i:d:>Q:e:}", 72, 72, true, true,
      "T  0 72 1\n.v a 0 6 3\n.T b 6 30 3\n..T a 6 6 3\nx a 1\n...v b 7 1 1\n..v b 12 1 1\n"
      "..v c 13 3 3\n.v c 40 16 1\n.v d 56 8 2\n.v e 64 8 1\n",
      "11467bb0e51f5489bef32d6201cc063b70a5da14493e01e822578cc1f630659a01093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f",
      "i17937 i-20357 i8165 s89 sf3 s62 ?1 u204 u6 u59 sa5 s14 s3e ?1 u232 u34 u87 sc1 s30 "
      "s9a ?1 u9 u62 u115 zf9c48f5a25ebb681ab76410cd29d6833 i-2075190560 i1562963641 u10576"
      "423583148463375"},
    {"T{H:a:xxT{T{i:a:1x:b:}:a:xxxT{(2)H:a:I:b:(3)Zf:c:}:b:T{i:a:d:b:e:c:}:c:}:b:xx5s:c:xx"
     "xxxxx>q:d:I:e:}", 88, 106, false, true,
      "T  0 106 1\n.v a 0 2 1\n.T b 8 72 1\n..T a 8 8 1\n...v a 8 4 1\nx b 1\n..T b 20 32 1"
      "\n...v a 20 4 2\n...v b 24 4 1\n...v c 28 24 3\n..T c 56 24 1\n...v a 56 4 1\n...v b"
      " 64 8 1\n...v c 72 2 1\n.v c 82 5 1\n.v d 94 8 1\n.v e 102 4 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c",
      "u17937 i1647178686 u15945 u59571 u3247200034 zbb4ca61ec00000004667c139e0000000 z4182"
      "fbb5000000003cbd76d020000000 zc73891eb40000000c253ad0660000000 i-2075190560 d0fd5a06"
      "b3601c792 d40e5100000000000 s6095ca0439 i-1864396191317086621 u2563573564"},
    {"T{T{T{(2)1x:a:1s:b:=i:c:}:a:}:a:x(2)T{1x:a:xxxxxxx@l:b:(2)Zf:c:(2,2)1x:d:}:b:xxxxxxx"
     "x(2,2)B:c:}", 96, 104, false, true,
      "T  0 104 1\n.T a 0 7 1\n..T a 0 7 1\nx a 2\n...v b 2 1 1\n...v c 3 4 1\n.T b 8 80 2"
      "\nx a 1\n..v b 16 8 1\n..v c 24 16 2\nx d 4\n.v c 96 4 4\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd",
      "s7b i1411376560 i-1678929752475654800 zc0318ae440000000bb4ca61ec0000000 z4667c139e00"
      "000004182fbb500000000 i6712877725151861472 z3ec038f24000000039fab40d60000000 zc475cf"
      "2880000000bf90ea43a0000000 u85 u138 u191 u244"},
    {"T{i:a:>h:b:xx(3,3)T{@Zd:a:T{Zd:a:(2,1)H:b:(1,2)Zf:c:1s:d:}:b:x(2,2)>e:c:1x:d:}:c:xxx"
     "xxxxxx(2,1)?:d:@H:e:}", 592, 616, false, true,
      "T  0 616 1\n.v a 0 4 1\n.v b 4 2 1\n.T c 8 594 9\n..v a 8 16 1\n..T b 24 40 1\n...v "
      "a 24 16 1\n...v b 40 4 2\n...v c 44 16 2\n...v d 60 1 1\n..v c 65 8 4\nx d 1\n.v d 6"
      "11 2 2\n.v e 614 2 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832"
      "679cd10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711"
      "467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb"
      "255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca"
      "04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74a9"
      "de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e5388"
      "bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f83267"
      "9cd10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d71146"
      "7bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb25"
      "5a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca04"
      "396ea3d812473cb1e620558abff42e6398cd073c71a6db01003fb4e9",
      "i-1334098415 i-6881 z3b06cc97622df3bee8b33e4914daa570 z9a6530f6c18c57224c17dda8733e0"
      "9cf u46721 u9707 zc73891eb40000000c253ad0660000000 zbd6ec82180000000b889e35c00000000"
      " sb9 dc01c040000000000 d3fd9ac0000000000 dbf83540000000000 d3f3d100000000000 z2bf1bc"
      "87521de3aed8a36e3904ca9560 z8a5520e6b13c47123c07cd98632ef4bf u42609 u5595 zc53687e94"
      "0000000c051ab0460000000 zbb6cc63ee00000004687e15a00000000 sa9 dbfdfb00000000000 d3f9"
      "96c0000000000 dbf43140000000000 dc0e8d00000000000 z1be1ac77420dd39ec8935e29efba8550 "
      "z7a4510d6a16c37022cf2bd88531ee4af u38497 u1483 zc3348de740000000be47a90260000000 zb9"
      "6ac43ce00000004485feb800000000 s99 dbf9f700000000000 d3f592c0000000000 dbee6a0000000"
      "0000 dc0a8900000000000 z0bd19c6732f8c38eb8834e19dfaa7540 z6a3501c6915c27ed1ce2ad7843"
      "0ed49f u34385 u61627 zc1328be540000000bc4da70060000000 z4768c23ae00000004283fcb60000"
      "0000 s89 dbf5f300000000000 d3f18ec0000000000 d40c2940000000000 dc068500000000000 zf6"
      "c18c5722e8b33ea8733e09cf9a6530 z5a25ebb6814c17dd0cd29d6833f9c48f u30273 u57515 zbf30"
      "89e340000000ba4ba51dc0000000 z4566c038e00000004081fab400000000 s79 dbf1ef00000000000"
      " dc0c4ac0000000000 d4082540000000000 dc028100000000000 ze6b13c4712d8a36e98632ef4bf8a"
      "5520 z4a15dba6713c07cdf7c28d5823e9b43f u26161 u53403 zbd2e87e140000000b849a31bc00000"
      "00 z4364dd96e00000003e9f58b200000000 s69 d40deb00000000000 dc0846c0000000000 d404214"
      "0000000000 dbfebbc0000000000 zd6a16c3702c8935e88531ee4af7a4510 z3a05cb96612cf2bde7b2"
      "3d4813d9a46f u22049 u49291 zbb2c85fea00000004647a119c0000000 z4162db94e00000003c9d56"
      "b000000000 s59 d409e700000000000 dc0442c0000000000 d4001d40000000000 dbfab7c00000000"
      "00 zc6915c27edb8834e78430ed49f6a3501 z2af0bb86511ce2add7a26d3803c9945f u17937 u45179"
      " zb92a83fca00000004445be77c0000000 z3f60d992e00000003a9b54ae00000000 s49 d405e300000"
      "000000 dc007d80000000000 d3fc1940000000000 dbf6b3c0000000000 zb6814c17dda8733e6833f9"
      "c48f5a25eb z1ae0ab76410cd29dc7925d28eeb9844f u13825 u41067 z472881faa00000004243bc75"
      "c0000000 z3d7e3790e0000000389952ac00000000 s39 d401cf00000000000 dbfc7980000000000 d"
      "3f81540000000000 dbf2afc0000000000 ?1 ?0 u59828"},
    {"T{d:a:1x:b:(1)T{(1,1)=q:a:>e:b:}:c:x(1)@Zf:d:(3)>e:e:}", 40, 34, false, true,
      "T  0 34 1\n.v a 0 8 1\nx b 1\n.T c 9 10 1\n..v a 9 8 1\n..v b 17 2 1\n.v d 20 8 1\n."
      "v e 28 6 3\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf09",
      "d89541fe5b07b4611 i8087065031656746483 dbf97680000000000 zc51667c920000000c0318ae440"
      "000000 dc0d8c00000000000 d4096680000000000 dc03c240000000000"},
    {"T{>i:a:e:b:1x:c:}", 8, 7, false, false, "T  0 7 1\n.v a 0 4 1\n.v b 4 2 1\nx c 1\n", "11467bb0e51f54",
      "i289831856 dc0947c0000000000"},
    {"T{(1)e:a:(2)T{B:a:B:b:?:c:}:b:4x:c:}", 12, 12, true, true,
      "T  0 12 1\n.v a 0 2 1\n.T b 2 6 2\n..v a 2 1 1\n..v b 3 1 1\n..v c 4 1 1\nx c 4\n", "11467bb0011f5401bef32d62",
      "d4018440000000000 u123 u176 ?1 u31 u84 ?1"},
    {"T{1s:a:>h:b:=Zd:c:}", 19, 19, true, true, "T  0 19 1\n.v a 0 1 1\n.v b 1 2 1\n.v c 3 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da", "s11 i18043 z2df3be89541fe5b0daa5703b06cc9762"},
    {"T{T{(2,2)h:a:(3,3)T{(3,3)>h:a:}:b:1s:c:}:a:(3)=Zd:b:T{(3)Q:a:q:b:(2,3)>Q:c:b:d:@i:e:"
     "}:c:}", 304, 308, false, true,
      "T  0 308 1\n.T a 0 171 1\n..v a 0 8 4\n..T b 8 162 9\n...v a 8 18 9\n..v c 170 1 1\n"
      ".v b 171 48 3\n.T c 220 88 1\n..v a 220 24 3\n..v b 244 8 1\n..v c 252 48 6\n..v d 3"
      "00 1 1\n..v e 304 4 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832"
      "679cd10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711"
      "467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb"
      "255a8fc4f933689dd20c4176abe0",
      "i17937 i-20357 i8165 i-30380 i-16653 i11618 i-26676 i1595 i28837 i-9708 i18750 i-194"
      "80 i8791 i-29503 i-2512 i26010 i-12535 i15987 i-22307 i5964 i-32330 i-5339 i23183 i-"
      "15111 i13160 i-25134 i3137 i30379 i-8166 i20356 i-17938 i10333 i-27961 i310 i27552 i"
      "-10993 i17529 i-20765 i7506 i-30788 i-3797 i24725 i-13820 i14702 i-23592 i4679 i1553"
      "7 i-6624 i21898 i-16396 i11875 i-26419 i1852 i29094 i-9451 i19007 i-19223 i9048 i-29"
      "246 i-2255 i26267 i-12278 i16244 i-22050 i6221 i-32073 i-5082 i23440 i-14854 i13417 "
      "i-24877 i3394 i30636 i-7909 i20613 i-17681 i10590 i-27704 i567 i27809 i-10736 i17786"
      " i-20508 i7763 i-30531 sf2 za46f3a05cb96612c5621e7b23d4813d9 z08ce99642ff5c08bb5804b"
      "16dca7723d z6732f8c38e5924ea19dfaa75400bd19c u127949464419547267 u124998144967426319"
      "89 u6857558070828014818 i1285674808612473236 u5078847502909999550 u17522770129271012"
      "208 u11950886865998178338 u6308630441157302991 u666096963998403713 u1318066980531922"
      "3603 i104 i-525633983"},
    {"T{T{(1)1s:a:xxx(1)>I:b:}:a:B:b:xH:c:@e:d:}", 16, 14, false, true,
      "T  0 14 1\n.T a 0 8 1\n..v a 0 1 1\n..v b 4 4 1\n.v b 8 1 1\n.v c 10 2 1\n.v d 12 2 "
      "1\n", "11467bb0e51f5489bef32d6297cc", "s11 u3844035721 u190 u11618 dc0325c0000000000"},
    {"T{(2,1)1x:a:>Zd:b:}", 18, 18, true, false, "T  0 18 1\nx a 2\n.v b 2 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5", "z7bb0e51f5489bef32d6297cc063b70a5"},
    {"T{(3,1)d:a:(2)T{(2,2)4x:a:T{f:a:}:b:i:c:(3,1)1x:d:}:b:xx(3,1)T{T{H:a:(1)>f:b:4x:c:1x"
     ":d:(1)h:e:}:a:i:b:=Zd:c:(2,1)>Q:d:(2,3)I:e:}:c:}", 304, 301, false, true,
      "T  0 301 1\n.v a 0 24 3\n.T b 24 56 2\nx a 16\n..T b 40 4 1\n...v a 40 4 1\n..v c 44"
      " 4 1\nx d 3\n.T c 82 219 3\n..T a 82 13 1\n...v a 82 2 1\n...v b 84 4 1\nx c 4\nx d "
      "1\n...v e 93 2 1\n..v b 95 4 1\n..v c 99 16 1\n..v d 115 16 2\n..v e 131 24 6\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832"
      "679cd10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711"
      "467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb"
      "255a8fc4f93368",
      "d89541fe5b07b4611 d3b06cc97622df3be de8b33e4914daa570 d3cbd76d020000000 i-104558758 "
      "d39fab40d60000000 i-475104956 u38240 dc140872dc0000000 i-19994 i542476991 z713c07cd9"
      "8632ef423e9b43f4a15dba6 u6380970613995379664 u738437136836480386 u3085706843 u242889"
      "3748 u1772016397 u1115139297 u458261946 u4012465811 u712 d3eed943ac0000000 i7763 i-2"
      "000817620 zd9a46f3a05cb96618b5621e7b23d4813 u13904071533699926077 u82618140297485818"
      "66 u609849027 u4164052892 u3507175541 u2866747726 u2209934631 u1553057281 u27189 dbb"
      "fa81c860000000 i-31045 i-265658476 z4611d7a26d3803c9f3be89541fe5b07b u32703431819580"
      "82725 u15714265533457637975 u2361521712 u1704644361 u1047767261 u390889910 u39450937"
      "75 u3304665960"},
    {"T{(1)Zd:a:>I:b:T{(3)@f:a:T{(1,1)Zd:a:(3,2)>e:b:(1)5s:c:(2)1s:d:(2)e:e:}:b:4x:c:}:c:x"
     "T{(1,2)Q:a:(2,2)1s:b:xxxxT{4x:a:xxxx=Q:b:@H:c:xx(3)I:d:}:c:Zf:d:}:d:T{1s:a:T{(1,3)1s"
     ":a:>q:b:(1)Q:c:4x:d:}:b:=Zd:c:}:e:}", 180, 180, false, true,
      "T  0 180 1\n.v a 0 16 1\n.v b 16 4 1\n.T c 20 55 1\n..v a 20 12 3\n..T b 32 39 1\n.."
      ".v a 32 16 1\n...v b 48 12 6\n...v c 60 5 1\n...v d 65 2 2\n...v e 67 4 2\nx c 4\n.T"
      " d 76 64 1\n..v a 76 16 2\n..v b 92 4 4\n..T c 100 32 1\nx a 4\n...v b 108 8 1\n...v"
      " c 116 2 1\n...v d 120 12 3\n..v d 132 8 1\n.T e 140 40 1\n..v a 140 1 1\n..T b 141 "
      "23 1\n...v a 141 3 3\n...v b 144 8 1\n...v c 152 8 1\nx d 4\n..v c 164 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d9",
      "z89541fe5b07b46113b06cc97622df3be u1889917460 dc51667c920000000 dc0318ae440000000 db"
      "b4ca61ec0000000 z4c17dda8733e09cff9c48f5a25ebb681 d3fcda00000000000 dbf7748000000000"
      "0 d3f31040000000000 d40daac0000000000 dc080680000000000 d403e100000000000 sb9ee285d9"
      "2 sc7 s01 d3fd9ac0000000000 dbf83540000000000 u2112900420759937173 u1455682304292631"
      "8151 s3c sb1 se6 s20 u6351176859887736283 u49805 u181443430 u3735647295 u3078769944 "
      "zba0b64dd8000000045269f58a0000000 s9e sd3 s0d s42 i8623514893938965231 u298098249060"
      "5776033 z2cf2bd88531ee4afd9a46f3a05cb9661"},
    {"T{(1)=Zd:a:>I:b:T{(3)@f:a:T{(1,1)=Zd:a:(3,2)>e:b:(1)5s:c:(2)1s:d:(2)e:e:}:b:4x:c:}:c"
     ":xT{(1,2)Q:a:(2,2)1s:b:xxxxT{4x:a:xxxx=Q:b:@H:c:xx(3)I:d:}:c:Zf:d:}:d:T{1s:a:T{(1,3)"
     "1s:a:>q:b:(1)Q:c:4x:d:}:b:=Zd:c:}:e:}", 180, 180, false, true,
      "T  0 180 1\n.v a 0 16 1\n.v b 16 4 1\n.T c 20 55 1\n..v a 20 12 3\n..T b 32 39 1\n.."
      ".v a 32 16 1\n...v b 48 12 6\n...v c 60 5 1\n...v d 65 2 2\n...v e 67 4 2\nx c 4\n.T"
      " d 76 64 1\n..v a 76 16 2\n..v b 92 4 4\n..T c 100 32 1\nx a 4\n...v b 108 8 1\n...v"
      " c 116 2 1\n...v d 120 12 3\n..v d 132 8 1\n.T e 140 40 1\n..v a 140 1 1\n..T b 141 "
      "23 1\n...v a 141 3 3\n...v b 144 8 1\n...v c 152 8 1\nx d 4\n..v c 164 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d9",
      "z89541fe5b07b46113b06cc97622df3be u1889917460 dc51667c920000000 dc0318ae440000000 db"
      "b4ca61ec0000000 z4c17dda8733e09cff9c48f5a25ebb681 d3fcda00000000000 dbf7748000000000"
      "0 d3f31040000000000 d40daac0000000000 dc080680000000000 d403e100000000000 sb9ee285d9"
      "2 sc7 s01 d3fd9ac0000000000 dbf83540000000000 u2112900420759937173 u1455682304292631"
      "8151 s3c sb1 se6 s20 u6351176859887736283 u49805 u181443430 u3735647295 u3078769944 "
      "zba0b64dd8000000045269f58a0000000 s9e sd3 s0d s42 i8623514893938965231 u298098249060"
      "5776033 z2cf2bd88531ee4afd9a46f3a05cb9661"},
    {"T{T{>Zf:a:@i:b:=d:c:(2)>I:d:=d:e:}:a:xxxx(3)T{T{b:a:(1,1)5s:b:>h:c:}:a:T{(3,3)h:a:(2"
     ",1)B:b:}:b:b:c:xxx@d:d:}:b:(3,2)1s:c:T{(2)?:a:(2)e:b:(3)H:c:}:d:}", 184, 184, true, true,
      "T  0 184 1\n.T a 0 36 1\n..v a 0 8 1\n..v b 8 4 1\n..v c 12 8 1\n..v d 20 8 2\n..v e"
      " 28 8 1\n.T b 40 120 3\n..T a 40 8 1\n...v a 40 1 1\n...v b 41 5 1\n...v c 46 2 1\n."
      ".T b 48 20 1\n...v a 48 18 9\n...v b 66 2 2\n..v c 68 1 1\n..v d 72 8 1\n.v c 160 6 "
      "6\n.T d 166 12 1\n..v a 166 2 2\n..v b 168 4 2\n..v c 172 6 3\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe40001"
      "88bdf22c6196cb053a6fa4d913483db2",
      "z3a28cf7600000000c4a3ea9120000000 i1647178686 d14daa5703b06cc97 u1228846056 u5761630"
      "09 d733e09cf9a6530f6 i-127 sb6eb255a8f i-15111 i13160 i-25134 i3137 i30379 i-8166 i2"
      "0356 i-17938 i10333 i-27961 u1 u54 i107 dbc87521de3ae7944 i-15 s2b6095ca04 i14702 i-"
      "23592 i4679 i15537 i-6624 i21898 i-16396 i11875 i-26419 i1852 u113 u166 i-37 d31f7c2"
      "8d5823e9b4 i102 s9bd00a3f74 i-22050 i6221 i-32073 i-5082 i23440 i-14854 i13417 i-248"
      "77 i3394 i30636 u225 u27 i80 da16c3702c8935e29 sd6 s10 s45 s7a saf se4 ?0 ?1 dbff620"
      "0000000000 d3fb3c80000000000 u38497 u1483 u28474"},
    {"T{(2)>Zf:a:T{q:a:(3,2)@f:b:L:c:(2,1)1x:d:xxxxxx(3,3)>Zd:e:}:b:q:c:}", 216, 216, true, true,
      "T  0 216 1\n.v a 0 16 2\n.T b 16 192 1\n..v a 16 8 1\n..v b 24 24 6\n..v c 48 8 1\nx"
      " d 2\n..v e 64 144 9\n.v c 208 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832"
      "679cd10b4075",
      "z3a28cf7600000000c4a3ea9120000000 zbfde65ac40000000baf980c760000000 i811713368406823"
      "4216 dc0318ae440000000 dbb4ca61ec0000000 d4667c139e0000000 d4182fbb500000000 d3cbd76"
      "d020000000 dc73891eb40000000 u12355134151066478643 z92c701366ba0d50f4479aee31d5287bc"
      " zf12b6095ca04396ea3d812473cb1e620 z558abff42e6398cd073c71a6db154a3f zb4e923588dc2f7"
      "31669bd00a3f74a9de z184d82b7ec265b90c5fa34699ed30d42 z77ace11b5085baef295e93c802376c"
      "a1 zd610457aafe41e5388bdf22c6196cb05 z3a6fa4d913483db2e721568bc0f52f64 z99ce083d72a7"
      "dc164b80b5ea24598ec3 i-562273080248156043"},
    {"T{(2,2)Zf:a:l:b:T{(1)1s:a:1s:b:T{b:a:(1)>Zd:b:(1,3)=Zd:c:1s:d:1x:e:}:c:T{(1)B:a:}:d:"
     "}:c:(1,1)T{(1)@h:a:(3,1)>h:b:(2,2)b:c:T{(2,3)=i:a:}:d:}:d:f:e:}", 150, 150, true, true,
      "T  0 150 1\n.v a 0 32 4\n.v b 32 8 1\n.T c 40 70 1\n..v a 40 1 1\n..v b 41 1 1\n..T "
      "c 42 67 1\n...v a 42 1 1\n...v b 43 16 1\n...v c 59 48 3\n...v d 107 1 1\nx e 1\n..T"
      " d 109 1 1\n...v a 109 1 1\n.T d 110 36 1\n..v a 110 2 1\n..v b 112 6 3\n..v c 118 4"
      " 4\n..T d 122 24 1\n...v a 122 24 6\n.v e 146 4 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085",
      "zbe0f68c220000000b92a83fca0000000 z4445be77c00000003f60d992e0000000 z3a9b54ae0000000"
      "0c51667c920000000 zc0318ae440000000bb4ca61ec0000000 i5483094786904558031 s81 sb6 i-2"
      "1 z255a8fc4f933689dd20c4176abe01a4f z01c7925d28eeb984ae79440fd5a06b36 z602bf1bc87521"
      "de312d8a36e3904ca95 zbf8a5520e6b13c47713c07cd98632ef4 sa6 u21 i16202 i-19223 i9048 i"
      "-29246 i-9 i49 i102 i-101 i1950288592 i1293475497 i653047682 i-87715749 i-744593100 "
      "i-1401470451 db8aa037c20000000"},
    {"T{(2,2)=Zf:a:q:b:T{(1)1s:a:1s:b:T{b:a:(1)>Zd:b:(1,3)=Zd:c:1s:d:1x:e:}:c:T{(1)B:a:}:d"
     ":}:c:(1,1)T{(1)@h:a:(3,1)>h:b:(2,2)b:c:T{(2,3)=i:a:}:d:}:d:f:e:}", 150, 150, true, true,
      "T  0 150 1\n.v a 0 32 4\n.v b 32 8 1\n.T c 40 70 1\n..v a 40 1 1\n..v b 41 1 1\n..T "
      "c 42 67 1\n...v a 42 1 1\n...v b 43 16 1\n...v c 59 48 3\n...v d 107 1 1\nx e 1\n..T"
      " d 109 1 1\n...v a 109 1 1\n.T d 110 36 1\n..v a 110 2 1\n..v b 112 6 3\n..v c 118 4"
      " 4\n..T d 122 24 1\n...v a 122 24 6\n.v e 146 4 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085",
      "zbe0f68c220000000b92a83fca0000000 z4445be77c00000003f60d992e0000000 z3a9b54ae0000000"
      "0c51667c920000000 zc0318ae440000000bb4ca61ec0000000 i5483094786904558031 s81 sb6 i-2"
      "1 z255a8fc4f933689dd20c4176abe01a4f z01c7925d28eeb984ae79440fd5a06b36 z602bf1bc87521"
      "de312d8a36e3904ca95 zbf8a5520e6b13c47713c07cd98632ef4 sa6 u21 i16202 i-19223 i9048 i"
      "-29246 i-9 i49 i102 i-101 i1950288592 i1293475497 i653047682 i-87715749 i-744593100 "
      "i-1401470451 db8aa037c20000000"},
    {"T{(1)1x:a:1x:b:T{H:a:>h:b:}:c:(2)5s:d:}", 16, 16, true, true,
      "T  0 16 1\nx a 1\nx b 1\n.T c 2 4 1\n..v a 2 2 1\n..v b 4 2 1\n.v d 6 10 2\n",
      "11467bb0e51f5489bef32d6297cc063b", "u45179 i-6881 s5489bef32d s6297cc063b"},
    {"T{>Zd:a:(2)T{1s:a:(3,1)b:b:@i:c:}:b:(1)l:c:}", 40, 40, true, true,
      "T  0 40 1\n.v a 0 16 1\n.T b 16 16 2\n..v a 16 1 1\n..v b 17 3 3\n..v c 20 4 1\n.v c"
      " 32 8 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c",
      "z11467bb0e51f5489bef32d6297cc063b s70 i-91 i-38 i20 i-390906295 s22 i87 i-116 i-63 i"
      "-1704644362 i5483094786904558031"},
    {"T{l:a:}", 8, 8, true, true, "T  0 8 1\n.v a 0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"T{(1,1)f:a:e:b:4x:c:}", 12, 12, true, true, "T  0 12 1\n.v a 0 4 1\n.v b 4 2 1\nx c 4\n",
      "11467bb0e51f5489bef32d62", "dbe0f68c220000000 d3f7f940000000000"},
    {"T{(1,2)1x:a:T{=q:a:(1)T{(1,3)5s:a:5s:b:i:c:f:d:i:e:}:b:Q:c:}:b:(1,1)1x:c:}", 51, 51, true, true,
      "T  0 51 1\nx a 2\n.T b 2 48 1\n..v a 2 8 1\n..T b 10 32 1\n...v a 10 15 3\n...v b 25"
      " 5 1\n...v c 30 4 1\n...v d 34 4 1\n...v e 38 4 1\n..v c 42 8 1\nx c 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689d",
      "i-883117482512633733 s2d6297cc06 s3b70a5da14 s493eb3e822 s578cc1f630 i164600421 dc3b"
      "50e67c0000000 i-1233040361 u7508619626370704875"},
    {"T{(1,2)b:a:xxxxxxT{>Q:a:@Zd:b:(2)Zf:c:}:b:4x:c:?:d:}", 56, 56, true, true,
      "T  0 56 1\n.v a 0 2 2\n.T b 8 40 1\n..v a 8 8 1\n..v b 16 16 1\n..v c 32 16 2\nx c 4"
      "\n.v d 52 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd2004176ab",
      "i17 i70 u13759391188023772731 ze8b33e4914daa5709a6530f6c18c5722 z4667c139e0000000418"
      "2fbb500000000 z3cbd76d020000000c73891eb40000000 ?0"},
    {"T{I:a:T{1s:a:>e:b:}:b:x@f:c:5s:d:}", 20, 20, true, true,
      "T  0 20 1\n.v a 0 4 1\n.T b 4 3 1\n..v a 4 1 1\n..v b 5 2 1\n.v c 8 4 1\n.v d 12 5 1"
      "\n", "11467bb0e51f5489bef32d6297cc063b70a5da14",
      "u2960868881 se5 d3f7d500000000000 d4445be77c0000000 s97cc063b70"},
    {"T{5s:a:}", 5, 5, true, false, "T  0 5 1\n.v a 0 5 1\n", "11467bb0e5", "s11467bb0e5"},
    {"T{1s:a:=I:b:(3)1s:c:5s:d:}", 13, 13, true, true, "T  0 13 1\n.v a 0 1 1\n.v b 1 4 1\n.v c 5 3 3\n.v d 8 5 1\n",
      "11467bb0e51f5489bef32d6297", "s11 u3853548358 s1f s54 s89 sbef32d6297"},
    {"T{5s:a:(1)B:b:xxZd:c:}", 24, 24, true, true, "T  0 24 1\n.v a 0 5 1\n.v b 5 1 1\n.v c 8 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "s11467bb0e5 u31 z3b06cc97622df3bee8b33e4914daa570"},
    {"T{(3,3)b:a:}", 9, 9, true, false, "T  0 9 1\n.v a 0 9 9\n", "11467bb0e51f5489be",
      "i17 i70 i123 i-80 i-27 i31 i84 i-119 i-66"},
    {"T{5s:a:(3)=i:b:}", 17, 17, true, true, "T  0 17 1\n.v a 0 5 1\n.v b 5 12 3\n",
      "11467bb0e51f5489bef32d6297cc063b70", "s11467bb0e5 i-1098296289 i-1755173389 i1882916556"},
    {"T{(2,2)T{(3)f:a:(3)B:b:}:a:xxxxd:b:(3,2)?:c:(3,1)=q:d:}", 102, 110, false, true,
      "T  0 110 1\n.T a 0 64 4\n..v a 0 12 3\n..v b 12 3 3\n.v b 72 8 1\n.v c 80 6 6\n.v d "
      "86 24 3\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bc01010001"
      "0000396ea3d812473cb1e620558abff42e6398cd073c71a6db15",
      "dbe0f68c220000000 db92a83fca0000000 d4445be77c0000000 u151 u204 u6 d3a9b54ae00000000"
      " dc51667c920000000 dc0318ae440000000 u246 u48 u101 d4667c139e0000000 d4182fbb5000000"
      "00 d3cbd76d020000000 u90 u143 u196 dc253ad0660000000 dbd6ec82180000000 db889e35c0000"
      "0000 u185 u238 u40 dbc87521de3ae7944 ?1 ?1 ?0 ?1 ?0 ?0 i-5675583284124094919 i714691"
      "8762180321510 i1575035499964779928"},
    {"T{(2,2)T{(3)=f:a:(3)B:b:}:a:xxxxd:b:(3,2)?:c:(3,1)q:d:}", 102, 102, false, true,
      "T  0 102 1\n.T a 0 60 4\n..v a 0 12 3\n..v b 12 3 3\n.v b 64 8 1\n.v c 72 6 6\n.v d "
      "78 24 3\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f00010001010087bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e63",
      "dbe0f68c220000000 db92a83fca0000000 d4445be77c0000000 u151 u204 u6 dc354ae0760000000"
      " dbe67c92280000000 db98ae45d00000000 u193 u246 u48 d3939f34ca0000000 dc3b50e67c00000"
      "00 dbed02982e0000000 u235 u37 u90 d3e7f3891e0000000 d399a53ad00000000 dc4156ec820000"
      "000 u26 u79 u132 d0fd5a06b3601c792 ?0 ?1 ?0 ?1 ?1 ?0 i345252561733926023 i-567558328"
      "4124094919 i7146918762180321510"},
    {"T{b:a:T{(2)>i:a:=Zd:b:}:b:}", 25, 25, true, true,
      "T  0 25 1\n.v a 0 1 1\n.T b 1 24 1\n..v a 1 8 2\n..v b 9 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822",
      "i17 i1182511333 i525633982 z703b06cc97622df322e8b33e4914daa5"},
    {"T{1s:a:xH:b:(3)1s:c:(2,1)T{(1)T{?:a:(2)B:b:b:c:(2)=f:d:(2)>i:e:}:a:T{q:a:1s:b:d:c:H:"
     "d:(3,3)=I:e:}:b:(3,1)B:c:}:d:}", 164, 163, false, true,
      "T  0 163 1\n.v a 0 1 1\n.v b 2 2 1\n.v c 4 3 3\n.T d 7 156 2\n..T a 7 20 1\n...v a 7"
      " 1 1\n...v b 8 2 2\n...v c 10 1 1\n...v d 11 8 2\n...v e 19 8 2\n..T b 27 55 1\n...v"
      " a 27 8 1\n...v b 35 1 1\n...v c 36 8 1\n...v d 44 2 1\n...v e 46 36 9\n..v c 82 3 3"
      "\n",
      "11467bb0e51f5401bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca00396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d61045",
      "s11 u45179 se5 s1f s54 ?1 u190 u243 i45 d38d992ec40000000 dc354ae0760000000 i3403444"
      "99 i-400402548 i-4470332367171548866 s73 da8dd174c81b6eb25 u23183 u1748236740 u10913"
      "59389 u450931574 u4005135439 u3348258088 u2691380737 u2034503637 u1377690542 u737262"
      "727 u96 u149 u202 ?0 u57 u110 i-93 d3f88e25b00000000 d42a41cd620000000 i-1967131602 "
      "i1670958343 i4355445774529216436 se9 d23588dc2f731669b u53258 u3735647295 u307876994"
      "4 u2421892844 u1765079749 u1108202398 u467774583 u4021978448 u3365101097 u2708223746"
      " u214 u16 u69"},
    {"T{1s:a:5s:b:xx>Zd:c:}", 24, 24, true, false, "T  0 24 1\n.v a 0 1 1\n.v b 1 5 1\n.v c 8 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "s11 s467bb0e51f zbef32d6297cc063b70a5da14493eb3e8"},
    {"T{>e:a:}", 2, 2, true, false, "T  0 2 1\n.v a 0 2 1\n", "1146", "d3f45180000000000"},
    {"T{T{b:a:xxxf:b:f:c:(1,1)b:d:?:e:}:a:xx(1)T{(3)l:a:}:b:}", 40, 48, false, true,
      "T  0 48 1\n.T a 0 16 1\n..v a 0 1 1\n..v b 4 4 1\n..v c 8 4 1\n..v d 12 1 1\n..v e 1"
      "3 1 1\n.T b 24 24 1\n..v a 24 24 3\n",
      "11467bb0e51f5489bef32d629700063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9",
      "i17 db92a83fca0000000 d4445be77c0000000 i-105 ?0 i-7321391782853585118 i548309478690"
      "4558031 i-449076445484173695"},
    {"T{d:a:}", 8, 8, true, true, "T  0 8 1\n.v a 0 8 1\n", "11467bb0e51f5489", "d89541fe5b07b4611"},
    {"T{>q:a:}", 8, 8, true, false, "T  0 8 1\n.v a 0 8 1\n", "11467bb0e51f5489", "i1244818346703017097"},
    {"T{Zf:a:}", 8, 8, true, true, "T  0 8 1\n.v a 0 8 1\n", "11467bb0e51f5489", "zbe0f68c220000000b92a83fca0000000"},
    {"T{(1)>I:a:(1)T{1s:a:(3)5s:b:T{@H:a:5s:b:}:c:x=Q:d:(1)B:e:}:b:(2,3)>q:c:}", 85, 86, false, true,
      "T  0 86 1\n.v a 0 4 1\n.T b 4 34 1\n..v a 4 1 1\n..v b 5 15 3\n..T c 20 8 1\n...v a "
      "20 2 1\n...v b 22 5 1\n..v d 29 8 1\n..v e 37 1 1\n.v c 38 48 6\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04",
      "u289831856 se5 s1f5489bef3 s2d6297cc06 s3b70a5da14 u15945 sb3e822578c u1213811363255"
      "2248624 u221 i1678859383731477135 i-4253311848657318847 i8551174721100888558 i290864"
      "2317767699360 i-3094179129564390062 i-8665786414361359868"},
    {"T{(1)>I:a:(1)T{1s:a:(3)5s:b:T{=H:a:5s:b:}:c:xQ:d:(1)B:e:}:b:(2,3)>q:c:}", 85, 85, false, true,
      "T  0 85 1\n.v a 0 4 1\n.T b 4 33 1\n..v a 4 1 1\n..v b 5 15 3\n..T c 20 7 1\n...v a "
      "20 2 1\n...v b 22 5 1\n..v d 28 8 1\n..v e 36 1 1\n.v c 37 48 6\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca",
      "u289831856 se5 s1f5489bef3 s2d6297cc06 s3b70a5da14 u15945 sb3e822578c u8304085550170"
      "976502 u168 i-2515457746859776678 i-8087065031656746484 i4717146638719616185 i-12856"
      "74808628922773 i-6857558070828014819 i5946929576966919626"},
    {"T{(2,1)l:a:T{(2,3)T{4x:a:xxxx(2)l:b:l:c:(3)4x:d:?:e:}:a:}:b:xxxxxxxxxxxxxxxxxx5s:c:b"
     ":d:}", 312, 328, false, true,
      "T  0 328 1\n.v a 0 16 2\n.T b 16 288 1\n..T a 16 288 6\nx a 4\n...v b 24 16 2\n...v "
      "c 40 8 1\nx d 12\n...v e 60 1 1\n.v c 322 5 1\n.v d 327 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f8401ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a601154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c800376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea00598ec3f832"
      "679cd10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711"
      "007bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb"
      "255a8fc4f933009dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d",
      "i-8551174721100888559 i4253311848657318846 i-7321391782853585118 i548309478690455803"
      "1 i-449076445484173695 ?1 i-4861826984395769532 i7942384685980593137 i23707771263057"
      "16387 ?1 i-2402261112112243866 i-8044793511234351848 i4759693058523855557 ?0 i417592"
      "734572002696 i-5603243111286018246 i7219258935018398183 ?0 i2877158611050160042 i-31"
      "25662840476233380 i-8768195239615118578 ?0 i5266074268390328012 i-666096963998403778"
      " i-6308630441157302992 ?0 s0f4479aee3 i29"},
    {"T{(1)1x:a:(3)>i:b:}", 13, 13, true, false, "T  0 13 1\nx a 1\n.v b 1 12 3\n", "11467bb0e51f5489bef32d6297",
      "i1182511333 i525633982 i-215129449"},
    {"T{1s:a:5s:b:(2,1)=I:c:}", 14, 14, true, true, "T  0 14 1\n.v a 0 1 1\n.v b 1 5 1\n.v c 6 8 2\n",
      "11467bb0e51f5489bef32d6297cc", "s11 s467bb0e51f u4089350484 u3432473133"},
    {"T{T{(2,1)i:a:}:a:(2)B:b:5s:c:T{=f:a:?:b:T{?:a:?:b:}:c:Zd:d:}:d:(3,3)Zd:e:}", 182, 182, true, true,
      "T  0 182 1\n.T a 0 8 1\n..v a 0 8 2\n.v b 8 2 2\n.v c 10 5 1\n.T d 15 23 1\n..v a 15"
      " 4 1\n..v b 19 1 1\n..T c 20 2 1\n...v a 20 1 1\n...v b 21 1 1\n..v d 22 16 1\n.v e "
      "38 144 9\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da000100b3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d91348",
      "i-1334098415 i-1990975515 u190 u243 s2d6297cc06 dc354ae0760000000 ?0 ?1 ?0 z30f6c18c"
      "5722e8b3dda8733e09cf9a65 z8f5a25ebb6814c17410cd29d6833f9c4 zeeb9844f1ae0ab76a06b3601"
      "c7925d28 z521de3ae79440fd504ca95602bf1bc87 zb13c4712d8a36e39632ef4bf8a5520e6 z15dba6"
      "713c07cd98c28d5823e9b43f4a z743f0ad09b6631f726ecb7824d18dea9 zd39e6934fac5905b85501b"
      "e1ac77420d z3702c8935e29efbae4af7a4510d6a16c z96612cf2bd88531e4813d9a46f3a05cb"},
    {"T{T{(2,1)=i:a:}:a:(2)B:b:5s:c:T{f:a:?:b:T{?:a:?:b:}:c:Zd:d:}:d:(3,3)Zd:e:}", 182, 182, true, true,
      "T  0 182 1\n.T a 0 8 1\n..v a 0 8 2\n.v b 8 2 2\n.v c 10 5 1\n.T d 15 23 1\n..v a 15"
      " 4 1\n..v b 19 1 1\n..T c 20 2 1\n...v a 20 1 1\n...v b 21 1 1\n..v d 22 16 1\n.v e "
      "38 144 9\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da000100b3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d91348",
      "i-1334098415 i-1990975515 u190 u243 s2d6297cc06 dc354ae0760000000 ?0 ?1 ?0 z30f6c18c"
      "5722e8b3dda8733e09cf9a65 z8f5a25ebb6814c17410cd29d6833f9c4 zeeb9844f1ae0ab76a06b3601"
      "c7925d28 z521de3ae79440fd504ca95602bf1bc87 zb13c4712d8a36e39632ef4bf8a5520e6 z15dba6"
      "713c07cd98c28d5823e9b43f4a z743f0ad09b6631f726ecb7824d18dea9 zd39e6934fac5905b85501b"
      "e1ac77420d z3702c8935e29efbae4af7a4510d6a16c z96612cf2bd88531e4813d9a46f3a05cb"},
    {"T{(3,1)>Q:a:}", 24, 24, true, false, "T  0 24 1\n.v a 0 24 3\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "u1244818346703017097 u13759391188023772731 u8117133684068234216"},
    {"T{d:a:5s:b:xxx(3,2)T{5s:a:(3)4x:b:xxxxxxx>q:c:(2,3)T{(1)Q:a:(2,3)I:b:B:c:x@H:d:}:d:}"
     ":c:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(2)>d:d:}", 1664, 1664, false, true,
      "T  0 1664 1\n.v a 0 8 1\n.v b 8 5 1\n.T c 16 1488 6\n..v a 16 5 1\nx b 12\n..v c 40 "
      "8 1\n..T d 48 216 6\n...v a 48 8 1\n...v b 56 24 6\n...v c 80 1 1\n...v d 82 2 1\n.v"
      " d 1648 16 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832"
      "679cd10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711"
      "467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb"
      "255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca"
      "04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74a9"
      "de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e5388"
      "bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f83267"
      "9cd10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d71146"
      "7bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb25"
      "5a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca04"
      "396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74a9de"
      "184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e5388bd"
      "f22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832679c"
      "d10b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711467b"
      "b0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb255a"
      "8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca0439"
      "6ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74a9de18"
      "4d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e5388bdf2"
      "2c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832679cd1"
      "0b4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711467bb0"
      "e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb255a8f"
      "c4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca04396e"
      "a3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74a9de184d"
      "82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e5388bdf22c"
      "6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832679cd10b"
      "4075aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711467bb0e5"
      "1f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb255a8fc4"
      "f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca04396ea3"
      "d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74a9de184d82"
      "b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e5388bdf22c61"
      "96cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832679cd10b40"
      "75aadf194e83b8ed275c91c601356a9fd40e4378ade21c5186bbf02a5f94c903386da2d711467bb0e51f"
      "5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6eb255a8fc4f9"
      "33689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095ca04396ea3d8"
      "12473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74a9de184d82b7"
      "ec265b90c5fa34699ed30d4277ace11b5085baef295e93c80237",
      "d89541fe5b07b4611 sbef32d6297 s70a5da1449 i-9099827451389819655 u3704384218986542763"
      " u3759820676 u3119392861 u2462515510 u1805702415 u1148825315 u491947964 u241 u38240 "
      "u14556823042926318151 u1018291744 u1435156468 u778279117 u121401766 u3675605567 u303"
      "5177816 u141 u12791 u7393731955691661790 u407732919 u3961936784 u3321508969 u2664631"
      "618 u2007818523 u1350941423 u41 u51347 u159715754131867002 u2950962771 u2294149676 u"
      "1637272325 u980395225 u323501490 u3877721739 u192 u25647 u11082804793015000086 u1266"
      "726378 u609849027 u4164052892 u3507175541 u2866747726 u2209934631 u92 u454 u38490645"
      "64662696109 u3793506694 u3153078879 u2496201528 u1839388433 u1182511333 u525633982 u"
      "243 u38754 scc063b70a5 i-2515457746859776678 u10359679042052805132 u1098296288 u4414"
      "18937 u3995622802 u3338745451 u2698317636 u2041504541 u82 u61884 u312566283628192937"
      "9 u3625076540 u2984648789 u2327835694 u1670958343 u1014081243 u357187508 u233 u36184"
      " u14048751879376079423 u1957289496 u1300412396 u643535045 u4197738910 u3540861559 u2"
      "900433744 u133 u10735 u6815010572987048406 u272988847 u3827192712 u3186764897 u25298"
      "87546 u1873074451 u1212003047 u33 u49291 u17667450474947165554 u2816218699 u21594056"
      "04 u1502528504 u845651153 u188773802 u3742977667 u184 u23591 u10504084509822014478 u"
      "1131982306 u475104955 u4029308820 u3372431469 u2732003654 u2075190559 u84 u62398 s2d"
      "6297cc06 i4500126120205386166 u16944048746582848360 u2647788609 u1990975514 u1334098"
      "414 u677221063 u20343712 u3574547577 u174 u21021 u9780957659348191748 u963552216 u30"
      "6658481 u3860878730 u3220450915 u2563573564 u1906760469 u74 u59828 u2546941457788397"
      "211 u3490332532 u2849904717 u2193091622 u1536214522 u879337171 u222459820 u225 u3412"
      "8 u13470030496671466039 u1822545424 u1165668324 u508790973 u4062994838 u3406117487 u"
      "2765689672 u61 u8679 u6236290268319226318 u138244775 u3692448640 u3052020825 u239520"
      "7730 u1738330379 u1081453279 u25 u47235 u17088729092242617706 u2681474627 u202466153"
      "2 u1367784432 u710907081 u54029730 u3608233595 u176 u21535 s89bef32d62 i-72915991078"
      "56474857 u5512888539938459588 u4180895901 u3524018550 u2883590735 u2226777640 u15699"
      "00289 u913023189 u15 u44665 u16365327363878234976 u2513044537 u1856231442 u119516003"
      "8 u542476991 u4096680856 u3439803505 u166 u18965 u4590550258216190711 u828808144 u17"
      "1930793 u3726134658 u3085706843 u2428893748 u1772016397 u66 u57772 u1968220075083783"
      "827 u3355588460 u2715160645 u2058347550 u1401470450 u744593099 u87715748 u217 u15688"
      " u12891309113966916911 u1687801352 u1030924252 u374046901 u3928250766 u3287822951 u2"
      "630945600 u117 u6623 u5657568885614612934 u20277919 u3557704568 u2917276753 u2260463"
      "658 u1603586307 u946709207 u17 u45179 se51f5489be i-706953425924309389 u121679073855"
      "86150181 u1519371513 u862494162 u205616811 u3759820676 u3119392861 u2462515510 u107 "
      "u4053 u4934167157233846204 u4046151829 u3389274478 u2748846663 u1018291744 u14351564"
      "68 u778279117 u7 u42609 u15786605706295714648 u2378364721 u1721487370 u1064610270 u4"
      "07732919 u3961936784 u3321508969 u158 u16909 u8623514893938965231 u694064072 u371867"
      "21 u3591390586 u2950962771 u2294149676 u1637272325 u58 u55716 u1389428323634992779 u"
      "3237293924 u2580416573 u1923603478 u1266726378 u609849027 u4164052892 u209 u30016 u1"
      "2312587731262303527 u1553057281 u896180180 u239302829 u3793506694 u3153078879 u24962"
      "01528 u109 u4567 s467bb0e51f i6308630441157302991 u666096963998403713 u3068863834 u2"
      "412050739 u1755173388 u1098296288 u441418937 u3995622802 u199 u27446 u11589186002881"
      "536797 u1384627441 u727750090 u70872739 u3625076540 u2984648789 u2327835694 u99 u199"
      "7 u4355445774529216436 u3911407757 u3270979942 u2614102591 u1957289496 u1300412396 u"
      "643535045 u250 u40553 u15207884598469008208 u2243620649 u1586743298 u929866198 u2729"
      "88847 u3827192712 u3186764897 u150 u14853 u8044793511230157543 u559320000 u411352386"
      "5 u3456646514 u2816218699 u2159405604 u1502528504 u50 u53660 u810777309674557059 u31"
      "02549852 u2445672757 u1788859406 u1131982306 u475104955 u4029308820 u201 u27960 d0d4"
      "277ace11b5085 dbaef295e93c80237"},
    {"T{(2,1)1s:a:1s:b:}", 3, 3, true, false, "T  0 3 1\n.v a 0 2 2\n.v b 2 1 1\n", "11467b", "s11 s46 s7b"},
    {"T{(3)T{T{>d:a:(2)b:b:}:a:xxxxxx@l:b:>Zf:c:}:a:(3)?:b:}", 99, 99, false, true,
      "T  0 99 1\n.T a 0 96 3\n..T a 0 10 1\n...v a 0 8 1\n...v b 8 2 2\n..v b 16 8 1\n..v "
      "c 24 8 1\n.v b 96 3 3\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620010001",
      "d11467bb0e51f5489 i-66 i-13 i-1678929752475654800 z3c4af19820000000c6c60cb340000000 "
      "dcf093e73a8dd174c i-127 i-74 i-6091609922643072973 zc40349f080000000bf3dc50ba0000000"
      " d92c701366ba0d50f i68 i121 i7942384685980593137 zbc7b0248e00000003f963cc400000000 ?"
      "1 ?0 ?1"},
    {"T{(3)T{T{>d:a:(2)b:b:}:a:xxxxxx=q:b:>Zf:c:}:a:(3)?:b:}", 99, 99, false, true,
      "T  0 99 1\n.T a 0 96 3\n..T a 0 10 1\n...v a 0 8 1\n...v b 8 2 2\n..v b 16 8 1\n..v "
      "c 24 8 1\n.v b 96 3 3\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620010001",
      "d11467bb0e51f5489 i-66 i-13 i-1678929752475654800 z3c4af19820000000c6c60cb340000000 "
      "dcf093e73a8dd174c i-127 i-74 i-6091609922643072973 zc40349f080000000bf3dc50ba0000000"
      " d92c701366ba0d50f i68 i121 i7942384685980593137 zbc7b0248e00000003f963cc400000000 ?"
      "1 ?0 ?1"},
    {"T{1s:a:(1,3)=f:b:Zd:c:i:d:}", 33, 33, true, true,
      "T  0 33 1\n.v a 0 1 1\n.v b 1 12 3\n.v c 13 16 1\n.v d 29 4 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf",
      "s11 dc4b60f68c0000000 dbfd12a83e0000000 dbaec45be60000000 z4914daa5703b06ccf6c18c572"
      "2e8b33e i-811965136"},
    {"T{(1)H:a:T{(2,2)?:a:}:b:4x:c:}", 10, 10, true, true, "T  0 10 1\n.v a 0 2 1\n.T b 2 4 1\n..v a 2 4 4\nx c 4\n",
      "1146010001015489bef3", "u17937 ?1 ?0 ?1 ?1"},
    {"T{e:a:(1,2)e:b:=q:c:}", 14, 14, true, true, "T  0 14 1\n.v a 0 2 1\n.v b 2 4 2\n.v c 6 8 1\n",
      "11467bb0e51f5489bef32d6297cc", "d4018440000000000 dbfc1ec0000000000 d3f7f940000000000 i-3704384218986542764"},
    {"T{T{(1)1s:a:>f:b:T{=Q:a:(3)f:b:(2,2)h:c:}:c:xxxx(2)>q:d:}:a:}", 53, 53, false, true,
      "T  0 53 1\n.T a 0 53 1\n..v a 0 1 1\n..v b 1 4 1\n..T c 5 28 1\n...v a 5 8 1\n...v b"
      " 13 12 3\n...v c 25 8 4\n..v d 37 16 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c",
      "s11 d40cf761ca0000000 u10908331772341736479 d460760d980000000 d41229b54a0000000 d3c5"
      "d1667c0000000 i-29609 i-2367 i25904 i-12390 i-2515457746859776678 i-8087065031656746"
      "484"},
    {"T{(2)L:a:>i:b:B:c:T{T{1s:a:f:b:I:c:}:a:(2)1s:b:}:d:}", 32, 32, true, true,
      "T  0 32 1\n.v a 0 16 2\n.v b 16 4 1\n.v c 20 1 1\n.T d 21 11 1\n..T a 21 9 1\n...v a"
      " 21 1 1\n...v b 22 4 1\n...v c 26 4 1\n..v b 30 2 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "u9895569352608663057 u4253311848657318846 i1889917460 u73 s3e dbe7d044ae0000000 u236"
      "1521712 s65 s9a"},
    {"T{(3,2)>H:a:}", 12, 12, true, false, "T  0 12 1\n.v a 0 12 6\n", "11467bb0e51f5489bef32d62",
      "u4422 u31664 u58655 u21641 u48883 u11618"},
    {"T{T{b:a:}:a:x>H:b:T{(3)T{i:a:Zd:b:(2,3)4x:c:1s:d:=q:e:}:a:}:c:}", 164, 163, false, true,
      "T  0 163 1\n.T a 0 1 1\n..v a 0 1 1\n.v b 2 2 1\n.T c 4 159 1\n..T a 4 159 3\n...v a"
      " 4 4 1\n...v b 8 16 1\nx c 24\n...v d 48 1 1\n...v e 49 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d61045",
      "i17 u31664 i-450931575 zbef32d6297cc063b70a5da14493eb3e8 s33 i-2257580766436090520 i"
      "441418937 zee285d92c701366ba0d50f4479aee31d s63 i1575035499964779928 i1245689065 z23"
      "588dc2f731669bd00a3f74a9de184d s93 i4976713577038021320"},
    {"T{(3)T{T{(2,3)i:a:(3,3)>I:b:i:c:}:a:@I:b:}:a:>d:b:@f:c:>e:d:T{(2)5s:a:?:b:1s:c:(1,2)"
     "=i:d:}:e:}", 238, 238, true, true,
      "T  0 238 1\n.T a 0 204 3\n..T a 0 64 1\n...v a 0 24 6\n...v b 24 36 9\n...v c 60 4 1"
      "\n..v b 64 4 1\n.v b 204 8 1\n.v c 212 4 1\n.v d 216 2 1\n.T e 218 20 1\n..v a 218 1"
      "0 2\n..v b 228 1 1\n..v c 229 1 1\n..v d 230 8 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832"
      "679cd10b4075aadf194e83b8ed275c91c601016a9fd40e4378ade21c",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 u576163009 u"
      "4130366874 u3473489523 u2833061708 u2176248613 u1519371513 u862494162 u205616811 u37"
      "59820676 i-1175574435 u906086290 i265658475 i-475104956 i-1131982307 i-1788859407 i1"
      "849230538 i1192417443 u1018291744 u1435156468 u778279117 u121401766 u3675605567 u303"
      "5177816 u2378364721 u1721487370 u1064610270 i407732919 u2421892844 i1765079749 i1108"
      "202398 i467774583 i-272988848 i-929866199 i-1586743550 u3591390586 u2950962771 u2294"
      "149676 u1637272325 u980395225 u323501490 u3877721739 u3237293924 u2580416573 i192360"
      "3478 u3937763403 d24598ec3f832679c d46a8017a20000000 dbfab7c0000000000 s194e83b8ed s"
      "275c91c601 ?1 s6a i1125045407 i484617592"},
    {"T{(3)T{T{(2,3)=i:a:(3,3)>I:b:i:c:}:a:=I:b:}:a:>d:b:=f:c:>e:d:T{(2)5s:a:?:b:1s:c:(1,2"
     ")=i:d:}:e:}", 238, 238, true, true,
      "T  0 238 1\n.T a 0 204 3\n..T a 0 64 1\n...v a 0 24 6\n...v b 24 36 9\n...v c 60 4 1"
      "\n..v b 64 4 1\n.v b 204 8 1\n.v c 212 4 1\n.v d 216 2 1\n.T e 218 20 1\n..v a 218 1"
      "0 2\n..v b 228 1 1\n..v c 229 1 1\n..v d 230 8 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e6398cd073c71a6db154a3fb4e923588dc2f731669bd00a3f74"
      "a9de184d82b7ec265b90c5fa34699ed30d4277ace11b5085baef295e93c802376ca1d610457aafe41e53"
      "88bdf22c6196cb053a6fa4d913483db2e721568bc0f52f6499ce083d72a7dc164b80b5ea24598ec3f832"
      "679cd10b4075aadf194e83b8ed275c91c601016a9fd40e4378ade21c",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 u576163009 u"
      "4130366874 u3473489523 u2833061708 u2176248613 u1519371513 u862494162 u205616811 u37"
      "59820676 i-1175574435 u906086290 i265658475 i-475104956 i-1131982307 i-1788859407 i1"
      "849230538 i1192417443 u1018291744 u1435156468 u778279117 u121401766 u3675605567 u303"
      "5177816 u2378364721 u1721487370 u1064610270 i407732919 u2421892844 i1765079749 i1108"
      "202398 i467774583 i-272988848 i-929866199 i-1586743550 u3591390586 u2950962771 u2294"
      "149676 u1637272325 u980395225 u323501490 u3877721739 u3237293924 u2580416573 i192360"
      "3478 u3937763403 d24598ec3f832679c d46a8017a20000000 dbfab7c0000000000 s194e83b8ed s"
      "275c91c601 ?1 s6a i1125045407 i484617592"},
    {"T{(2)T{(1,3)?:a:1s:b:b:c:}:a:4x:b:}", 14, 14, true, false,
      "T  0 14 1\n.T a 0 10 2\n..v a 0 3 3\n..v b 3 1 1\n..v c 4 1 1\nx b 4\n", "010001b0e5010001bef32d6297cc",
      "?1 ?0 ?1 sb0 i-27 ?1 ?0 ?1 sbe i-13"},
    {"T{B:a:xxxxxxxl:b:(3,3)i:c:xxxxl:d:T{l:a:}:e:}", 72, 72, true, true,
      "T  0 72 1\n.v a 0 1 1\n.v b 8 8 1\n.v c 16 36 9\n.v d 56 8 1\n.T e 64 8 1\n..v a 64 "
      "8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f",
      "u17 i4253311848657318846 i349873520 i-390906295 i-1047767262 i-1704644362 i193344558"
      "3 i1276632488 i636204673 i-104558758 i-761436109 i6712877725151861472 i1140994462936"
      "319890"},
    {"T{1x:a:(1,2)1s:b:x(3)i:c:>H:d:(1)T{(2)=i:a:T{(3,3)>e:a:@e:b:}:b:=Q:c:(2,3)>Zf:d:}:e:"
     "}", 104, 102, false, true,
      "T  0 102 1\nx a 1\n.v b 1 2 2\n.v c 4 12 3\n.v d 16 2 1\n.T e 18 84 1\n..v a 18 8 2"
      "\n..T b 26 20 1\n...v a 26 18 9\n...v b 44 2 1\n..v c 46 8 1\n..v d 54 48 6\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176abe01a4f84b9ee285d92c701366ba0d50f4479aee31d5287bcf12b6095"
      "ca04396ea3d812473cb1e620558abff42e63",
      "s46 s7b i-1990975515 i1647178686 i990301335 u28837 i1044976858 i1461905587 dbf330400"
      "00000000 dc0d8c00000000000 d4096680000000000 dc03c240000000000 d3ff9cc0000000000 dbf"
      "a3740000000000 d3f5d300000000000 dbefb600000000000 dc0ac940000000000 dbf3d6800000000"
      "00 u4687352885685778884 z46d57c034000000041f0973dc0000000 z3d0bb258e00000003826cd740"
      "0000000 zc2a1e88f20000000bddc63aa40000000 zb8f79e25600000004412b94080000000 z3f2dd47"
      "b000000003a48e79620000000 zc4c40ab140000000bffe85cc60000000"},
};

/// Texts that numpy's parser reads.
inline constexpr pep3118_case numpy_reads[] = {
    {"", 0, 0, true, false, "", "", ""},
    {"i", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"b", 1, 1, true, false, "v  0 1 1\n", "11", "i17"},
    {"@i", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"=i", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"<i", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {">i", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "i289831856"},
    {"!i", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "i289831856"},
    {"^i", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"<l", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"@l", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"=l", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {">L", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "u289831856"},
    {"<q", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"@q", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"Q", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "u9895569352608663057"},
    {"?", 1, 1, true, false, "v  0 1 1\n", "01", "?1"},
    {"c", 1, 1, true, false, "v  0 1 1\n", "11", "s11"},
    {"<e", 2, 2, true, false, "v  0 2 1\n", "1146", "d4018440000000000"},
    {">f", 4, 4, true, false, "v  0 4 1\n", "11467bb0", "d3a28cf7600000000"},
    {"<d", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", "d89541fe5b07b4611"},
    {"bi", 8, 8, true, true, "v  0 1 1\nv  4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"@bi", 8, 8, true, true, "v  0 1 1\nv  4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"@ib", 8, 8, true, true, "v  0 4 1\nv  4 1 1\n", "11467bb0e51f5489", "i-1334098415 i-27"},
    {"=bi", 5, 5, true, true, "v  0 1 1\nv  1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"<bi", 5, 5, true, false, "v  0 1 1\nv  1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"^bi", 5, 5, true, true, "v  0 1 1\nv  1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"b^i", 5, 5, true, true, "v  0 1 1\nv  1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"bd", 16, 16, true, true, "v  0 1 1\nv  8 8 1\n", "11467bb0e51f5489bef32d6297cc063b", "i17 d3b06cc97622df3be"},
    {"db", 16, 16, true, true, "v  0 8 1\nv  8 1 1\n", "11467bb0e51f5489bef32d6297cc063b", "d89541fe5b07b4611 i-66"},
    {"@dbh", 16, 16, true, true, "v  0 8 1\nv  8 1 1\nv  10 2 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "d89541fe5b07b4611 i-66 i25133"},
    {"hbhbd", 16, 16, true, true, "v  0 2 1\nv  2 1 1\nv  4 2 1\nv  6 1 1\nv  8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i17937 i123 i8165 i84 d3b06cc97622df3be"},
    {"b<i", 5, 5, true, false, "v  0 1 1\nv  1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"<b@i", 8, 8, true, true, "v  0 1 1\nv  4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"b=i@i", 12, 12, true, true, "v  0 1 1\nv  1 4 1\nv  8 4 1\n", "11467bb0e51f5489bef32d62",
      "i17 i-441418938 i1647178686"},
    {"@b>h@i", 8, 8, true, true, "v  0 1 1\nv  1 2 1\nv  4 4 1\n", "11467bb0e51f5489", "i17 i18043 i-1990975515"},
    {">h<h=h@h", 8, 8, true, true, "v  0 2 1\nv  2 2 1\nv  4 2 1\nv  6 2 1\n", "11467bb0e51f5489",
      "i4422 i-20357 i8165 i-30380"},
    {"!hh", 4, 4, true, false, "v  0 2 1\nv  2 2 1\n", "11467bb0", "i4422 i31664"},
    {"<h>h!h=h@h^h", 12, 12, true, true, "v  0 2 1\nv  2 2 1\nv  4 2 1\nv  6 2 1\nv  8 2 1\nv  10 2 1\n",
      "11467bb0e51f5489bef32d62", "i17937 i31664 i-6881 i-30380 i-3138 i25133"},
    {"<h:a:>h:b:h:c:", 6, 6, true, false, "v a 0 2 1\nv b 2 2 1\nv c 4 2 1\n", "11467bb0e51f", "i17937 i31664 i-6881"},
    {"<i@d", 16, 16, true, true, "v  0 4 1\nv  8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415 d3b06cc97622df3be"},
    {">b@h<h", 6, 6, true, true, "v  0 1 1\nv  2 2 1\nv  4 2 1\n", "11467bb0e51f", "i17 i-20357 i8165"},
    {"3i", 12, 12, true, true, "v  0 12 3\n", "11467bb0e51f5489bef32d62", "i-1334098415 i-1990975515 i1647178686"},
    {"<3h", 6, 6, true, false, "v  0 6 3\n", "11467bb0e51f", "i17937 i-20357 i8165"},
    {"(3)i", 12, 12, true, true, "v  0 12 3\n", "11467bb0e51f5489bef32d62", "i-1334098415 i-1990975515 i1647178686"},
    {"(2,3)<f", 24, 24, true, false, "v  0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "dbe0f68c220000000 db92a83fca0000000 d4445be77c0000000 d3f60d992e0000000 d3a9b54ae000"
      "00000 dc51667c920000000"},
    {"(2,3)>f", 24, 24, true, false, "v  0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "d3a28cf7600000000 dc4a3ea9120000000 dbfde65ac40000000 dbaf980c760000000 d4614bb42800"
      "00000 d4127d67d00000000"},
    {"(2,3)@d", 48, 48, true, true, "v  0 48 6\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9",
      "d89541fe5b07b4611 d3b06cc97622df3be de8b33e4914daa570 d9a6530f6c18c5722 d4c17dda8733"
      "e09cf df9c48f5a25ebb681"},
    {"(2,3)f", 24, 24, true, true, "v  0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "dbe0f68c220000000 db92a83fca0000000 d4445be77c0000000 d3f60d992e0000000 d3a9b54ae000"
      "00000 dc51667c920000000"},
    {"(2)3f", 24, 24, true, true, "v  0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "dbe0f68c220000000 db92a83fca0000000 d4445be77c0000000 d3f60d992e0000000 d3a9b54ae000"
      "00000 dc51667c920000000"},
    {"(2)<3f", 24, 24, true, false, "v  0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "dbe0f68c220000000 db92a83fca0000000 d4445be77c0000000 d3f60d992e0000000 d3a9b54ae000"
      "00000 dc51667c920000000"},
    {"(2,3)4B", 24, 24, true, false, "v  0 24 24\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "u17 u70 u123 u176 u229 u31 u84 u137 u190 u243 u45 u98 u151 u204 u6 u59 u112 u165 u21"
      "8 u20 u73 u62 u179 u232"},
    {"(1)i", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"1i", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"(2)1f", 8, 8, true, true, "v  0 8 2\n", "11467bb0e51f5489", "dbe0f68c220000000 db92a83fca0000000"},
    {"(1,1,1)d", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "d89541fe5b07b4611"},
    {"b(2)i", 12, 12, true, true, "v  0 1 1\nv  4 8 2\n", "11467bb0e51f5489bef32d62", "i17 i-1990975515 i1647178686"},
    {"b(2)<i", 9, 9, true, false, "v  0 1 1\nv  1 8 2\n", "11467bb0e51f5489be", "i17 i-441418938 i-1098296289"},
    {"(2)<hh", 6, 6, true, false, "v  0 4 2\nv  4 2 1\n", "11467bb0e51f", "i17937 i-20357 i8165"},
    {"(2)3s", 6, 6, true, false, "v  0 6 2\n", "11467bb0e51f", "s11467b sb0e51f"},
    {"3s", 3, 3, true, false, "v  0 3 1\n", "11467b", "s11467b"},
    {"0s", 0, 0, true, false, "v  0 0 1\n", "", "s"},
    {"s", 1, 1, true, false, "v  0 1 1\n", "11", "s11"},
    {"c3c", 4, 4, true, false, "v  0 1 1\nv  1 3 3\n", "11467bb0", "s11 s46 s7b sb0"},
    {"(2)5x:p:", 10, 10, true, false, "x p 10\n", "11467bb0e51f5489bef3", ""},
    {"3x", 3, 3, true, false, "", "11467b", ""},
    {"3xi", 8, 8, true, true, "v  4 4 1\n", "11467bb0e51f5489", "i-1990975515"},
    {"i3x", 8, 8, true, true, "v  0 4 1\n", "11467bb0e51f5489", "i-1334098415"},
    {"x:pad:", 1, 1, true, false, "x pad 1\n", "11", ""},
    {"bx:p:i", 8, 8, true, true, "v  0 1 1\nx p 1\nv  4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"b3xi", 8, 8, true, true, "v  0 1 1\nv  4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"b(2)2x:a:i", 12, 12, true, true, "v  0 1 1\nx a 4\nv  8 4 1\n", "11467bb0e51f5489bef32d62", "i17 i1647178686"},
    {"Zf", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", "zbe0f68c220000000b92a83fca0000000"},
    {"<Zd", 16, 16, true, false, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "z89541fe5b07b46113b06cc97622df3be"},
    {"bZd", 24, 24, true, true, "v  0 1 1\nv  8 16 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i17 z3b06cc97622df3bee8b33e4914daa570"},
    {"bZf", 12, 12, true, true, "v  0 1 1\nv  4 8 1\n", "11467bb0e51f5489bef32d62",
      "i17 zb92a83fca00000004445be77c0000000"},
    {"(2)Zf", 16, 16, true, true, "v  0 16 2\n", "11467bb0e51f5489bef32d6297cc063b",
      "zbe0f68c220000000b92a83fca0000000 z4445be77c00000003f60d992e0000000"},
    {">2Zd", 32, 32, true, false, "v  0 32 2\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "z11467bb0e51f5489bef32d6297cc063b z70a5da14493eb3e822578cc1f630659a"},
    {"T{}", 0, 0, true, false, "T  0 0 1\n", "", ""},
    {"T{i}", 4, 4, true, true, "T  0 4 1\n.v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{b:a:i:b:}", 8, 8, true, true, "T  0 8 1\n.v a 0 1 1\n.v b 4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"T{i:a:b:b:}", 8, 8, true, true, "T  0 8 1\n.v a 0 4 1\n.v b 4 1 1\n", "11467bb0e51f5489", "i-1334098415 i-27"},
    {"T{d:a:b:b:}", 16, 16, true, true, "T  0 16 1\n.v a 0 8 1\n.v b 8 1 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "d89541fe5b07b4611 i-66"},
    {"d:a:b:b:", 16, 16, true, true, "v a 0 8 1\nv b 8 1 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "d89541fe5b07b4611 i-66"},
    {"ib", 8, 8, true, true, "v  0 4 1\nv  4 1 1\n", "11467bb0e51f5489", "i-1334098415 i-27"},
    {"bT{ib}b", 16, 16, true, true, "v  0 1 1\nT  4 8 1\n.v  4 4 1\n.v  8 1 1\nv  12 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i17 i-1990975515 i-66 i-105"},
    {"2T{ib}", 16, 16, true, true, "T  0 16 2\n.v  0 4 1\n.v  4 1 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415 i-27 i1647178686 i-105"},
    {"(2)T{ib}", 16, 16, true, true, "T  0 16 2\n.v  0 4 1\n.v  4 1 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415 i-27 i1647178686 i-105"},
    {"(2)2T{ib}", 32, 32, true, true, "T  0 32 4\n.v  0 4 1\n.v  4 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "i-1334098415 i-27 i1647178686 i-105 i349873520 i73 i-1047767262 i-10"},
    {"(2,2)T{ib}b", 36, 36, true, true, "T  0 32 4\n.v  0 4 1\n.v  4 1 1\nv  32 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73",
      "i-1334098415 i-27 i1647178686 i-105 i349873520 i73 i-1047767262 i-10 i-49"},
    {"T{bT{q:x:b:y:}:s:}", 24, 24, true, true, "T  0 24 1\n.v  0 1 1\n.T s 8 16 1\n..v x 8 8 1\n..v y 16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "i17 i4253311848657318846 i112"},
    {"T{T{T{b}b}d}", 16, 16, true, true, "T  0 16 1\n.T  0 2 1\n..T  0 1 1\n...v  0 1 1\n..v  1 1 1\n.v  8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i17 i70 d3b06cc97622df3be"},
    {"<T{ib}b", 6, 6, true, false, "T  0 5 1\n.v  0 4 1\n.v  4 1 1\nv  5 1 1\n", "11467bb0e51f",
      "i-1334098415 i-27 i31"},
    {"=T{bi}", 5, 5, true, true, "T  0 5 1\n.v  0 1 1\n.v  1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"T{<i:a:b:b:}", 5, 5, true, false, "T  0 5 1\n.v a 0 4 1\n.v b 4 1 1\n", "11467bb0e5", "i-1334098415 i-27"},
    {"T{<i:a:}b", 5, 5, true, false, "T  0 4 1\n.v a 0 4 1\nv  4 1 1\n", "11467bb0e5", "i-1334098415 i-27"},
    {"T{<i:a:}h:b:", 6, 6, true, false, "T  0 4 1\n.v a 0 4 1\nv b 4 2 1\n", "11467bb0e51f", "i-1334098415 i8165"},
    {"T{<b}i", 5, 5, true, false, "T  0 1 1\n.v  0 1 1\nv  1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"bT{i<b}b", 7, 7, true, true, "v  0 1 1\nT  1 5 1\n.v  1 4 1\n.v  5 1 1\nv  6 1 1\n", "11467bb0e51f54",
      "i17 i-441418938 i31 i84"},
    {"bT{i<b}h", 8, 8, true, true, "v  0 1 1\nT  1 5 1\n.v  1 4 1\n.v  5 1 1\nv  6 2 1\n", "11467bb0e51f5489",
      "i17 i-441418938 i31 i-30380"},
    {"bT{<i@b}b", 7, 7, true, false, "v  0 1 1\nT  1 5 1\n.v  1 4 1\n.v  5 1 1\nv  6 1 1\n", "11467bb0e51f54",
      "i17 i-441418938 i31 i84"},
    {"bT{<i@b}d", 16, 16, true, true, "v  0 1 1\nT  1 5 1\n.v  1 4 1\n.v  5 1 1\nv  8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i17 i-441418938 i31 d3b06cc97622df3be"},
    {"T{b@i}", 8, 8, true, true, "T  0 8 1\n.v  0 1 1\n.v  4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"<bT{@ib}b", 16, 16, true, true, "v  0 1 1\nT  4 8 1\n.v  4 4 1\n.v  8 1 1\nv  12 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i17 i-1990975515 i-66 i-105"},
    {"<bT{@i<b}b", 7, 7, true, true, "v  0 1 1\nT  1 5 1\n.v  1 4 1\n.v  5 1 1\nv  6 1 1\n", "11467bb0e51f54",
      "i17 i-441418938 i31 i84"},
    {"@bT{=i}i", 9, 9, true, true, "v  0 1 1\nT  1 4 1\n.v  1 4 1\nv  5 4 1\n", "11467bb0e51f5489be",
      "i17 i-441418938 i-1098296289"},
    {"T{>h:a:}h:b:", 4, 4, true, false, "T  0 2 1\n.v a 0 2 1\nv b 2 2 1\n", "11467bb0", "i4422 i31664"},
    {"2T{>h:a:}2h:b:", 8, 8, true, false, "T  0 4 2\n.v a 0 2 1\nv b 4 4 2\n", "11467bb0e51f5489",
      "i4422 i31664 i-6881 i21641"},
    {"(2)T{b@d}b", 40, 40, true, true, "T  0 32 2\n.v  0 1 1\n.v  8 8 1\nv  32 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c",
      "i17 d3b06cc97622df3be i112 d9a6530f6c18c5722 i-49"},
    {"<T{b@d}@b", 24, 24, true, true, "T  0 16 1\n.v  0 1 1\n.v  8 8 1\nv  16 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8", "i17 d3b06cc97622df3be i112"},
    {">T{h}h", 4, 4, true, false, "T  0 2 1\n.v  0 2 1\nv  2 2 1\n", "11467bb0", "i4422 i31664"},
    {"T{h>h}h", 6, 6, true, true, "T  0 4 1\n.v  0 2 1\n.v  2 2 1\nv  4 2 1\n", "11467bb0e51f", "i17937 i31664 i-6881"},
    {"T{T{>h}h}h", 6, 6, true, false, "T  0 4 1\n.T  0 2 1\n..v  0 2 1\n.v  2 2 1\nv  4 2 1\n", "11467bb0e51f",
      "i4422 i31664 i-6881"},
    {"T{T{i<b}@b}b", 7, 7, true, true, "T  0 6 1\n.T  0 5 1\n..v  0 4 1\n..v  4 1 1\n.v  5 1 1\nv  6 1 1\n",
      "11467bb0e51f54", "i-1334098415 i-27 i31 i84"},
    {"T{T{ib}<b}@b", 10, 10, true, true, "T  0 9 1\n.T  0 8 1\n..v  0 4 1\n..v  4 1 1\n.v  8 1 1\nv  9 1 1\n",
      "11467bb0e51f5489bef3", "i-1334098415 i-27 i-66 i-13"},
    {"2T{T{i<b}@b}b", 13, 13, true, true, "T  0 12 2\n.T  0 5 1\n..v  0 4 1\n..v  4 1 1\n.v  5 1 1\nv  12 1 1\n",
      "11467bb0e51f5489bef32d6297", "i-1334098415 i-27 i31 i-205616812 i45 i98 i-105"},
    {"<b2T{b@h}", 10, 10, true, true, "v  0 1 1\nT  2 8 2\n.v  2 1 1\n.v  4 2 1\n", "11467bb0e51f5489bef3",
      "i17 i123 i8165 i84 i-3138"},
    {"(2)>T{h}", 4, 4, true, false, "T  0 4 2\n.v  0 2 1\n", "11467bb0", "i4422 i31664"},
    {"(2)>T{h}h", 6, 6, true, false, "T  0 4 2\n.v  0 2 1\nv  4 2 1\n", "11467bb0e51f", "i4422 i31664 i-6881"},
    {"3T{b:a:(2)h:b:}:s:", 18, 18, true, true, "T s 0 18 3\n.v a 0 1 1\n.v b 2 4 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5", "i17 i-20357 i8165 i84 i-3138 i25133 i-105 i15110 i-23184"},
    {"T{(2)i:a:(3)b:b:}", 12, 12, true, true, "T  0 12 1\n.v a 0 8 2\n.v b 8 3 3\n", "11467bb0e51f5489bef32d62",
      "i-1334098415 i-1990975515 i-66 i-13 i45"},
    {"T{b}:a b:i:c d:", 8, 8, true, true, "T a b 0 1 1\n.v  0 1 1\nv c d 4 4 1\n", "11467bb0e51f5489",
      "i17 i-1990975515"},
    {"i:a:i:f0:i", 12, 12, true, true, "v a 0 4 1\nv f0 4 4 1\nv  8 4 1\n", "11467bb0e51f5489bef32d62",
      "i-1334098415 i-1990975515 i1647178686"},
    {"i:a.b:h:}{:", 8, 8, true, true, "v a.b 0 4 1\nv }{ 4 2 1\n", "11467bb0e51f5489", "i-1334098415 i8165"},
    {"i: :", 4, 4, true, true, "v   0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{i:<:h:>:}", 8, 8, true, true, "T  0 8 1\n.v < 0 4 1\n.v > 4 2 1\n", "11467bb0e51f5489", "i-1334098415 i8165"},
    {"0i", 0, 0, true, true, "", "", ""},
    {"b0i", 4, 4, true, true, "v  0 1 1\n", "11467bb0", "i17"},
    {"(0)d", 0, 0, true, true, "", "", ""},
    {"b(0)di", 16, 16, true, true, "v  0 1 1\nv  8 4 1\n", "11467bb0e51f5489bef32d6297cc063b", "i17 i1647178686"},
    {"(2,0)i", 0, 0, true, true, "", "", ""},
    {"b0T{i}b", 8, 8, true, true, "v  0 1 1\nv  4 1 1\n", "11467bb0e51f5489", "i17 i-27"},
    {"T{c:a:3c:b:}", 4, 4, true, false, "T  0 4 1\n.v a 0 1 1\n.v b 1 3 3\n", "11467bb0", "s11 s46 s7b sb0"},
    {"T{e:a:?:b:}", 4, 4, true, true, "T  0 4 1\n.v a 0 2 1\n.v b 2 1 1\n", "114601b0", "d4018440000000000 ?1"},
    {"^T{bi}b", 6, 6, true, true, "T  0 5 1\n.v  0 1 1\n.v  1 4 1\nv  5 1 1\n", "11467bb0e51f", "i17 i-441418938 i31"},
    {"^bT{bd}b", 11, 11, true, true, "v  0 1 1\nT  1 9 1\n.v  1 1 1\n.v  2 8 1\nv  10 1 1\n", "11467bb0e51f5489bef32d",
      "i17 i70 df3be89541fe5b07b i45"},
    {"T{b^i}b", 6, 6, true, true, "T  0 5 1\n.v  0 1 1\n.v  1 4 1\nv  5 1 1\n", "11467bb0e51f", "i17 i-441418938 i31"},
    {"b^h@h", 6, 6, true, true, "v  0 1 1\nv  1 2 1\nv  4 2 1\n", "11467bb0e51f", "i17 i31558 i8165"},
    {"^T{3s:a:3s:b:}", 6, 6, true, false, "T  0 6 1\n.v a 0 3 1\n.v b 3 3 1\n", "11467bb0e51f", "s11467b sb0e51f"},
    {"^T{(3)4s:a:(2)i:b:(3)B:c:1x(4, 2)f:d:}", 56, 56, true, true,
      "T  0 56 1\n.v a 0 12 3\n.v b 12 8 2\n.v c 20 3 3\n.v d 24 32 8\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f933689dd20c4176ab",
      "s11467bb0 se51f5489 sbef32d62 i990301335 i349873520 u73 u62 u179 dc0318ae440000000 d"
      "bb4ca61ec0000000 d4667c139e0000000 d4182fbb500000000 d3cbd76d020000000 dc73891eb4000"
      "0000 dc253ad0660000000 dbd6ec82180000000"},
    {"^T{q:e1:B:e2:}", 9, 9, true, true, "T  0 9 1\n.v e1 0 8 1\n.v e2 8 1 1\n", "11467bb0e51f5489be",
      "i-8551174721100888559 u190"},
    {"^T{Zf:cflt:Zd:cdbl:}", 24, 24, true, true, "T  0 24 1\n.v cflt 0 8 1\n.v cdbl 8 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "zbe0f68c220000000b92a83fca0000000 z3b06cc97622df3bee8b33e4914daa570"},
    {"^T{^T{?:bool_:3xI:uint_:f:float_:}:a:^T{?:bool_:I:uint_:f:float_:}:b:}", 21, 21, true, true,
      "T  0 21 1\n.T a 0 12 1\n..v bool_ 0 1 1\n..v uint_ 4 4 1\n..v float_ 8 4 1\n.T b 12 "
      "9 1\n..v bool_ 12 1 1\n..v uint_ 13 4 1\n..v float_ 17 4 1\n", "01467bb0e51f5489bef32d6201cc063b70a5da1449",
      "?1 u2303991781 d4445be77c0000000 ?1 u1882916556 d41229b54a0000000"},
    {"^T{8x^T{?:bool_:3xI:uint_:16x}:a:8x}", 40, 40, true, true,
      "T  0 40 1\n.T a 8 24 1\n..v bool_ 8 1 1\n..v uint_ 12 4 1\n",
      "11467bb0e51f548900f32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c", "?0 u990301335"},
    {"^T{?:bool_:I:uint_:f:float_:g:ldbl_:}", 25, 25, true, true,
      "T  0 25 1\n.v bool_ 0 1 1\n.v uint_ 1 4 1\n.v float_ 5 4 1\n.v ldbl_ 9 16 1\n",
      "01467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822", ""},
    {"g", 16, 16, true, true, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b", ""},
    {"Zg", 32, 32, true, true, "v  0 32 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", ""},
    {"^g", 16, 16, true, true, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b", ""},
    {"^Zg", 32, 32, true, true, "v  0 32 1\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", ""},
    {"w", 4, 4, true, true, "v  0 4 1\n", "11467bb0", ""},
    {"2w", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"<3w", 12, 12, true, false, "v  0 12 1\n", "11467bb0e51f5489bef32d62", ""},
    {"O", 8, 8, true, true, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"<O", 8, 8, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"i::", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{i:a:i:b:}:s:T{i:a:}:t:", 12, 12, true, true, "T s 0 8 1\n.v a 0 4 1\n.v b 4 4 1\nT t 8 4 1\n.v a 8 4 1\n",
      "11467bb0e51f5489bef32d62", "i-1334098415 i-1990975515 i1647178686"},
    {"( 2)i", 8, 8, true, true, "v  0 8 2\n", "11467bb0e51f5489", "i-1334098415 i-1990975515"},
    {"(2, 3)i", 24, 24, true, true, "v  0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295"},
    {"(2 ,3)i", 24, 24, true, true, "v  0 24 6\n", "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e8",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295"},
    {"(+2)i", 8, 8, true, true, "v  0 8 2\n", "11467bb0e51f5489", "i-1334098415 i-1990975515"},
    {"(1_0)b", 10, 10, true, false, "v  0 10 10\n", "11467bb0e51f5489bef3",
      "i17 i70 i123 i-80 i-27 i31 i84 i-119 i-66 i-13"},
    {"T{", 0, 0, true, false, "T  0 0 1\n", "", ""},
    {"T{i", 4, 4, true, true, "T  0 4 1\n.v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{i}}", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"i}", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"i}b", 4, 4, true, true, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"}", 0, 0, true, false, "", "", ""},
};

/// Texts that numpy's parser refuses.
inline constexpr std::string_view numpy_refuses[] = {
    ">(2)3f", "(2)0s", "<(2,3)f", "@(2)i", "@ i", "i i", " i", "i ", "(2) i", "2 i", "i :a:", "<>i", "@<i", "i<",
    "T{i<}", "T{i }", "(2)<>f", "2<i", "2@T{i}", "n", "@N", "@P", "<P", "<n", "4p", "<F", "<D", "F", ">g", "<Zg", "t",
    "5t", "u", "<u", "&i", "&&i", "&T{i}", "X{}", "X{i:i:}", "|i", "z", "<z", "<Z", "Z", "Zq", "a", "'", "|V4", "i:",
    "i:a", "i:a:i:a:", "x:a:x:a:", "x:a:i:a:", "()", "()i", "(2,)i", "(2i", "(2", "(-1)i", "(0x2)i", "(2)(3)i",
    "2(3)i", "2", "T", "{u5}", "{i", "{uv}", "<{H:s}", "T{i}3", "T{2}", "99999999999999999999s",
};

/// Texts that ctypes exports since Python 3.12.
inline constexpr pep3118_case ctypes_exports[] = {
    {"<?", 1, 0, true, false, "v  0 1 1\n", "01", "?1"},
    {"<c", 1, 0, true, false, "v  0 1 1\n", "11", "s11"},
    {"<b", 1, 0, true, false, "v  0 1 1\n", "11", "i17"},
    {"<B", 1, 0, true, false, "v  0 1 1\n", "11", "u17"},
    {"<h", 2, 0, true, false, "v  0 2 1\n", "1146", "i17937"},
    {"<H", 2, 0, true, false, "v  0 2 1\n", "1146", "u17937"},
    {"<i", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"<I", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "u2960868881"},
    {"<q", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"<Q", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "u9895569352608663057"},
    {"<f", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "dbe0f68c220000000"},
    {"<d", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "d89541fe5b07b4611"},
    {">h", 2, 0, true, false, "v  0 2 1\n", "1146", "i4422"},
    {">i", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "i289831856"},
    {">Q", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "u1244818346703017097"},
    {">f", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "d3a28cf7600000000"},
    {">d", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "d11467bb0e51f5489"},
    {"T{<i:a:<i:b:}", 8, 0, true, false, "T  0 8 1\n.v a 0 4 1\n.v b 4 4 1\n", "11467bb0e51f5489",
      "i-1334098415 i-1990975515"},
    {"T{<b:a:3x<i:b:}", 8, 0, true, false, "T  0 8 1\n.v a 0 1 1\n.v b 4 4 1\n", "11467bb0e51f5489",
      "i17 i-1990975515"},
    {"T{<i:a:<b:b:3x}", 8, 0, true, false, "T  0 8 1\n.v a 0 4 1\n.v b 4 1 1\n", "11467bb0e51f5489",
      "i-1334098415 i-27"},
    {"T{<b:a:<i:b:}", 5, 0, true, false, "T  0 5 1\n.v a 0 1 1\n.v b 1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"T{<b:a:x<d:b:}", 10, 0, true, false, "T  0 10 1\n.v a 0 1 1\n.v b 2 8 1\n", "11467bb0e51f5489bef3",
      "i17 df3be89541fe5b07b"},
    {"T{<h:h:2x(3,2)<i:i:(4)<c:c:(2)<B:x:2x}", 36, 0, true, false,
      "T  0 36 1\n.v h 0 2 1\n.v i 4 24 6\n.v c 28 4 4\n.v x 32 2 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73",
      "i17937 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 i-1047767262 sf6 s"
      "30 s65 s9a u207 u9"},
    {"T{(2,3)<h:a:(2)T{<i:a:<i:b:}:s:<f:d:}", 32, 0, true, false,
      "T  0 32 1\n.v a 0 12 6\n.T s 12 16 2\n..v a 12 4 1\n..v b 16 4 1\n.v d 28 4 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "i17937 i-20357 i8165 i-30380 i-3138 i25133 i990301335 i349873520 i-390906295 i-10477"
      "67262 dbb4ca61ec0000000"},
    {"T{<d:d:T{<i:a:<b:b:3x}:s:(2)T{<i:a:<b:b:3x}:t:<b:c:7x}", 40, 0, true, false,
      "T  0 40 1\n.v d 0 8 1\n.T s 8 8 1\n..v a 8 4 1\n..v b 12 1 1\n.T t 16 16 2\n..v a 16"
      " 4 1\n..v b 20 1 1\n.v c 32 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c",
      "d89541fe5b07b4611 i1647178686 i-105 i349873520 i73 i-1047767262 i-10 i-49"},
    {"T{T{<i:a:<i:b:}:s:T{(2,2)T{<i:a:<i:b:}:in:<d:f:}:_:}", 48, 0, true, false,
      "T  0 48 1\n.T s 0 8 1\n..v a 0 4 1\n..v b 4 4 1\n.T _ 8 40 1\n..T in 8 32 4\n...v a "
      "8 4 1\n...v b 12 4 1\n..v f 40 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 i-1047767262"
      " i-1704644362 i1933445583 i1276632488 df9c48f5a25ebb681"},
    {"T{>H:a:>h:b:>f:c:}", 8, 0, true, false, "T  0 8 1\n.v a 0 2 1\n.v b 2 2 1\n.v c 4 4 1\n", "11467bb0e51f5489",
      "u4422 i31664 dc4a3ea9120000000"},
    {"T{>i:a:<b:b:3x}", 8, 0, true, false, "T  0 8 1\n.v a 0 4 1\n.v b 4 1 1\n", "11467bb0e51f5489", "i289831856 i-27"},
    {"T{T{>i:a:(2)>I:b:}:s:<i:i:}", 16, 0, true, false,
      "T  0 16 1\n.T s 0 12 1\n..v a 0 4 1\n..v b 4 8 2\n.v i 12 4 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i289831856 u3844035721 u3203607906 i990301335"},
    {"T{<i:a b:<f:c.d:<i:}:}", 12, 0, true, false, "T  0 12 1\n.v a b 0 4 1\n.v c.d 4 4 1\n.v } 8 4 1\n",
      "11467bb0e51f5489bef32d62", "i-1334098415 db92a83fca0000000 i1647178686"},
    {"T{<i:c:d:}", 4, 0, true, false, "T  0 4 1\n.v c:d 0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{}", 0, 0, true, false, "T  0 0 1\n", "", ""},
    {"T{(0)<i:none:}", 0, 0, true, false, "T  0 0 1\nx none 0\n", "", ""},
    {"T{<d:c:}", 16, 0, true, false, "T  0 16 1\n.v a 0 4 1\n.v b 4 4 1\n.v c 8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i-1334098415 i-1990975515 d3b06cc97622df3be"},
    {"T{<i:whole:}", 4, 0, false, false, "T  0 4 1\n.v whole 0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{<i:a:<i:b:}", 4, 0, false, false, "T  0 4 1\n.v a 0 4 1\n.v b 0 4 1\n", "11467bb0",
      "i-1334098415 i-1334098415"},
    {"T{<b:a:<b:b:x<h:c:}", 4, 0, false, false, "T  0 4 1\n.v a 0 1 1\n.v b 0 1 1\n.v c 2 2 1\n", "11467bb0",
      "i17 i17 i-20357"},
    {"B", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{B:u:}", 4, 0, true, false, "T  0 4 1\n.v u 0 4 1\n", "11467bb0", ""},
    {"<g", 16, 0, true, false, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b", ""},
    {"T{<i:i:12x<g:p:}", 32, 0, true, false, "T  0 32 1\n.v i 0 4 1\n.v p 16 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", "i-1334098415"},
    {"<u", 4, 0, true, false, "v  0 4 1\n", "11467bb0", ""},
    {"T{<i:i:<u:p:}", 8, 0, true, false, "T  0 8 1\n.v i 0 4 1\n.v p 4 4 1\n", "11467bb0e51f5489", "i-1334098415"},
    {"<z", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:4x<z:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"<Z", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:4x<Z:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"<P", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:4x<P:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"&<i", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:4x&<i:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"<O", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:4x<O:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"X{}", 8, 0, true, true, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:4xX{}:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"&T{<i:a:<i:b:}", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:4x&T{<i:a:<i:b:}:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i-1334098415"},
    {"T{<i:i:(4)<u:p:}", 20, 0, true, false, "T  0 20 1\n.v i 0 4 1\n.v p 4 16 4\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14", "i-1334098415"},
};

/// Texts that ctypes exports before Python 3.12, without padding.
inline constexpr pep3118_case ctypes_exports_unpadded[] = {
    {"<?", 1, 0, true, false, "v  0 1 1\n", "01", "?1"},
    {"<c", 1, 0, true, false, "v  0 1 1\n", "11", "s11"},
    {"<b", 1, 0, true, false, "v  0 1 1\n", "11", "i17"},
    {"<B", 1, 0, true, false, "v  0 1 1\n", "11", "u17"},
    {"<h", 2, 0, true, false, "v  0 2 1\n", "1146", "i17937"},
    {"<H", 2, 0, true, false, "v  0 2 1\n", "1146", "u17937"},
    {"<i", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "i-1334098415"},
    {"<I", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "u2960868881"},
    {"<q", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "i-8551174721100888559"},
    {"<Q", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "u9895569352608663057"},
    {"<f", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "dbe0f68c220000000"},
    {"<d", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "d89541fe5b07b4611"},
    {">h", 2, 0, true, false, "v  0 2 1\n", "1146", "i4422"},
    {">i", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "i289831856"},
    {">Q", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "u1244818346703017097"},
    {">f", 4, 0, true, false, "v  0 4 1\n", "11467bb0", "d3a28cf7600000000"},
    {">d", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", "d11467bb0e51f5489"},
    {"T{<i:a:<i:b:}", 8, 0, true, false, "T  0 8 1\n.v a 0 4 1\n.v b 4 4 1\n", "11467bb0e51f5489",
      "i-1334098415 i-1990975515"},
    {"T{<b:a:<i:b:}", 8, 0, true, false, "T  0 8 1\n.v a 0 1 1\n.v b 4 4 1\n", "11467bb0e51f5489", "i17 i-1990975515"},
    {"T{<i:a:<b:b:}", 8, 0, true, false, "T  0 8 1\n.v a 0 4 1\n.v b 4 1 1\n", "11467bb0e51f5489", "i-1334098415 i-27"},
    {"B", 5, 0, true, false, "T  0 5 1\n.v a 0 1 1\n.v b 1 4 1\n", "11467bb0e5", "i17 i-441418938"},
    {"B", 10, 0, true, false, "T  0 10 1\n.v a 0 1 1\n.v b 2 8 1\n", "11467bb0e51f5489bef3", "i17 df3be89541fe5b07b"},
    {"T{<h:h:(3,2)<i:i:(4)<c:c:(2)<B:x:}", 36, 0, true, false,
      "T  0 36 1\n.v h 0 2 1\n.v i 4 24 6\n.v c 28 4 4\n.v x 32 2 2\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73",
      "i17937 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 i-1047767262 sf6 s"
      "30 s65 s9a u207 u9"},
    {"T{(2,3)<h:a:(2)T{<i:a:<i:b:}:s:<f:d:}", 32, 0, true, false,
      "T  0 32 1\n.v a 0 12 6\n.T s 12 16 2\n..v a 12 4 1\n..v b 16 4 1\n.v d 28 4 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a",
      "i17937 i-20357 i8165 i-30380 i-3138 i25133 i990301335 i349873520 i-390906295 i-10477"
      "67262 dbb4ca61ec0000000"},
    {"T{<d:d:T{<i:a:<b:b:}:s:(2)T{<i:a:<b:b:}:t:<b:c:}", 40, 0, true, false,
      "T  0 40 1\n.v d 0 8 1\n.T s 8 8 1\n..v a 8 4 1\n..v b 12 1 1\n.T t 16 16 2\n..v a 16"
      " 4 1\n..v b 20 1 1\n.v c 32 1 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c",
      "d89541fe5b07b4611 i1647178686 i-105 i349873520 i73 i-1047767262 i-10 i-49"},
    {"T{T{<i:a:<i:b:}:s:T{(2,2)T{<i:a:<i:b:}:in:<d:f:}:_:}", 48, 0, true, false,
      "T  0 48 1\n.T s 0 8 1\n..v a 0 4 1\n..v b 4 4 1\n.T _ 8 40 1\n..T in 8 32 4\n...v a "
      "8 4 1\n...v b 12 4 1\n..v f 40 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659acf093e73a8dd174c81b6"
      "eb255a8fc4f9",
      "i-1334098415 i-1990975515 i1647178686 i990301335 i349873520 i-390906295 i-1047767262"
      " i-1704644362 i1933445583 i1276632488 df9c48f5a25ebb681"},
    {"T{>H:a:>h:b:>f:c:}", 8, 0, true, false, "T  0 8 1\n.v a 0 2 1\n.v b 2 2 1\n.v c 4 4 1\n", "11467bb0e51f5489",
      "u4422 i31664 dc4a3ea9120000000"},
    {"T{>i:a:<b:b:}", 8, 0, true, false, "T  0 8 1\n.v a 0 4 1\n.v b 4 1 1\n", "11467bb0e51f5489", "i289831856 i-27"},
    {"T{T{>i:a:(2)>I:b:}:s:<i:i:}", 16, 0, true, false,
      "T  0 16 1\n.T s 0 12 1\n..v a 0 4 1\n..v b 4 8 2\n.v i 12 4 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i289831856 u3844035721 u3203607906 i990301335"},
    {"T{<i:a b:<f:c.d:<i:}:}", 12, 0, true, false, "T  0 12 1\n.v a b 0 4 1\n.v c.d 4 4 1\n.v } 8 4 1\n",
      "11467bb0e51f5489bef32d62", "i-1334098415 db92a83fca0000000 i1647178686"},
    {"T{<i:c:d:}", 4, 0, true, false, "T  0 4 1\n.v c:d 0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{}", 0, 0, true, false, "T  0 0 1\n", "", ""},
    {"T{(0)<i:none:}", 0, 0, true, false, "T  0 0 1\nx none 0\n", "", ""},
    {"T{<d:c:}", 16, 0, true, false, "T  0 16 1\n.v a 0 4 1\n.v b 4 4 1\n.v c 8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i-1334098415 i-1990975515 d3b06cc97622df3be"},
    {"T{<i:whole:}", 4, 0, false, false, "T  0 4 1\n.v whole 0 4 1\n", "11467bb0", "i-1334098415"},
    {"T{<i:a:<i:b:}", 4, 0, false, false, "T  0 4 1\n.v a 0 4 1\n.v b 0 4 1\n", "11467bb0",
      "i-1334098415 i-1334098415"},
    {"T{<b:a:<b:b:<h:c:}", 4, 0, false, false, "T  0 4 1\n.v a 0 1 1\n.v b 0 1 1\n.v c 2 2 1\n", "11467bb0",
      "i17 i17 i-20357"},
    {"B", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{B:u:}", 4, 0, true, false, "T  0 4 1\n.v u 0 4 1\n", "11467bb0", ""},
    {"<g", 16, 0, true, false, "v  0 16 1\n", "11467bb0e51f5489bef32d6297cc063b", ""},
    {"T{<i:i:<g:p:}", 32, 0, true, false, "T  0 32 1\n.v i 0 4 1\n.v p 16 16 1\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14493eb3e822578cc1f630659a", "i-1334098415"},
    {"<u", 4, 0, true, false, "v  0 4 1\n", "11467bb0", ""},
    {"T{<i:i:<u:p:}", 8, 0, true, false, "T  0 8 1\n.v i 0 4 1\n.v p 4 4 1\n", "11467bb0e51f5489", "i-1334098415"},
    {"<z", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:<z:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"<Z", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:<Z:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"<P", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:<P:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"&<i", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:&<i:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"<O", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:<O:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"X{}", 8, 0, true, true, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:X{}:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n", "11467bb0e51f5489bef32d6297cc063b",
      "i-1334098415"},
    {"&T{<i:a:<i:b:}", 8, 0, true, false, "v  0 8 1\n", "11467bb0e51f5489", ""},
    {"T{<i:i:&T{<i:a:<i:b:}:p:}", 16, 0, true, false, "T  0 16 1\n.v i 0 4 1\n.v p 8 8 1\n",
      "11467bb0e51f5489bef32d6297cc063b", "i-1334098415"},
    {"T{<i:i:(4)<u:p:}", 20, 0, true, false, "T  0 20 1\n.v i 0 4 1\n.v p 4 16 4\n",
      "11467bb0e51f5489bef32d6297cc063b70a5da14", "i-1334098415"},
};

// clang-format on

}  // namespace structwire::testing

#endif
