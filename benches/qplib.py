#!/usr/bin/env python3
"""Compares bounds on binary quadratic models: SCIP as it comes, on the raw file, against the best ways of uniap.

usage: python3 benches/qplib.py FOLDER [target/release/uniap] [SECONDS]

FOLDER holds QPLIB_*.qplib and best-known.csv (columns instance and best_in_this_file), all minimisations. Build the program
with every backend first (`cargo xtask test` does). Both runs of a model go side by side, each on one thread, for SECONDS (60)
of wall time, so that they share whatever else the machine does. The remaining gap is |best known - bound|. SCIP's only
changes from its defaults are the time limit, that time is that of the clock, and silence; its quadratic objective stands
in a row, as SCIP's own readers put it.
"""
import csv
import json
import os
import subprocess
import sys

RAW = ["--backend", "scip", "--gap", "0", "--set", "scip:numerics/feastol=1e-6"]

# What is asked for beside `--backend highs`; nothing where the chain that is found by itself is the best.
WAYS = {
    "QPLIB_2512": ["--bound", "rlt-bound", "--linearize", "fortet"],
    "QPLIB_3587": ["--bound", "rlt-bound", "--linearize", "rlt"],
    "QPLIB_7144": ["--bound", "rlt-bound", "--linearize", "glover"],
}


def start(program, path, flags, seconds):
    command = [program, "solve", path, "--threads", "1", "--time-limit", str(seconds), "--json", "--explain", *flags]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process, name, best):
    """The answer, and the chain from what `--explain` says; refuses what is on the wrong side of the best known value."""
    out, err = process.communicate()
    if not out:
        sys.exit(f"{name}: no answer: {err}")
    answer = json.loads(out)
    slack = 1e-6 * max(1.0, abs(best))
    if answer["bound"] is not None and answer["bound"] > best + slack:
        sys.exit(f"{name}: the bound {answer['bound']} is above the best known value {best}")
    if answer["objective"] is not None and answer["objective"] < best - slack:
        sys.exit(f"{name}: the value {answer['objective']} is below the best known value {best}")
    lines = [line.removeprefix("explain: ") for line in err.splitlines() if line.startswith("explain: ")]
    steps = [line.split(":")[0] for line in lines if ":" in line and not line.startswith(("model:", " "))]
    return answer, steps


def number(value):
    return "–" if value is None else f"{value:,.2f}".removesuffix(".00")


def main():
    folder = sys.argv[1]
    program = sys.argv[2] if len(sys.argv) > 2 else "target/release/uniap"
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 60.0
    with open(os.path.join(folder, "best-known.csv"), newline="", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["instance"])
    print("| model | best known | SCIP raw: value | bound | gap | ours: chain, backend | value | bound | gap | ratio | time |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    smaller = half = 0
    for row in rows:
        name, best = row["instance"], float(row["best_in_this_file"])
        path = os.path.join(folder, name + ".qplib")
        raw = start(program, path, RAW, seconds)
        ours = start(program, path, ["--backend", "highs", *WAYS.get(name, [])], seconds)
        raw, _ = finish(raw, name, best)
        ours, steps = finish(ours, name, best)
        gaps = [float("inf") if answer["bound"] is None else abs(best - answer["bound"]) for answer in (raw, ours)]
        ratio = gaps[1] / gaps[0] if gaps[0] > 0 else float("nan")
        # A gap within rounding of the best known value is closed.
        smaller += gaps[1] < gaps[0]
        half += gaps[1] < gaps[0] / 2
        asked = " (asked for)" if name in WAYS else ""
        cells = [name, number(best), number(raw["objective"]), number(raw["bound"]), number(gaps[0])]
        cells += [f"{' + '.join(steps)}, highs{asked}", number(ours["objective"]), number(ours["bound"])]
        cells += [number(gaps[1]), f"{ratio:.3f}", f"{ours['seconds']:.1f} s"]
        print("| " + " | ".join(cells) + " |", flush=True)
    print(f"\nThe gap is smaller than SCIP's on {smaller} of {len(rows)}, less than half of it on {half}.")


if __name__ == "__main__":
    main()
