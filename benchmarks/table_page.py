"""The page benchmarks/README.md, from benchmarks/table.json."""

import collections
import math
import statistics

Case = collections.namedtuple("Case", "letter name text torch floor")

# What is asked: times PyTorch, share of the floor.
CASES = [
    Case("a", "monomial", "w1 w2^2, 1,024 chains, batch 500", 30, None),
    Case("b", "reduced-rank", "reduced rank 5-4-5, 64 chains, batch 500", 50, None),
    Case("c", "dln", "deep linear 4 x (50 x 50), 16 chains, batch 500", 8, 0.70),
    Case("d", "digits", "64-32-10 tanh, 16 chains, all of 1,400", 4, 0.50),
    Case("e", "mlp", "784-1024-1024-10, 4 chains, batch 512", 2.4, 0.85),
    Case("e", "mlp-1", "784-1024-1024-10, 1 chain, batch 512", 2.0, 0.80),
    Case("f", "dln-10", "deep linear 10 x (300 x 300), 4 chains, batch 500", 1.5, 0.80),
    Case("g", "train-digits", "training of 64-32-10 by Adam, batch 128", 1.3, None),
    Case("g", "train-mlp", "training of 784-1024-1024-10 by Adam, batch 512", 1.3, None),
    Case("h", "lenet", "LeNet, 4 chains, batch 512", 2, None),
    Case("i", "transformer", "two-layer transformer, width 64, 4 chains, 256 sequences of 16", 2, None),
]

HEAD = """# Speed

Made by `benchmarks/table`; the numbers are in [table.json](table.json). Steps of a chain per second, SGLD through the code
that estimates an LLC with a draw at every step, beside PyTorch doing the same steps without draws, in the faster of two
ways: chain after chain, or all chains in one batched product, with one thread of OpenBLAS or as many as its own. All take turns, and a ratio is the median of
the ratios of a round: a busy machine changes the rates, hardly the ratios. *Of floor*: the same number of steps' bare
products by OpenBLAS, in the same process and on as many threads, takes this share of our time (dense networks: products of
the same shapes; LeNet and transformer: products of 128 x 128 with as many operations; a and b: a copy of the batch). *Floor / PyTorch*: what the first ratio would be
if nothing but the floor took time; where it is below what is asked, no code on the same products gets there. Linear networks
(b, c, f) go through a batch by its second moments, with fewer products than the floor has. **Bold**: behind what is asked.

"""

GROWTH = {
    "chains": "64-32-10 tanh, batch 128, 2 threads",
    "parameters": "64-h-h-10 tanh, batch 64, 4 chains, 2 threads",
    "data": "64-32-10 tanh, a gradient of all data at each step, 4 chains, 2 threads",
}


def significant(x, digits=2):
    if x is None or not math.isfinite(x):
        return ""
    places = max(0, digits - 1 - math.floor(math.log10(abs(x)))) if x else 0
    return f"{round(x, digits - 1 - math.floor(math.log10(abs(x)))) if x else 0:,.{places}f}"


def marked(x, target):
    text = significant(x)
    return f"**{text}**" if text and target is not None and x < target else text


def row(case, threads, measured):
    turns = measured["turns"]
    javas = [name for name in ("java17", "java25") if name in turns]
    median = lambda values: statistics.median(values)
    rate = lambda name: median([turn["rate"] for turn in turns[name]]) if name in turns else None
    against, share = {}, {}
    for name in javas:
        share[name] = median([turn["rate"] / turn["floor"] for turn in turns[name]])
        if "torch" in turns:
            against[name] = median([ours["rate"] / theirs["rate"] for ours, theirs in zip(turns[name], turns["torch"])])
    asked = threads == "2"
    cells = [f"({case.letter}) `{case.name}`", threads]
    cells += [significant(rate(name), 3) if name in turns else "" for name in ("java17", "java25", "torch")]
    cells += [marked(against.get(name), case.torch if asked else None) for name in ("java17", "java25")]
    cells += [str(case.torch)]
    cells += [significant(median([o["floor"] / t["rate"] for o, t in zip(turns[javas[0]], turns["torch"])])) if javas and "torch" in turns else ""]
    cells += [marked(share.get(name), case.floor if asked else None) for name in ("java17", "java25")]
    cells += ["" if case.floor is None else str(case.floor)]
    known = measured["known"][javas[0]] if javas else {}
    cells += [significant(known["bytes"] / known["parameters"] / known["chains"], 3) if "bytes" in known else ""]
    return "| " + " | ".join(cells) + " |"


