#!/usr/bin/env python3
"""How planning grows with layers, devices and strategies: tables, and a file that `uniap report` draws.

usage: python3 benches/growth.py [target/release/uniap] [-o growth.json]

Whole processes, the whole search with 1F1B, by `exact`. Work is the time of all threads in user mode, which a busy
machine disturbs least; memory is the peak of the process. The model is gpt3-175b with another number of decoder layers,
the cluster that of a100-80gb-x1024 with another number of nodes of eight. Strategies grow with the devices of a stage:
one subproblem of two stages on ever more devices.
"""
import json
import os
import pathlib
import platform
import shlex
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


def record(path, series):
    """The measurements as a file of format uniap.growth/1, written whole or not at all."""
    content = {
        "format": "uniap.growth/1",
        "command": shlex.join(["python3", "benches/growth.py", *sys.argv[1:]]),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "series": [
            {"name": name,
             "points": [{"size": size, "work": work, "memory": 1e6 * peak, "status": answer["status"]}
                        for size, (work, peak, answer) in rows]}
            for name, rows in series
        ],
    }
    target = pathlib.Path(path)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(json.dumps(content, indent=1) + "\n")
    beside.replace(target)


def main():
    arguments = sys.argv[1:]
    output = None
    if "-o" in arguments:
        output = arguments.pop(arguments.index("-o") + 1)
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
    if output:
        by = [layers, devices, [(count, measured) for count, _, *measured in rows]]
        names = ["decoder layers, whole search", "devices, whole search", "strategies, one subproblem"]
        record(output, list(zip(names, by)))


if __name__ == "__main__":
    main()
