#!/usr/bin/env bash
# The GPU benchmark: unpacks what lies beside it, runs stage after stage, each with a limit, and writes gpu.json, table.txt
# and log.txt into OUT (default: results). What a stage found is there when it ends, so a run that is cut off still tells.
#   bash run.sh [STAGE...]       TOTAL: seconds in all (480); stages: all stages: card parity determinism ceilings accuracy digits speed torch sanitizer
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-results}
mkdir -p "$out"
out=$(cd "$out" && pwd)
lines=$out/gpu.jsonl log=$out/log.txt table=$out/table.txt
: >"$lines" >"$log" >"$table"
begun=$(date +%s)
work=${CUSP_WORK:-$(mktemp -d)}
echo "[$(($(date +%s) - begun)) s] unpacking" | tee -a "$log"
if [ ! -d "$work/cusp" ]; then
  for part in base classes; do
    tar -xJf "$here/$part.tar.xz" -C "$work" 2>/dev/null ||
      python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$here/$part.tar.xz" "$work"
  done
fi
cusp=$work/cusp
cp=$cusp/classes
for jar in "$cusp"/lib/*.jar; do cp=$cp:$jar; done
java=${CUSP_JAVA:-$cusp/jre/bin/java}
flags=(-XX:+UseSerialGC -Xmx16g -Djava.awt.headless=true --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
  -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow -Dorg.bytedeco.javacpp.maxPhysicalBytes=0
  "-Dorg.bytedeco.javacpp.cachedir=$work/javacpp" "-Dcusp.home=$cusp" "-Dcusp.cubin.cache=$work/cubin")
# stage NAME LIMIT COMMAND...: runs in a shell of its own; lines of JSON go to gpu.json, everything to the log.
stage() {
  local name=$1 limit=$2 rc=0 start
  shift 2
  local left=$((${TOTAL:-480} - $(date +%s) + begun))
  if [ "$left" -lt "$limit" ]; then limit=$left; fi
  if [ "$limit" -lt 5 ]; then
    echo "[$(($(date +%s) - begun)) s] $name: no time is left" | tee -a "$log"
    return
  fi
  start=$(date +%s%N)
  echo "[$(($(date +%s) - begun)) s] $name (at most $limit s)" | tee -a "$log"
  timeout -k 5 "$limit" "$@" >"$work/stage.out" 2>&1 || rc=$?
  grep -v 'incubator' "$work/stage.out" >>"$log"
  # An object on one line, or from a line { to a line }.
  awk '/^\{$/ {s = ""; inside = 1} inside {s = s $0} /^\}$/ {if (inside) print s; inside = 0} /^\{.*\}$/' "$work/stage.out" >>"$lines"
  printf '{"stage":"end","what":"%s","exit":%d,"milliseconds":%d}\n' "$name" "$rc" "$((($(date +%s%N) - start) / 1000000))" >>"$lines"
  { echo "== $name (exit $rc)"; grep -v incubator "$work/stage.out" | grep -E "${show:-.}" | tail -n "${rows:-30}"; } | tee -a "$table"
  { echo '['; paste -sd, "$lines"; echo ']'; } >"$out/gpu.json"
}

wanted=" ${*:-card parity determinism ceilings accuracy digits speed torch sanitizer} "
asked() { [[ $wanted == *" $1 "* ]]; }
python=$(command -v python3 || true)

if asked card; then
  rows=25 stage card 20 bash -c 'nvidia-smi -L; nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm,power.limit --format=csv; uname -r; nproc; python3 -c "import torch; print(torch.__version__, torch.version.cuda, torch.cuda.get_device_name(0))"; ls /usr/local | tr "\n" " "'
fi
if asked parity; then
  show='FAULT|parity|kernels|Exception|missing|at org' rows=30 stage parity 90 "$java" "${flags[@]}" -cp "$cp" org.cusp.tensor.cuda.CudaParity cuda 1
fi
if asked ceilings; then
  stage ceilings 60 "$java" "${flags[@]}" -cp "$cp" org.cusp.tensor.cuda.CudaCeilings "${CEILING:-8192}"
fi
# llc NAME LIMIT KERNELS ARGUMENTS...
llc() {
  local name=$1 limit=$2 kernels=$3
  shift 3
  show='LLC|verdict|gradients|kernels|Exception|at org|cusp' rows=8 stage "llc $name $kernels" "$limit" \
    "$java" "${flags[@]}" -cp "$cp" org.cusp.cli.Cusp llc "$@" --kernels "$kernels"
}
cusp() { "$java" "${flags[@]}" -cp "$cp" org.cusp.cli.Cusp "$@"; }
# The same bits twice.
twice() {
  local draws=(llc dln:widths=10x10x10,rank=4,n=1000 --sampler sghmc --batch 100 --chains 16 --draws 100 --seed 7 --json)
  cusp "${draws[@]}" --kernels "$1" 2>&1 | grep -v -e seconds -e begun -e '"time"' >"$work/first"
  cusp "${draws[@]}" --kernels "$1" 2>&1 | grep -v -e seconds -e begun -e '"time"' >"$work/second"
  grep -m 3 '"value"' "$work/first"
  diff "$work/first" "$work/second" && echo '{"stage":"determinism","kernels":"'"$1"'","same":true}'
}
export java work cp
declare -p flags >"$work/flags"
declare -f cusp twice >>"$work/flags"
if asked determinism; then
  stage "determinism cuda" 40 bash -c '. "$work/flags"; twice cuda'
fi
# rate CASE SECONDS KERNELS CHAINS
rate() {
  stage "speed $1 $3 $4" 30 "$java" "${flags[@]}" -cp "$cp" org.cusp.bench.StepRate "$1" "$2" "${THREADS:-8}" "$3" "$4" "${5:-16}"
}
if asked speed; then
  for chains in ${DLN:-16 256 1024}; do rate dln 2 cuda $chains; done
  for chains in ${MLP:-4 16 64}; do rate mlp 2 cuda $chains; done
  for chains in ${DIGITS:-16 1024}; do rate digits 2 cuda $chains; done
  for chains in ${HMC:-4}; do rate hmc 3 cuda $chains 1; done
fi
if asked torch && [ -n "$python" ]; then
  stage torch 60 "$python" "$here/torch_gpu.py" ${TORCH:-dln:16 dln:256 dln:1024 mlp:4 mlp:16 mlp:64 digits:1024}
fi
if asked digits; then
  sed 's/checkpoints: .*/checkpoints: 2/' "$here/digits-mlp.yaml" >"$work/digits.yaml"
  for kernels in ${KERNELS:-simd cuda cuda:tf32}; do
    show='loss|steps|Exception|at org|cusp' rows=4 stage "train digits $kernels" 60 \
      "$java" "${flags[@]}" -cp "$cp" org.cusp.cli.Cusp train "$work/digits.yaml" --out "$work/digits-$kernels" --kernels $kernels
  done
  for kernels in ${KERNELS:-simd cuda cuda:tf32}; do
    llc digits 60 $kernels "$work/digits-simd/checkpoints/step-003000.safetensors" --seed 5 --budget "${DIGITS_BUDGET:-15}"
  done
fi
if asked accuracy; then
  for kernels in ${KERNELS:-simd cuda cuda:tf32}; do
    llc conjugate 40 $kernels conjugate:dimension=10,n=1000 --seed 5 --budget 15
    llc dln 40 $kernels dln:widths=5x5x5,rank=2,n=1000 --seed 5 --budget 20
  done
fi
if asked sanitizer; then
  for tool in memcheck racecheck; do
    show='ERROR|SUMMARY|parity|FAULT|found' rows=6 stage "sanitizer $tool" 60 \
      compute-sanitizer --tool $tool --target-processes all "$java" "${flags[@]}" -cp "$cp" org.cusp.tensor.cuda.CudaParity cuda 1 small
  done
fi
echo "[$(($(date +%s) - begun)) s] done" | tee -a "$log"
rm -f "$lines"
