"""Simulates a run of many checkpoints on many cores from measured piece times.

    ./cusp llc RUN --alone --sampler hmc --draws 400 --threads 1      # makes the times
    python3 benchmarks/spread.py RUN                                  # prints the table of docs/cluster.md

Options: --checkpoints 10000 --chains 20 --cores 1000 --seed 1. numpy only.

A piece is a checkpoint. Its time is one of those in RUN/llc/step-*/estimate.json, chosen at random, times the ratio of chains. What is not measured is said in
ASSUMED, and so in the table.
"""

import argparse
import heapq
import json
import pathlib

import numpy as np

ASSUMED = {
    # Before a piece begins: a share of a run of 10,000 checkpoints takes 0.5 s more than one of 5, the rest of it is reading.
    "start": 1.0,
    # Cores that work at a third of the speed: a machine that throttles or swaps.
    "slow share": 0.01,
    "slow factor": 3.0,
    # Tasks that the driver of Spark starts in a second.
    "launches": 1500.0,
    # Spark 4's own: of the tasks done before others are speculated, and how much longer than their median these take.
    "quantile": 0.9,
    "multiplier": 3.0,
    "least": 30.0,
}


def times_of(run, chains):
    """Seconds of each measured piece, for so many chains, and the bytes that it leaves."""
    seconds, sizes = [], []
    for file in sorted(run.glob("llc/step-*/estimate.json")):
        estimate = json.loads(file.read_text())
        draws = file.with_name("draws.npz")
        seconds.append(estimate["seconds"] * chains / estimate["plan"]["chains"])
        sizes.append((file.stat().st_size, draws.stat().st_size * chains / estimate["plan"]["chains"]))
    if not seconds:
        raise SystemExit(f"{run}: no estimates there; the comment at the top has the command")
    return np.array(seconds), np.array(sizes).mean(axis=0)


def greedy(times, speeds, gap=0.0):
    """Each piece in turn to the core that is free first; the driver starts one every `gap` seconds."""
    free = [(0.0, core) for core in range(len(speeds))]
    heapq.heapify(free)
    ends, last = np.empty(len(times)), -gap
    for i, seconds in enumerate(times):
        at, core = heapq.heappop(free)
        last = max(at, last + gap)
        ends[i] = last + seconds / speeds[core]
        heapq.heappush(free, (ends[i], core))
    return ends.max()


def shards(times, speeds):
    """Share i of N has every N-th piece, and a core of its own."""
    count = len(speeds)
    return max(times[i::count].sum() / speeds[i] for i in range(count))


def speculated(times, speeds, gap):
    """Spark: in order, and when nothing waits, second attempts of slow pieces on free cores; the first end counts."""
    waiting = list(range(len(times)))[::-1]
    running, copies, durations = {}, {}, []
    events, last, second = [], 0.0, 0
    idle = list(range(len(speeds)))[::-1]
    now, checks = 0.0, False

    def start(piece, core):
        nonlocal last
        last = max(now, last + gap)
        running.setdefault(piece, last)
        copies[piece] = copies.get(piece, 0) + 1
        heapq.heappush(events, (last + times[piece] / speeds[core], piece, core))

    while waiting or running:
        while idle and waiting:
            start(waiting.pop(), idle.pop())
        if idle and not checks and len(durations) >= ASSUMED["quantile"] * len(times):
            limit = max(ASSUMED["multiplier"] * np.median(durations), ASSUMED["least"])
            late = [piece for piece in running if copies[piece] == 1]
            over = [piece for piece in late if now - running[piece] > limit]
            for piece in over[: len(idle)]:
                second += 1
                start(piece, idle.pop())
            if len(late) > len(over):
                # Spark looks ten times a second; here it does when the next becomes late.
                heapq.heappush(events, (min(running[p] for p in late if p not in over) + limit + 0.1, -1, -1))
                checks = True
        at, piece, core = heapq.heappop(events)
        now = max(now, at)
        if piece < 0:
            checks = False
            continue
        idle.append(core)
        if piece in running:
            durations.append(at - running.pop(piece))
    return now, second


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--checkpoints", type=int, default=10_000)
    parser.add_argument("--chains", type=int, default=20)
    parser.add_argument("--cores", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = np.random.default_rng(asked.seed)
    measured, (estimate, draws) = times_of(asked.run, asked.chains)
    times = random.choice(measured, asked.checkpoints) + ASSUMED["start"]
    even = np.ones(asked.cores)
    uneven = np.where(random.random(asked.cores) < ASSUMED["slow share"], 1 / ASSUMED["slow factor"], 1.0)
    gap = 1 / ASSUMED["launches"]
    print(
        f"{asked.checkpoints} checkpoints x {asked.chains} chains on {asked.cores} cores; measured pieces: {len(measured)},"
        f" {measured.min():.3g} to {measured.max():.3g} s, mean {measured.mean():.3g}\n"
    )
    print("| how | all cores alike | one in a hundred three times slower |")
    print("|---|---|---|")

    def row(name, of):
        cells = []
        for speeds in (even, uneven):
            found = of(speeds)
            found, more = found if isinstance(found, tuple) else (found, None)
            ideal = max(times.sum() / speeds.sum(), times.max())
            text = f"{found:.0f} s, {found / ideal:.3f}"
            cells.append(text if more is None else f"{text} ({more} second attempts)")
        print(f"| {name} | " + " | ".join(cells) + " |")

    row("ideal: all work over all cores", lambda speeds: max(times.sum() / speeds.sum(), times.max()))
    row("longest first, times known", lambda speeds: greedy(np.sort(times)[::-1], speeds))
    row(f"{asked.cores} shares (`--shard I/{asked.cores}`)", lambda speeds: shards(times, speeds))
    row("Spark, in order", lambda speeds: greedy(times, speeds, gap))
    row("Spark, with second attempts", lambda speeds: speculated(times, speeds, gap))

    checkpoint = max(file.stat().st_size for file in asked.run.glob("checkpoints/*.safetensors"))
    pieces, mb = asked.checkpoints, 1e6
    print("\n| bytes | of a piece | of all |\n|---|---|---|")
    for name, size in [
        ("checkpoint, read once", checkpoint),
        ("draws and estimate, written once", estimate + draws),
        ("plan.json, read by each (161 bytes a checkpoint)", 161 * pieces),
        ("answer to the driver (1,367 to 1,453 bytes in the log of an executor)", 1450),
    ]:
        print(f"| {name} | {size / 1e3:.3g} kB | {size * pieces / mb:.3g} MB |")
    rate = asked.cores / times.mean()
    print(
        f"\nTasks begin at {rate:.3g} a second; the driver starts {ASSUMED['launches']:.0f} and would hold {asked.cores} cores"
        f" up if a piece took less than {asked.cores / ASSUMED['launches']:.2g} s, or this cluster from"
        f" {ASSUMED['launches'] * times.mean():.3g} cores on."
    )


if __name__ == "__main__":
    main()
