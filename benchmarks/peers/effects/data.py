"""Writes the studies as plain tables of numbers: y, t, covariates x1, x2, ..., and z where there is
an instrument. All engines read these files."""

import csv
import gzip
import math
import os
import random


def rows_of(path):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as file:
        return list(csv.DictReader(file))


def write(folder, name, y, t, x, z=None):
    with open(os.path.join(folder, name + ".csv"), "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            ["y", "t"] + (["z"] if z else []) + ["x%d" % (c + 1) for c in range(len(x[0]))]
        )
        for i in range(len(y)):
            out.writerow([y[i], t[i]] + ([z[i]] if z else []) + x[i])


def indicators(rows, name):
    states = sorted({row[name] for row in rows})[1:]
    return [[int(row[name] == state) for state in states] for row in rows]


def joined(*parts):
    return [sum((list(part[i]) for part in parts), []) for i in range(len(parts[0]))]


def nhefs(causal, folder):
    rows = rows_of(os.path.join(causal, "nhefs", "NHEFS.csv.gz"))
    rows = [r for r in rows if r["wt82_71"] not in ("", "NA")]
    squared = ["age", "smokeintensity", "smokeyrs", "wt71"]
    numbers = [[float(r[c]) for c in squared] + [float(r[c]) ** 2 for c in squared] for r in rows]
    states = [indicators(rows, c) for c in ("sex", "race", "education", "exercise", "active")]
    y = [float(r["wt82_71"]) for r in rows]
    write(folder, "nhefs", y, [int(float(r["qsmk"])) for r in rows], joined(numbers, *states))


def nsw(causal, folder):
    names = "age educ black hisp marr nodegree re74 re75".split()
    lalonde = os.path.join(causal, "lalonde")
    rows = rows_of(os.path.join(lalonde, "nsw_experimental_dw.csv"))
    rows = [r for r in rows if float(r["treat"]) == 1]
    treated = len(rows)
    rows += rows_of(os.path.join(lalonde, "cps_controls.csv.gz"))
    x = [[float(r[c]) for c in names] for r in rows]
    t = [int(i < treated) for i in range(len(rows))]
    write(folder, "nsw", [float(r["re78"]) for r in rows], t, x)


def card(causal, folder):
    names = "exper expersq black smsa south smsa66".split()
    names += ["reg%d" % i for i in range(662, 670)]
    rows = rows_of(os.path.join(causal, "iv", "card.csv.gz"))
    x = [[float(r[c]) for c in names] for r in rows]
    y = [float(r["lwage"]) for r in rows]
    z = [float(r["nearc4"]) for r in rows]
    write(folder, "card", y, [float(r["educ"]) for r in rows], x, z)


def hillstrom(causal, folder):
    rows = rows_of(os.path.join(causal, "hillstrom", "hillstrom.csv.gz"))
    rows = [r for r in rows if r["segment"] in ("Mens E-Mail", "No E-Mail")]
    numbers = [[float(r[c]) for c in ("recency", "history", "mens", "womens", "newbie")] for r in rows]
    x = joined(numbers, indicators(rows, "zip_code"), indicators(rows, "channel"))
    t = [int(r["segment"] == "Mens E-Mail") for r in rows]
    write(folder, "hillstrom", [float(r["visit"]) for r in rows], t, x)


def simulated(folder, n=100_000, p=20):
    """Confounded, not linear; the effect is 1 for all."""
    draw = random.Random(11)
    x, t, y = [], [], []
    for _ in range(n):
        u = [round(draw.gauss(0, 1), 6) for _ in range(p)]
        logit = 0.5 * u[0] - 0.4 * u[1] + 0.3 * math.sin(2 * u[2])
        arm = int(draw.random() < 1 / (1 + math.exp(-logit)))
        y.append(arm + u[0] + 0.5 * u[1] + math.sin(2 * u[2]) + 0.5 * u[5] ** 2 + draw.gauss(0, 1))
        t.append(arm)
        x.append(u)
    write(folder, "simulated", y, t, x)


def varied(folder, n=10_000, p=10):
    """Confounded; the effect is 1 + x1 / 2 for x2 above 0 and 1 else, on average 1."""
    draw = random.Random(13)
    x, t, y = [], [], []
    for _ in range(n):
        u = [round(draw.gauss(0, 1), 6) for _ in range(p)]
        arm = int(draw.random() < 1 / (1 + math.exp(-0.5 * u[0] + 0.4 * u[2])))
        effect = 1 + (u[0] / 2 if u[1] > 0 else 0)
        y.append(arm * effect + u[0] + 0.5 * u[2] + 0.5 * math.sin(2 * u[3]) + draw.gauss(0, 1))
        t.append(arm)
        x.append(u)
    write(folder, "varied", y, t, x)


def write_all(causal, folder):
    for study in (nhefs, nsw, card, hillstrom):
        study(causal, folder)
    simulated(folder)
    varied(folder)