def table(kept):
    lines = [
        "| case | threads | Java 17 | Java 25 | PyTorch | 17 / PyTorch | 25 / PyTorch | asked | floor / PyTorch | 17 of floor | 25 of floor |"
        " asked | bytes per parameter and chain |",
        "|---" * 13 + "|",
    ]
    for case in CASES:
        for threads, measured in sorted(kept["cases"].get(case.name, {}).items()):
            lines.append(row(case, threads, measured))
    lines += [""] + [f"- ({case.letter}) `{case.name}`: {case.text}" for case in CASES]
    lines += ["", "Bytes are tensors that grow with the chains: parameters, gradients, batches, activations; data and w* are shared.",
              "Of a training steps are timed, not its beginning. What is asked is asked of two threads."]
    return lines


def slope(rows, field):
    """Exponent of growth over the last tenfold of sizes."""
    last = rows[-1]
    before = max((r for r in rows if r["size"] <= last["size"] / 3), key=lambda r: r["size"], default=None)
    if before is None:
        return None
    return math.log(last[field] / before[field]) / math.log(last["size"] / before["size"])


def growth(kept):
    lines = []
    for what, text in GROWTH.items():
        rows = kept["growth"].get(what)
        if not rows:
            continue
        first, last = rows[0], rows[-1]
        power = {field: slope(rows, field) for field in ("secondsOfChainStep", "peakBytes")}
        said = [f"{text}: a step of one chain takes {significant(1e6 * first['secondsOfChainStep'])} microseconds at"
                f" {first['size']:,} and {significant(1e6 * last['secondsOfChainStep'])} at {last['size']:,}"]
        if power["secondsOfChainStep"] is not None:
            said.append(f" (at the end as size^{power['secondsOfChainStep']:.2f})")
        said.append(f"; the process needs {significant(first['peakBytes'] / 2**20)} and"
                    f" {significant(last['peakBytes'] / 2**20)} MiB, {significant(last['peakBytes'] / last['size'])} bytes for each.")
        lines += [f"### {what.capitalize()}", "", "".join(said), "",
                  f"![time against {what}](growth-{what}-time.svg)", "", f"![memory against {what}](growth-{what}-memory.svg)", ""]
    found = kept.get("largest")
    if found:
        lines += [f"### The largest model in {found['gib']:g} GiB", "",
                  f"{found['parameters']:,} parameters with 4 chains: {found['secondsOfChainStep']:.2g} s for a step of a chain,"
                  f" {found['peakBytes'] / 2**30:.1f} GiB at the peak.", ""]
    return lines


def stated(kept):
    of = kept["machine"]
    loads = [m["load"] for case in kept["cases"].values() for m in case.values()]
    revisions = sorted({m["revision"] for case in kept["cases"].values() for m in case.values()})
    busy = f" Load of the machine meanwhile: {min(loads):.1f} to {max(loads):.1f}." if loads else ""
    return [f"{of['processor']}, {of['cores']} cores, {of['system']}; revision {', '.join(revisions) or 'none'}.{busy}", ""]


def page(kept):
    lines = stated(kept) + table(kept)
    grown = growth(kept)
    if grown:
        lines += ["", "## How time and memory grow", ""] + grown
    lines += ["", "## Other measurements", "",
              "`./cusp bench --check` holds each hot kernel against [baseline.json](baseline.json); [gpu](gpu/README.md) has the GPU,",
              "`benchmarks/gradients` gradients alone, [scales.md](scales.md) volumes and spectra, `benchmarks/halved` seconds to a",
              "2% LLC beside an older revision, [resuming.md](resuming.md) what it costs that work can go on.", ""]
    return HEAD + "\n".join(lines)
