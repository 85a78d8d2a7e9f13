#!/bin/bash
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite want them: with $CC, $CXX, $CFLAGS and $CXXFLAGS, which bring
# coverage and sanitizers, and linked with $LIB_FUZZING_ENGINE. Into $OUT go, for each target NAME, the program NAME,
# NAME_seed_corpus.zip, NAME.options, and NAME.dict if there are words for it. $WORK is scratch space.
#
# STRUCTWIRE_FUZZ_TARGETS: the targets to build, with ; between them; empty: all but those of Protocol Buffers and of the
# program, whose libraries would have to be built with the same standard library and sanitizers.
set -eu
: "${OUT:?}" "${WORK:?}" "${CXX:?}" "${LIB_FUZZING_ENGINE:?}"
source=$(cd "$(dirname "$0")/.." && pwd)
build=$WORK/structwire

generator=()
! command -v ninja >/dev/null || generator=(-G Ninja)
cmake -S "$source" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=None -DBUILD_SHARED_LIBS=OFF \
    -DSTRUCTWIRE_FUZZ=ON -DSTRUCTWIRE_FUZZERS=ON "-DSTRUCTWIRE_FUZZ_TARGETS=${STRUCTWIRE_FUZZ_TARGETS:-}" \
    "-DSTRUCTWIRE_FUZZ_LDFLAGS=$LIB_FUZZING_ENGINE" -DSTRUCTWIRE_TESTS=OFF -DSTRUCTWIRE_EXAMPLES=OFF -DSTRUCTWIRE_ASIO=OFF \
    -DSTRUCTWIRE_PROTOBUF=OFF -DSTRUCTWIRE_PROGRAM=OFF -DSTRUCTWIRE_INSTALL=OFF -DCMAKE_VERIFY_INTERFACE_HEADER_SETS=OFF
cmake --build "$build" --parallel "$(nproc)" --target structwire_fuzzers

for program in "$build"/fuzz/structwire_*_fuzz; do
    name=$(basename "$program")
    short=${name#structwire_} short=${short%_fuzz}
    seeds=$WORK/seeds/$name
    rm -rf "$seeds"
    mkdir -p "$seeds"
    cp "$program" "$OUT/$name"
    # The target writes these itself and ends; whatever the engine is, it asks the target first.
    "$OUT/$name" -runs=0 --emit-seeds "$seeds" --emit-dict "$OUT/$name.dict" </dev/null
    for file in "$source/fuzz/corpus/$short"/*; do
        [[ ! -f $file ]] || cp "$file" "$seeds/committed_$(basename "$file")"
    done
    (cd "$seeds" && python3 -m zipfile -c "$OUT/${name}_seed_corpus.zip" ./*)
    [[ ! -f $build/fuzz/$name.dict ]] || cat "$build/fuzz/$name.dict" >>"$OUT/$name.dict"
    {
        echo "[libfuzzer]"
        sed -n '/^max_len/p' "$build/fuzz/$name.options"
        [[ ! -s $OUT/$name.dict ]] || echo "dict = $name.dict"
    } >"$OUT/$name.options"
    [[ -s $OUT/$name.dict ]] || rm "$OUT/$name.dict"  # libFuzzer refuses one without words
done
