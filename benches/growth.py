#!/usr/bin/env python3
"""How planning grows with layers, devices and strategies: tables, and a plot.

usage: python3 benches/growth.py [target/release/uniap] [-o plot.svg]

Whole processes, the whole search with 1F1B, by `exact`. Work is the time of all threads in user mode, which a busy
machine disturbs least; memory is the peak of the process. The model is gpt3-175b with another number of decoder layers,
the cluster that of a100-80gb-x1024 with another number of nodes of eight. Strategies grow with the devices of a stage:
one subproblem of two stages on ever more devices.
"""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAYERS = [32, 64, 128, 256, 512, 1024]
DEVICES = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]
WIDTHS = [4, 8, 16, 64, 256, 1024, 2048]


def dataset(kind, name):
    return json.loads((ROOT / "datasets" / kind / f"{name}.json").read_text())


def measure(program, arguments):
    """Seconds, seconds of work, peak MB and the answer of one run."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([program, *arguments], stdout=out)
        _, _, usage = os.wait4(process.pid, 0)
        out.seek(0)
        answer = json.loads(out.read())
    return usage.ru_utime, usage.ru_maxrss * 1024 / 1e6, answer


def model(folder, decoders):
    """A file of the model with so many decoder layers."""
    content = dataset("models", "gpt3-175b")
    content["name"] = f"gpt-{decoders}"
    next(entry for entry in content["layers"] if entry["type"] == "decoder")["count"] = decoders
    path = folder / f"{decoders}.model.json"
    path.write_text(json.dumps(content))
    return str(path)


def cluster(folder, devices):
    """A file of the cluster with so many devices."""
    content = dataset("clusters", "a100-80gb-x1024")
    content["name"] = f"a100-x{devices}"
    group = content["nodes"][0]
    group["devices"], group["nodes"] = min(8, devices), max(1, devices // 8)
    path = folder / f"{devices}.cluster.json"
    path.write_text(json.dumps(content))
    return str(path)


def plan(program, model_file, cluster_file, batch):
    arguments = ["--model", model_file, "--cluster", cluster_file, "--batch", str(batch), "--schedule", "1f1b", "--json"]
    return measure(program, ["plan", *arguments])


def table(title, first, rows):
    print(f"\n## {title}\n")
    print(f"| {first} | work | peak memory | status | time per iteration | stages x micro-batches | candidates |")
    print("|---|---|---|---|---|---|---|")
    for x, (work, peak, answer) in rows:
        shape = f"{answer['stages']} x {answer['micro_batches']}" if answer["objective"] else "–"
        objective = f"{answer['objective']:.4f} s" if answer["objective"] else "–"
        cells = [x, f"{work:.2f} s", f"{peak:.0f} MB", answer["status"], objective, shape, len(answer["candidates"])]
        print("| " + " | ".join(map(str, cells)) + " |")


def strategies(program, folder):
    """Rows of one subproblem by the number of strategies of a layer."""
    rows = []
    for width in WIDTHS:
        devices, path = 2 * width, folder / f"{width}.instance.json"
        workload = ["--model", "gpt3-175b", "--cluster", cluster(folder, devices), "--batch", str(4 * width)]
        subprocess.run(
            [program, "instance", *workload, "--stages", "2", "--micro-batches", "2", "--schedule", "1f1b",
             "--memory-limit", "20TB", "-o", str(path)], check=True)
        instance = json.loads(path.read_text())
        count = max(len(layer["strategies"]) for layer in instance["layers"])
        rows.append((count, devices, *measure(program, ["solve", str(path), "--backend", "exact", "--json"])))
    return rows


def plot(path, series):
    """A log-log plot of work over size: one line for each series."""
    width, height, margin = 720, 420, 60
    points = [(x, max(y, 0.01)) for _, rows in series for x, y in rows]
    low = [math.floor(math.log10(min(p[i] for p in points))) for i in (0, 1)]
    high = [math.ceil(math.log10(max(p[i] for p in points))) for i in (0, 1)]

    def at(x, y):
        fraction = [(math.log10(v) - low[i]) / (high[i] - low[i]) for i, v in enumerate((x, max(y, 0.01)))]
        return margin + fraction[0] * (width - 2 * margin), height - margin - fraction[1] * (height - 2 * margin)

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
             'font-size="12">', f'<rect width="{width}" height="{height}" fill="white"/>']
    for power in range(low[0], high[0] + 1):
        x, _ = at(10**power, 10 ** low[1])
        lines.append(f'<line x1="{x:.1f}" y1="{margin}" x2="{x:.1f}" y2="{height - margin}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{height - margin + 18}" text-anchor="middle">{10**power:g}</text>')
    for power in range(low[1], high[1] + 1):
        _, y = at(10 ** low[0], 10**power)
        lines.append(f'<line x1="{margin}" y1="{y:.1f}" x2="{width - margin}" y2="{y:.1f}" stroke="#ddd"/>')
        lines.append(f'<text x="{margin - 6}" y="{y + 4:.1f}" text-anchor="end">{10**power:g} s</text>')
    for number, (name, rows) in enumerate(series):
        colour = ["#1b6ca8", "#c4482c", "#3a7d34"][number]
        path_points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*row) for row in rows))
        lines.append(f'<polyline points="{path_points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in (at(*row) for row in rows))
        lines.append(f'<text x="{margin + 12}" y="{margin + 18 * (number + 1)}" fill="{colour}">{name}</text>')
    lines.append(f'<text x="{width / 2}" y="{height - 12}" text-anchor="middle">size</text>')
    lines.append(f'<text x="{width / 2}" y="28" text-anchor="middle">work of planning, seconds of all threads</text>')
    lines.append("</svg>")
    pathlib.Path(path).write_text("\n".join(lines) + "\n")


def main():
    arguments = sys.argv[1:]
    picture = None
    if "-o" in arguments:
        picture = arguments.pop(arguments.index("-o") + 1)
        arguments.remove("-o")
    program = os.path.abspath(arguments[0] if arguments else "target/release/uniap")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        layers = [(n, plan(program, model(folder, n), cluster(folder, 1024), 1536)) for n in LAYERS]
        table("Layers: 1,024 devices, batch 1,536", "decoder layers", layers)
        devices = [(n, plan(program, "gpt3-175b", cluster(folder, n), 1536)) for n in DEVICES]
        table("Devices: 96 decoder layers, batch 1,536", "devices", devices)
        rows = strategies(program, folder)
        print("\n## Strategies: one subproblem of 98 layers, two stages, two micro-batches\n")
        print("| strategies of a layer | devices | work | peak memory | status | time per iteration |")
        print("|---|---|---|---|---|---|")
        for count, n, work, peak, answer in rows:
            objective = f"{answer['objective']:.4f} s" if answer["objective"] else "–"
            print(f"| {count} | {n} | {work:.2f} s | {peak:.0f} MB | {answer['status']} | {objective} |")
    if picture:
        by = [[(n, work) for n, (work, _, _) in found] for found in (layers, devices)]
        by.append([(count, work) for count, _, work, _, _ in rows])
        plot(picture, list(zip(["decoder layers, whole search", "devices, whole search", "strategies, one subproblem"], by)))


if __name__ == "__main__":
    main()
