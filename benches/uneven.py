#!/usr/bin/env python3
"""What stages of two widths gain: `--search full` beside `--search uneven`, as a table.

usage: python3 benches/uneven.py [target/release/uniap]

One run each; times are those of the whole process.
"""
import json
import os
import subprocess
import sys
import time

WORKLOADS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "datasets", "workloads.json")
with open(WORKLOADS, encoding="utf-8") as file:
    WORKS = [(work["model"], work["cluster"], work["batch"], []) for work in json.load(file)["workloads"]]

RUNS = [
    *[work for work in WORKS if work[0] != "llama-13b"],  # nothing fits that one's cluster
    ("bert-huge", "env-b", 16, ["--devices", "7"]),
    ("bert-huge", "env-a-e", 32, []),
    ("clip-vit-l-14", "env-b", 128, []),
    ("llama-13b", "env-e", 32, ["--schedule", "1f1b"]),
    ("gpt3-175b", "a100-80gb-x1024", 1536, ["--schedule", "1f1b"]),
]


def search(program, model, cluster, batch, flags, scope):
    """The plan and how long the program took."""
    start = time.perf_counter()
    line = [program, "plan", "--model", model, "--cluster", cluster, "--batch", str(batch), "--json", "--search", scope]
    done = subprocess.run([*line, *flags], stdout=subprocess.PIPE, check=False)
    return json.loads(done.stdout), time.perf_counter() - start


def shape(plan):
    """Devices by stage, and micro-batches."""
    widths = plan.get("division") or f"{plan['stages']}x{len(plan['devices'][0])}"
    return f"{widths}, {plan['micro_batches']}"


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/uniap"
    print("| workload | full: time per iteration | stages x devices, micro-batches | took | candidates "
          "| uneven: time per iteration | stages x devices, micro-batches | took | candidates | gain |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for model, cluster, batch, flags in RUNS:
        row, found = [" ".join([f"{model} / {cluster} / {batch}", *flags])], []
        for scope in ("full", "uneven"):
            plan, seconds = search(program, model, cluster, batch, flags, scope)
            found.append(plan["objective"])
            answer = [plan["status"], "–"] if found[-1] is None else [f"{found[-1]:.4f} s", shape(plan)]
            row += [*answer, f"{seconds:.2f} s", str(len(plan["candidates"]))]
        row.append(f"{(1 - found[1] / found[0]) * 100:.1f} %" if None not in found else "–")
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
