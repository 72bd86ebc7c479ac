"""Runs `cusp spectrum` and `cusp volume` on the worked examples and compares lambda and m with the exact answers.

    python3 benchmarks/scales.py            # all: writes benchmarks/scales.md
    python3 benchmarks/scales.py networks   # one of: networks, planar, volume; prints only

Standard library only. The planar examples stand in the tests of package gold, the networks are those of up to 300
parameters among the worked examples of M. Aoyagi, Neural Networks 172 (2024) 106132 and of reduced-rank regression.
"""

import json
import pathlib
import subprocess
import sys

HOME = pathlib.Path(__file__).resolve().parent.parent

PLANAR = [
    "x^2*y^2",
    "x^2*y^4",
    "x^2+y^2",
    "x^2+y^4",
    "(x^2+y^2)^2",
    "x^2*y^2*(x^2+y^2)",
    "x^6+x^2*y^2+y^6",
    "x^4+x^2*y^2+y^4",
    "x^4+x^2*y^6+y^10",
    "(x+y)^2",
    "(y-x^2)^2",
    "(y-x^2)^2+x^6",
    "(y-x^2)^2+x^4",
    "(x^2-y^2)^2",
    "(x^2-y^3)^2",
    "((y-x^2)*(y-2*x^2))^2",
    "(y*(y-x^2))^2",
    "x^2*(y-x)^2",
    "(x*y*(x+y))^2",
]

NETWORKS = [
    ("1x1x1", 0),
    ("1x1x1x1", 0),
    ("1x1x1x1x1", 0),
    ("3x1x3", 0),
    ("2x2x2", 0),
    ("2x2x2x2", 0),
    ("2x2x2x2x2", 0),
    ("3x3x3", 0),
    ("3x3x3x3", 0),
    ("3x3x3x3", 1),
    ("3x2x3", 1),
    ("6x4x6", 3),
    ("5x5x5x5", 2),
    ("10x8x6x9x10", 4),
]

SUITES = {
    "networks": ("spectrum", [f"dln:widths={widths},rank={rank}" for widths, rank in NETWORKS], 0.03),
    "planar": ("spectrum", [f"polynomial:{k}" for k in PLANAR], 0.03),
    "volume": ("volume", [f"polynomial:{k}" for k in PLANAR], 0.05),
}


def result(command, target):
    run = subprocess.run(
        [HOME / "cusp", command, target, "--json"], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(run.stdout)


def suite(name):
    command, targets, tolerance = SUITES[name]
    lines = [
        f"## `cusp {command}`: {name}",
        "",
        "| target | exact lambda, m | fitted lambda | off | fitted m (probability) | seconds |",
        "|---|---|---|---|---|---|",
    ]
    near = right = 0
    for target in targets:
        found = result(command, target)
        exact = found["exact"]
        value, se = found["lambda"]["value"], found["lambda"]["se"]
        off = value / exact["lambdaValue"] - 1
        m = found["multiplicity"]
        near += abs(off) <= tolerance
        right += m == exact["multiplicity"]
        lines.append(
            f"| `{target.split(':', 1)[1]}` | {exact['lambda']}, {exact['multiplicity']} | {value:.5f} +- {se:.2g}"
            f" | {100 * off:+.2f}% | {m} ({found['multiplicityProbability'][m - 1]:.2f}) | {found['seconds']:.1f} |"
        )
        print(lines[-1], file=sys.stderr, flush=True)
    total = len(targets)
    lines += ["", f"lambda within {tolerance:.0%}: {near} of {total}; m right: {right} of {total}.", ""]
    return "\n".join(lines)


def main():
    chosen = sys.argv[1:] or list(SUITES)
    text = "\n".join(suite(name) for name in chosen)
    if len(sys.argv) > 1:
        print(text)
    else:
        head = "# lambda and m recovered from scales, by `python3 benchmarks/scales.py`\n\nSeed 1, two cores.\n\n"
        (HOME / "benchmarks" / "scales.md").write_text(head + text)


if __name__ == "__main__":
    main()
