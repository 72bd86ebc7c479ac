"""How much quicker two workers are than one, on the 14 checkpoints of digits-mlp, each worker with one thread.

    python3 benchmarks/workers.py [--draws 400] [--spark] [--spec SPEC]

Trains the run in a temporary folder, then does all its pieces: by one process, by two at once (`--shard 1/2` and `--shard 2/2`), and with --spark (after
`mvn -Pspark -DskipTests package`) as one and as two tasks at once. Seconds include the starts of processes; draws must have the same bits everywhere. For an idle machine.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parent.parent
CUSP = str(HOME / "cusp")


def seconds(*commands):
    """Of commands that run at the same time, until the last has ended."""
    begun = time.monotonic()
    running = [subprocess.Popen(c, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for c in commands]
    for process in running:
        error = process.communicate()[1]
        if process.returncode:
            raise SystemExit(error.decode())
    return time.monotonic() - begun


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--draws", default="400")
    options.add_argument("--spec", default=str(HOME / "experiments/digits-mlp.yaml"))
    options.add_argument("--spark", action="store_true")
    asked = options.parse_args()
    os.environ["CUSP_BUILD"] = "no"
    with tempfile.TemporaryDirectory() as folder:
        trained = pathlib.Path(folder) / "trained"
        seconds([CUSP, "train", asked.spec, "--out", str(trained)])
        draws = {}

        def measure(name, *mores):
            run = pathlib.Path(folder) / name.replace(" ", "-")
            shutil.copytree(trained, run)
            settings = ["--sampler", "hmc", "--draws", asked.draws, "--chains", "4", "--seed", "1", "--threads", "1"]
            taken = seconds(*([CUSP, "llc", str(run), *settings, *more] for more in mores))
            kept = {file.parent.name: file.read_bytes() for file in sorted(run.glob("llc/*/draws.npz"))}
            draws.setdefault("first", kept)
            assert kept and kept == draws["first"], name + ": other bits"
            return taken

        rows = [("processes", measure("one process", ["--alone"]), measure("two processes", ["--shard", "1/2"], ["--shard", "2/2"]))]
        if asked.spark:
            spark = [["--on", "spark", "--master", f"local[{k}]"] for k in (1, 2)]
            rows.append(("tasks of Spark", measure("one task", spark[0]), measure("two tasks", spark[1])))
        print("| workers | one, s | two, s | times quicker |\n|---|---|---|---|")
        for name, one, two in rows:
            print(f"| {name} | {one:.1f} | {two:.1f} | {one / two:.2f} |")


main()
