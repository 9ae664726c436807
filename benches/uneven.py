#!/usr/bin/env python3
"""What stages of two widths gain: `--search full` beside `--search uneven`, as a table.

usage: python3 benches/uneven.py [target/release/uniap]

One run each; times are those of the whole process.
"""
import json
import subprocess
import sys
import time

RUNS = [
    ("bert-huge", "env-a", 32, []),
    ("t5-large", "env-a", 16, []),
    ("swin-huge", "env-a", 128, []),
    ("vit-huge", "env-b", 64, []),
    ("llama-7b", "env-c", 8, []),
    ("bert-huge", "env-b", 16, []),
    ("t5-large-16", "env-b", 8, []),
    ("swin-huge", "env-b", 32, []),
    ("llama-7b", "env-e", 32, []),
    ("bert-huge", "env-b", 16, ["--devices", "7"]),
    ("bert-huge", "env-a-e", 32, []),
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
