#!/usr/bin/env python3
"""How much of the semidefinite bound the convexifications keep.

usage: python3 benches/qcr.py [target/release/uniap]          (needs pip install clarabel numpy scipy)

For random binary quadratic models the bounds of four relaxations, and the optimum:

- `shift`, `qcr`: the continuous relaxation of what `uniap export --convexify` writes, solved by Clarabel;
- `sdp`: min <Q, X> + c'x with [1 x'; x X] semidefinite, X_ii = x_i, the rows, and X_ab = 0 inside one-hot groups. Its dual
  ranges over just the multipliers that `qcr` has, so that no choice of them gives a better bound (products of a group's row
  with other variables add nothing: the square of the row has the value 0 there, and a semidefinite matrix vanishes on what
  its form vanishes on);
- `kept`: (qcr - shift) / (sdp - shift).

The optimum is the least that `--backend scip` finds within 10 seconds, with a star where it is not proven.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

import clarabel
import numpy as np
from scipy import sparse


def semi_assignment(groups, size, density, seed):
    """Groups of which one member each is chosen; costs of pairs of members of different groups."""
    draw = random.Random(seed)
    n = groups * size
    form = {}
    for i in range(n):
        for j in range(i):
            if i // size != j // size and draw.random() < density:
                form[i, j] = draw.randint(-20, 20)
    linear = [draw.randint(-10, 10) for _ in range(n)]
    return n, form, linear, [list(range(g * size, (g + 1) * size)) for g in range(groups)]


def quadratic_assignment(size, seed):
    """Items to places, flows times distances."""
    draw = random.Random(seed)
    n = size * size
    form = {}
    for i in range(size):
        for j in range(i):
            flow = draw.randint(0, 9)
            for k in range(size):
                for l in range(size):
                    if k != l and flow:
                        form[i * size + k, j * size + l] = flow * abs(k - l)
    rows = [[i * size + k for k in range(size)] for i in range(size)]
    columns = [[i * size + k for i in range(size)] for k in range(size)]
    return n, form, [0] * n, rows + columns


def unconstrained(n, density, seed):
    """Binaries without rows."""
    draw = random.Random(seed)
    form = {(i, j): draw.randint(-50, 50) for i in range(n) for j in range(i) if draw.random() < density}
    return n, form, [draw.randint(-50, 50) for _ in range(n)], []


MODELS = [
    ("semi-assignment 8 x 4, all pairs", semi_assignment(8, 4, 1.0, 1)),
    ("semi-assignment 12 x 4, all pairs", semi_assignment(12, 4, 1.0, 2)),
    ("semi-assignment 15 x 4, 30 % of pairs", semi_assignment(15, 4, 0.3, 3)),
    ("semi-assignment 6 x 10, all pairs", semi_assignment(6, 10, 1.0, 4)),
    ("quadratic assignment 5", quadratic_assignment(5, 5)),
    ("quadratic assignment 7", quadratic_assignment(7, 6)),
    ("unconstrained 40, all pairs", unconstrained(40, 1.0, 7)),
    ("unconstrained 60, 20 % of pairs", unconstrained(60, 0.2, 8)),
]


def qplib(model):
    """The model as QPLIB text."""
    n, form, linear, groups = model
    lines = ["RANDOM", "QBL" if groups else "QBN", "minimize", str(n)] + ([str(len(groups))] if groups else [])
    lines += [str(len(form))] + [f"{i + 1} {j + 1} {c}" for (i, j), c in form.items()]
    lines += ["0", str(n)] + [f"{i + 1} {c}" for i, c in enumerate(linear)] + ["0"]
    if groups:
        entries = [f"{g + 1} {i + 1} 1" for g, group in enumerate(groups) for i in group]
        lines += [str(len(entries)), *entries]
    lines += ["1e20"] + (["1", "0", "1", "0"] if groups else [])
    lines += ["0", "0"] + (["0", "0"] if groups else []) + ["0", "0", "0"] + (["0"] if groups else [])
    return "\n".join(lines) + "\n"


def objective(text):
    """Matrix, linear part and constant of the objective of a binary QPLIB text, x'Px / 2 + q'x + c."""
    words = [line.split("#")[0].split() for line in text.splitlines()]
    words = [line for line in words if line]
    at = 3
    n = int(words[at][0])
    at += 1 if words[1][0][2] in "NB" else 2
    matrix, linear = np.zeros((n, n)), None
    terms, at = int(words[at][0]), at + 1
    for i, j, value in words[at : at + terms]:
        i, j = int(i) - 1, int(j) - 1
        matrix[i, j] = matrix[j, i] = float(value)
    at += terms
    linear = np.full(n, float(words[at][0]))
    others, at = int(words[at + 1][0]), at + 2
    for i, value in words[at : at + others]:
        linear[int(i) - 1] = float(value)
    return matrix, linear, float(words[at + others][0])


def rows_of(n, groups):
    matrix = np.zeros((len(groups), n))
    for row, group in enumerate(groups):
        matrix[row, group] = 1.0
    return matrix


def solve(quadratic, linear, rows, sides, cones):
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    solver = clarabel.DefaultSolver(
        sparse.csc_matrix(sparse.triu(quadratic)), linear, sparse.csc_matrix(rows), sides, cones, settings
    )
    solution = solver.solve()
    if str(solution.status) not in ("Solved", "AlmostSolved"):
        raise SystemExit(f"Clarabel: {solution.status}")
    return solution.obj_val


def convex_bound(text, groups):
    """The bound of the continuous relaxation of a convex binary model."""
    matrix, linear, constant = objective(text)
    n = len(linear)
    rows = np.vstack([rows_of(n, groups), -np.eye(n), np.eye(n)])
    sides = np.concatenate([np.ones(len(groups)), np.zeros(n), np.ones(n)])
    return constant + solve(matrix, linear, rows, sides, [clarabel.ZeroConeT(len(groups)), clarabel.NonnegativeConeT(2 * n)])


def sdp_bound(model):
    """The semidefinite bound.

    The matrix [1 x'; x X] vanishes on (-1, 1_A) for every group A, so it is V Z V' with the columns of V orthogonal to all
    of these; in terms of Z the problem has interior points, without which no solver comes close. Inside a group
    X_ii = x_i then follows from X_ab = 0.
    """
    n, form, linear, groups = model
    size = n + 1
    vanish = np.zeros((len(groups), size))
    for row, group in enumerate(groups):
        vanish[row, 0] = -1.0
        vanish[row, [i + 1 for i in group]] = 1.0
    _, singular, directions = np.linalg.svd(vanish) if groups else (None, np.zeros(0), np.eye(size))
    basis = directions[int((singular > 1e-9).sum()) :].T
    order = basis.shape[1]

    def in_basis(entries):
        """<A, V Z V'> as coefficients of the triangle of Z, scaled as the cone has it; entries are of the full matrix."""
        full = np.zeros((size, size))
        for (i, j), value in entries.items():
            full[i, j] += value / 2
            full[j, i] += value / 2
        inner = basis.T @ full @ basis
        inner = inner * np.where(np.eye(order) == 1, 1.0, np.sqrt(2.0))
        return np.concatenate([inner[: j + 1, j] for j in range(order)])

    costs = {(i + 1, j + 1): c for (i, j), c in form.items()}
    costs |= {(0, i + 1): c for i, c in enumerate(linear)}
    grouped = {i for group in groups for i in group}
    equations = [({(0, 0): 1.0}, 1.0)]
    equations += [({(i + 1, i + 1): 1.0, (0, i + 1): -1.0}, 0.0) for i in range(n) if i not in grouped]
    pairs = {(max(i, j), min(i, j)) for group in groups for i in group for j in group if i != j}
    equations += [({(i + 1, j + 1): 1.0}, 0.0) for i, j in sorted(pairs)]
    matrix = np.array([in_basis(entries) for entries, _ in equations])
    # Groups that overlap make some equations follow from others.
    _, pivots = independent(matrix)
    matrix, sides = matrix[pivots], np.array([equations[row][1] for row in pivots])
    total = order * (order + 1) // 2
    matrix = sparse.vstack([sparse.csc_matrix(matrix), -sparse.identity(total, format="csc")])
    cones = [clarabel.ZeroConeT(len(pivots)), clarabel.PSDTriangleConeT(order)]
    sides = np.concatenate([sides, np.zeros(total)])
    return solve(sparse.csc_matrix((total, total)), in_basis(costs), matrix, sides, cones)


def independent(matrix):
    """A largest set of independent rows, by orthogonalisation in their order."""
    found, rows = [], []
    for row, vector in enumerate(matrix):
        rest = vector.copy()
        for _ in range(2):
            for direction in found:
                rest -= direction * (direction @ rest)
        length = np.linalg.norm(rest)
        if length > 1e-8 * max(1.0, np.linalg.norm(vector)):
            found.append(rest / length)
            rows.append(row)
    return found, rows


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/uniap"
    print("| model | optimum | shift | qcr | sdp | kept | (optimum - qcr) / (optimum - sdp) |")
    print("|---|---|---|---|---|---|---|")
    for name, model in MODELS:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.qplib")
            with open(path, "w") as file:
                file.write(qplib(model))
            bounds = {}
            for reduction in ["diagonal-shift", "qcr"]:
                arguments = [program, "export", path, "--format", "qplib", "--convexify", reduction]
                text = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
                bounds[reduction] = convex_bound(text, model[3])
            arguments = [program, "solve", path, "--backend", "scip", "--time-limit", "10", "--json"]
            answer = json.loads(subprocess.run(arguments, capture_output=True, text=True).stdout)
        best, proven = answer["objective"], answer["status"] == "optimal"
        shift, qcr, sdp = bounds["diagonal-shift"], bounds["qcr"], sdp_bound(model)
        kept, left = (qcr - shift) / (sdp - shift), (best - qcr) / (best - sdp) if best > sdp + 1e-6 * abs(sdp) else 1.0
        row = [name, f"{best:g}{'' if proven else ' *'}", f"{shift:.2f}", f"{qcr:.2f}", f"{sdp:.2f}", f"{100 * kept:.1f} %"]
        print("| " + " | ".join([*row, f"{left:.2f}"]) + " |", flush=True)


if __name__ == "__main__":
    main()
