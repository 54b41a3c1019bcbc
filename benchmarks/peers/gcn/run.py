#!/usr/bin/env python3
"""causal4j beside PyTorch, PyTorch Geometric, RecBole and implicit: same graph, one run, two threads.

usage: run.py [--skip-build] [--train FILE --test FILE]

Makes the virtual environment .venv, builds the command with Maven, then runs the engines one after
the other, each in a process of its own. Writes results.json and results.txt beside this file. The
default files are Gowalla's, from the folder of shared data (CAUSAL4J_SHARED, by default ../shared).
"""

import argparse
import gzip
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
PYTHON = os.path.join(HERE, ".venv", "bin", "python")
SHARED = os.environ.get("CAUSAL4J_SHARED", os.path.join(ROOT, "..", "shared"))
JAR = os.environ.get("CAUSAL4J_JAR", os.path.join(ROOT, "examples", "target", "causal4j.jar"))
EPOCHS = 4
PEERS = ("pytorch-coo", "pytorch-csr", "geometric", "recbole", "implicit-als", "implicit-bpr")
OWN = {
    "lightgcn": ["--layers", "3", "--dim", "64", "--batch", "2048", "--epochs", str(EPOCHS)],
    "als": ["--dim", "64", "--epochs", "15", "--alpha", "40", "--l2", "10"],
    "bpr": ["--dim", "64", "--epochs", "100", "--learning-rate", "0.01", "--l2", "0.001"],
}


def prepare(build):
    if not os.path.exists(PYTHON):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(HERE, ".venv")], check=True)
        install = [PYTHON, "-m", "pip", "install", "-q"]
        subprocess.run(install + ["-r", os.path.join(HERE, "requirements.txt")], check=True)
        # RecBole asks for old versions of what it only uses for logs and tuning.
        subprocess.run(install + ["--no-deps", "recbole==1.2.1"], check=True)
    if build:
        command = ["mvn", "-q", "-pl", "examples", "-am", "-DskipTests", "package"]
        subprocess.run(command, cwd=ROOT, check=True)


def plain(path, folder):
    """The file, unpacked where it is gzip."""
    if not path.endswith(".gz"):
        return path
    to = os.path.join(folder, os.path.basename(path)[:-3])
    with gzip.open(path) as packed, open(to, "wb") as out:
        shutil.copyfileobj(packed, out)
    return to


def output(command):
    environment = dict(os.environ, OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="1")
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        environment.pop(variable, None)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=HERE)
    if done.returncode != 0:
        return {"failed": (done.stderr.strip().splitlines() or ["?"])[-1][:200]}
    return json.loads(done.stdout[done.stdout.index("{") :])


def own(model, train, test):
    """A run of the command, with what the table shows of it."""
    java = ["java", "--add-modules", "jdk.incubator.vector", "-Xmx2g", "-jar", JAR, "train"]
    files = ["--train", train, "--test", test, "--model", model, "--threads", "2"]
    found = output(java + files + OWN[model] + ["--format", "json"])
    if "failed" in found:
        return dict(found, engine="causal4j " + model)
    row = {"engine": "causal4j " + model, "peakMB": found["peakHeapBytes"] >> 20}
    if model == "lightgcn":
        # The first epoch is still being compiled.
        row["epochSeconds"] = statistics.median(found["epochSeconds"][1:])
        row["epochs"] = found["epochSeconds"]
    else:
        row["seconds"] = found["seconds"] - found["evaluateSeconds"]
        for metric in ("recall@20", "ndcg@20"):
            row[metric] = found["metrics"][metric]["value"]
    return row


def versions():
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True).stdout
    wanted = ("torch", "torch-geometric", "torch_geometric", "implicit", "recbole", "numpy")
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()
    with open("/proc/cpuinfo") as info:
        cpu = [l.split(":")[1].strip() for l in info if l.startswith("model name")][0]
    kept = [v for v in listed.split() if v.split("==")[0].lower() in wanted]
    return "; ".join(kept + ["python " + platform.python_version(), java[0], cpu])


def table(rows):
    by = {row["engine"]: row for row in rows}
    out = ["LightGCN, 3 layers, 64 dimensions, batches of 2,048: seconds an epoch, and causal4j's"
           " share of them",
           "%-18s %9s %7s %7s" % ("engine", "seconds", "share", "MB")]
    mine = by["causal4j lightgcn"]
    for engine in ("causal4j lightgcn",) + PEERS[:4]:
        row = by[engine]
        if "failed" in row:
            out.append("%-18s failed: %s" % (engine, row["failed"]))
            continue
        share = mine.get("epochSeconds", float("nan")) / row["epochSeconds"]
        out.append("%-18s %9.1f %7.3f %7d" % (engine, row["epochSeconds"], share, row["peakMB"]))
    out += ["", "Matrix factorization, 64 dimensions: seconds to fit, recall@20, NDCG@20",
            "%-18s %9s %7s %7s %7s" % ("engine", "seconds", "recall", "NDCG", "MB")]
    for engine in ("causal4j als", "implicit-als", "causal4j bpr", "implicit-bpr"):
        row = by[engine]
        if "failed" in row:
            out.append("%-18s failed: %s" % (engine, row["failed"]))
            continue
        out.append("%-18s %9.1f %7.4f %7.4f %7d" % (
            engine, row["seconds"], row["recall@20"], row["ndcg@20"], row["peakMB"]))
    return out


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    folder = os.path.join(SHARED, "data", "rec", "gowalla")
    arguments.add_argument("--train", default=os.path.join(folder, "train.txt.gz"))
    arguments.add_argument("--test", default=os.path.join(folder, "test.txt.gz"))
    arguments.add_argument("--skip-build", action="store_true")
    chosen = arguments.parse_args()
    prepare(not chosen.skip_build)
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        train, test = (plain(os.path.abspath(f), temporary) for f in (chosen.train, chosen.test))
        for model in OWN:
            rows.append(own(model, train, test))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
        for engine in PEERS:
            found = output([PYTHON, os.path.join(HERE, "peer.py"), engine, train, test])
            rows.append(dict(found, engine=engine))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    load = "load when it ended: %.1f" % os.getloadavg()[0]
    with open(os.path.join(HERE, "results.json"), "w") as out:
        out.write(json.dumps(rows, indent=1) + "\n")
    text = [versions(), load, ""] + table(rows)
    with open(os.path.join(HERE, "results.txt"), "w") as out:
        out.write("\n".join(text) + "\n")
    print("\n".join(text))


if __name__ == "__main__":
    main()
