#!/usr/bin/env python3
"""Solves the single instances of BERT-Huge on env-a, batch 32, under every formulation on every solver.

usage: python3 benches/formulations.py [--program target/release/uniap] [--limit 10] [--formulations flow,paper]
                                       [--backends highs,scip,clarabel]

Build the program with every backend first (`cargo xtask test` does). The gap asked for is 1e-4. Each entry is the
solver's time on the wall and, in brackets, the seconds that the whole process spent on all cores: the first is what one
waits for, the second does not suffer from what else the machine does. A run that the limit stopped shows its gap, or
that no plan was found. Answers that contradict each other end the script.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile

STAGES = [2, 4, 8]
MICRO_BATCHES = [2, 4, 8, 16, 32]
FORMULATIONS = ["flow-count", "flow-class", "flow", "assignment", "paper"]
BACKENDS = ["highs", "scip", "clarabel"]
GAP = 1e-4


def solve(program, path, backend, flags):
    """The answer for the file at `path`, and the seconds of all cores that it took."""
    arguments = [program, "solve", path, "--backend", backend, "--json", *flags]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 4):
        raise SystemExit(f"{' '.join(arguments)}: {errors.decode()}")
    return json.loads(output), usage.ru_utime + usage.ru_stime


def entry(answer, busy, limit):
    """How one run is shown."""
    if answer["status"] == "optimal":
        return f"{answer['seconds']:.2f} s ({busy:.2f})"
    if answer["objective"] is None:
        return f"> {limit:g} s, no plan"
    return f"> {limit:g} s, gap {100 * answer['gap']:.2g} %"


def contradicts(answer, truth):
    """True where `answer` claims what the proven optimum `truth` refutes; rounding is allowed for."""
    slack = 1e-6 * truth
    found, bound = answer["objective"], answer["bound"]
    if bound is not None and bound > truth + slack:
        return True
    if found is None:
        return False
    return found < truth - slack or (answer["status"] == "optimal" and found > truth * (1 + GAP) + slack)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/uniap")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for each run")
    parser.add_argument("--formulations", default=",".join(FORMULATIONS))
    parser.add_argument("--backends", default=",".join(BACKENDS))
    options = parser.parse_args()
    backends = options.backends.split(",")
    with tempfile.TemporaryDirectory() as folder:
        instances = []
        for stages in STAGES:
            for micro_batches in MICRO_BATCHES:
                path = os.path.join(folder, f"{stages}x{micro_batches}.instance.json")
                shape = ["--stages", str(stages), "--micro-batches", str(micro_batches)]
                workload = ["--model", "bert-huge", "--cluster", "env-a", "--batch", "32"]
                subprocess.run([options.program, "instance", *workload, *shape, "-o", path], check=True)
                truth, _ = solve(options.program, path, "exact", [])
                instances.append((f"{stages} x {micro_batches}", path, truth["objective"]))
        for formulation in options.formulations.split(","):
            print(f"## `{formulation}`\n")
            print("| stages x micro-batches | time per iteration | " + " | ".join(backends) + " |")
            print("|---" * (2 + len(backends)) + "|")
            flags = ["--formulation", formulation, "--gap", str(GAP), "--time-limit", str(options.limit)]
            walls, works = {backend: [] for backend in backends}, {backend: [] for backend in backends}
            for name, path, truth in instances:
                row = [name, f"{truth:.6f} s"]
                for backend in backends:
                    answer, busy = solve(options.program, path, backend, flags)
                    if contradicts(answer, truth):
                        raise SystemExit(f"{formulation} on {backend} says {answer}, and the optimum is {truth}")
                    stopped = answer["status"] != "optimal"
                    walls[backend].append(float("inf") if stopped else answer["seconds"])
                    works[backend].append(float("inf") if stopped else busy)
                    row.append(entry(answer, busy, options.limit))
                print("| " + " | ".join(row) + " |", flush=True)
            for label, summary in [("median", statistics.median), ("worst", max)]:
                row = [label, ""]
                for backend in backends:
                    wall, work = summary(walls[backend]), summary(works[backend])
                    row.append(f"> {options.limit:g} s" if wall == float("inf") else f"{wall:.2f} s ({work:.2f})")
                print("| " + " | ".join(row) + " |", flush=True)
            print()


if __name__ == "__main__":
    main()
