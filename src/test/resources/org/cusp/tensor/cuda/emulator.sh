#!/usr/bin/env bash
# emulator.sh FOLDER GLUE: builds into FOLDER the libraries that the bindings ask for, on an emulated card. GLUE: the folder
# with libjnicudart.so, libjnicublas.so and libjninvrtc.so. Needs g++ and nm.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
out=$1 glue=$2
cp "$here/emulator.cpp" "$out/"
flags="-std=c++17 -O1 -ffp-contract=off -w -shared -fPIC"
# What the glue names of a library, with functions that only fail: the loader wants them, nobody calls them.
wanted() { # GLUE PREFIX
  nm -D --undefined-only "$glue/$1" | awk '{print $NF}' | sed 's/@.*//' | grep -E "$2" | sort -u
}
stub() { # OBJECT GLUE PREFIX: stub.o
  nm --defined-only "$1" | awk '{print $NF}' | sort -u >"$out/defined"
  wanted "$2" "$3" | comm -23 - "$out/defined" | awk '{print "int " $1 "(void) { return 100; }"}' >"$out/stub.c"
  gcc -c -fPIC -w -o "$out/stub.o" "$out/stub.c"
}
library() { # SECTION GLUE PREFIX NAME LINKED...
  local name=$4 section=$1
  g++ $flags -D"$1" -c -o "$out/part.o" "$out/emulator.cpp"
  stub "$out/part.o" "$2" "$3"
  shift 4
  g++ -shared -Wl,-soname,"$name" $versions -o "$out/$name" "$out/part.o" "$out/stub.o" "$@"
}
versions=
library DRIVER libjnicudart.so '^cu[A-Z]' libcuda.so.1 -ldl
versions=-Wl,--default-symver
library RUNTIME libjnicudart.so '^cuda|^__cuda' libcudart.so.13
library LIGHT libjnicublas.so '^cublasLt' libcublasLt.so.13
library CUBLAS libjnicublas.so '^cublas([^L]|L[^t])' libcublas.so.13 -L"$out" -l:libcuda.so.1 -Wl,-rpath,'$ORIGIN'
library NVRTC libjninvrtc.so '^nvrtc' libnvrtc.so.13
# What every compiled program begins with, compiled once: see NVRTC in emulator.cpp for the flags.
cat >"$out/prelude.h" <<'H'
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>
H
g++ -std=c++17 -O1 -march=x86-64-v3 -ffp-contract=off -w -fPIC -x c++-header -o "$out/prelude.h.gch" "$out/prelude.h"
rm -f "$out"/*.o "$out"/*.c "$out/defined"
