"""Qini and AUUC of one score by scikit-uplift, CausalML and causal4j, on the same rows.

How to run, from the root of the repository:

    python3 -m venv benchmarks/peers/uplift/.venv
    benchmarks/peers/uplift/.venv/bin/pip install -r benchmarks/peers/uplift/requirements.txt
    mvn -q -DskipTests package
    benchmarks/peers/uplift/.venv/bin/python benchmarks/peers/uplift/compare.py \
        --jar examples/target/causal4j.jar --data ../shared/data/causal/hillstrom/hillstrom.csv.gz

Without --data only the simulated files are compared. Where a numpy has its kernel chosen by
OPENBLAS_CORETYPE, unset it in this command. Results go to results.md beside this file.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
from causalml.metrics import auuc_score, get_cumgain, get_qini, qini_score
from sklift.metrics import qini_auc_score, qini_curve, uplift_auc_score, uplift_curve


def simulated(n, seed, effect, ties, share):
    rng = np.random.default_rng(seed)
    x = rng.uniform(size=n)
    w = (rng.uniform(size=n) < share).astype(int)
    y = (rng.uniform(size=n) < 0.3 + 0.2 * x + w * (0.3 * (x - 0.5) + effect)).astype(int)
    s = np.floor(x * ties) / ties if ties else x
    return pd.DataFrame({"s": s, "w": w, "y": y})


def hillstrom(path):
    """A T-learner of logistic regressions, learned on even rows, judged on odd ones."""
    from sklearn.linear_model import LogisticRegression

    d = pd.read_csv(path)
    d = d[d.segment != "Mens E-Mail"].reset_index(drop=True)
    x = pd.get_dummies(
        d[["recency", "history", "mens", "womens", "zip_code", "newbie", "channel"]]
    ).astype(float)
    x = (x - x.mean()) / x.std()
    w = (d.segment == "Womens E-Mail").astype(int)
    train = np.arange(len(d)) % 2 == 0
    p = [
        LogisticRegression(max_iter=1000)
        .fit(x[train & (w == a)], d.visit[train & (w == a)])
        .predict_proba(x[~train])[:, 1]
        for a in (0, 1)
    ]
    out = pd.DataFrame({"s": p[1] - p[0], "w": w[~train], "y": d.visit[~train]})
    return out.reset_index(drop=True)


def peers(d):
    n, nt = len(d), d.w.sum()
    f = d[["s", "w", "y"]]
    started = time.perf_counter()
    cg = get_cumgain(f)["s"]
    cq = get_qini(f)["s"]
    found = {
        # areas of their own curves by trapezoids, per unit as the definition of causal4j is
        "CausalML AUUC": np.trapezoid(cg.values, cg.index) / n / n,
        "CausalML Qini": (np.trapezoid(cq.values, cq.index) / n - cq.iloc[-1] / 2) / nt,
        "auuc_score (normalized)": auuc_score(f)["s"],
        "qini_score (normalized)": qini_score(f)["s"],
    }
    found["CausalML ms"] = (time.perf_counter() - started) * 1e3
    started = time.perf_counter()
    x, v = uplift_curve(d.y, d.s, d.w)
    a, q = qini_curve(d.y, d.s, d.w)
    found |= {
        "scikit-uplift AUUC": np.trapezoid(v, x) / n / n,
        "scikit-uplift Qini": (np.trapezoid(q, a) / n - q[-1] / 2) / nt,
        "uplift_auc_score (of perfect)": uplift_auc_score(d.y, d.s, d.w),
        "qini_auc_score (of perfect)": qini_auc_score(d.y, d.s, d.w),
    }
    found["scikit-uplift ms"] = (time.perf_counter() - started) * 1e3
    return found


def ours(jar, classpath, d):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "d.csv")
        d.to_csv(file, index=False)
        start = ["java", "-cp", classpath, "org.causal4j.examples.Main"]
        command = (start if classpath else ["java", "-jar", jar]) + [
            "uplift", str(file), "--score", "s", "--treatment", "w", "--outcome", "y",
            "--replicates", "0", "--format", "json",
        ]
        j = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    part = lambda o, k: None if o[k] is None else o[k]["value"]
    return {
        "causal4j AUUC": j["auuc"]["value"],
        "causal4j AUUC interval": j["auuc"]["interval"],
        "causal4j Qini": j["qini"]["value"],
        "causal4j Qini interval": j["qini"]["interval"],
        "byEffect Qini": part(j["qini"], "byEffect"),
        "byEffect AUUC": part(j["auuc"], "byEffect"),
        "byPerfect Qini": part(j["qini"], "byPerfect"),
        "ATE": j["ate"]["value"],
        "ATE interval": j["ate"]["interval"],
        "causal4j ms": j["millis"],
    }


def text(v):
    if v is None:
        return "none"
    if isinstance(v, list):
        return "[" + ", ".join(f"{e:.5f}" for e in v) + "]"
    return f"{v:.5f}"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--jar", default="examples/target/causal4j.jar")
    p.add_argument("--classpath", default="")
    p.add_argument("--data")
    a = p.parse_args()
    cases = {
        "positive effect": simulated(10_000, 1, 0.10, 0, 0.5),
        "positive effect, a third treated": simulated(10_000, 2, 0.10, 0, 1 / 3),
        "negative effect": simulated(10_000, 3, -0.10, 0, 0.5),
        "no average effect": simulated(10_000, 4, 0.0, 0, 0.5),
        "four distinct scores": simulated(10_000, 5, 0.10, 4, 0.5),
    }
    tied = cases["four distinct scores"]
    # the same rows sorted so that within ties the treated with y = 1 come last, then first
    key = tied.w * tied.y
    order = np.argsort(key.values, kind="stable")
    cases["the same, rows in another order"] = tied.iloc[order].reset_index(drop=True)
    cases["the same, in the opposite order"] = tied.iloc[order[::-1]].reset_index(drop=True)
    if a.data:
        cases["Hillstrom, women's e-mail, visit"] = hillstrom(a.data)
    out = []
    for name, d in cases.items():
        found = ours(a.jar, a.classpath, d) | peers(d)
        out.append(f"## {name}: {len(d):,} rows, {d.w.sum():,} treated\n")
        out.append("| | value |\n|---|---:|")
        out += [f"| {k} | {f'{v:.0f}' if k.endswith(' ms') else text(v)} |" for k, v in found.items()]
        out.append("")
        print(name, file=sys.stderr)
    body = "# Results of one run of compare.py\n\n" + "\n".join(out)
    pathlib.Path(__file__).with_name("results.md").write_text(body)


if __name__ == "__main__":
    main()
