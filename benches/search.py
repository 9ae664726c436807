#!/usr/bin/env python3
"""Times whole searches, process start to end, and prints them as a table.

usage: python3 benches/search.py [target/release/uniap]

Build the program with every backend first (`cargo xtask test` does). Medians of some runs; memory is the peak of the
process. Machines are noisy: compare rows of one run with each other.
"""
import json
import os
import statistics
import subprocess
import sys
import time

WORKLOADS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "datasets", "workloads.json")
with open(WORKLOADS, encoding="utf-8") as file:
    WORKS = [(work["model"], work["cluster"], work["batch"]) for work in json.load(file)["workloads"]]
FIVE, OTHERS = WORKS[:5], WORKS[5:]

RUNS = [
    *[(*work, ["--backend", "exact"], 9) for work in FIVE],
    *[(*work, ["--backend", "exact"], 3) for work in OTHERS],
    *[(*work, ["--backend", backend], 1) for backend in ("highs", "scip", "clarabel") for work in FIVE + OTHERS],
    ("gpt3-175b", "a100-80gb-x1024", 1536, ["--schedule", "gpipe"], 3),
    ("gpt3-175b", "a100-80gb-x1024", 1536, ["--schedule", "1f1b"], 3),
    ("gpt-1t", "a100-80gb-x3072", 3072, ["--schedule", "gpipe"], 3),
    ("gpt-1t", "a100-80gb-x3072", 3072, ["--schedule", "1f1b"], 3),
]


def measure(program, arguments, repeats):
    """Median seconds, peak MB and the answer of `repeats` runs."""
    seconds, peak, answer = [], 0.0, None
    for _ in range(repeats):
        start = time.perf_counter()
        process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        answer = json.loads(process.stdout.read())
        _, _, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss * 1024 / 1e6)
    return statistics.median(seconds), peak, answer


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/uniap"
    print("| workload | flags | time | peak memory | status | time per iteration | stages x micro-batches |")
    print("|---|---|---|---|---|---|---|")
    for model, cluster, batch, flags, repeats in RUNS:
        arguments = ["plan", "--model", model, "--cluster", cluster, "--batch", str(batch), "--json", *flags]
        seconds, peak, plan = measure(program, arguments, repeats)
        shape, objective = "–", "–"
        if plan["objective"] is not None:
            objective = f"{plan['objective']:.4f} s"
            shape = f"{plan['stages']} x {plan['micro_batches']}"
        name = f"{model} / {cluster} / {batch}"
        row = [name, " ".join(flags) or "–", f"{seconds * 1000:.0f} ms", f"{peak:.0f} MB", plan["status"], objective, shape]
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
