#!/usr/bin/env python3
"""Collects the rounds of `benchmarks/speed` into a table and benchmarks/speed.json."""

import json
import os
import platform
import statistics
import sys


def processor():
    with open("/proc/cpuinfo") as lines:
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))


def main():
    rounds = [json.loads(line) for line in open(sys.argv[1])]
    result = {"command": "benchmarks/speed", "machine": {}, "cases": {}}
    result["machine"] = {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform(),
                         "load": os.getloadavg()[0]}
    for case in dict.fromkeys(r["case"] for r in rounds):
        mine = [r for r in rounds if r["case"] == case]
        ratios = [r["cusp"]["chainStepsPerSecond"] / max(r["torch"]["oneByOne"], r["torch"]["allAtOnce"])
                  for r in mine]
        median = lambda values: statistics.median(values)
        result["cases"][case] = {
            "cusp": median([r["cusp"]["chainStepsPerSecond"] for r in mine]),
            "torchOneByOne": median([r["torch"]["oneByOne"] for r in mine]),
            "torchAllAtOnce": median([r["torch"]["allAtOnce"] for r in mine]),
            "ratioToFasterTorch": {"median": median(ratios), "all": ratios},
            "rounds": mine,
        }
        row = result["cases"][case]
        print(f"{case}: Cusp {row['cusp']:.1f} chain-steps/s, PyTorch {row['torchOneByOne']:.1f} one by one, "
              f"{row['torchAllAtOnce']:.1f} at once: ratio {row['ratioToFasterTorch']['median']:.2f} "
              f"({', '.join(f'{x:.2f}' for x in ratios)})")
    with open(sys.argv[2], "w") as out:
        json.dump(result, out, indent=2)
        out.write("\n")


main()
