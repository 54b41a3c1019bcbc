#!/usr/bin/env python3
"""causal4j beside pyAgrum and pgmpy: same networks, same evidence, one run, one thread each.

usage: run.py [--limit SECONDS] [--pgmpy-limit SECONDS] [--without-pgmpy]
              [--skip-build] [NETWORK ...]

Makes the virtual environment ../.venv from requirements.txt, builds the benchmarks with Maven, then
takes the networks one by one, each engine in a process of its own, one after the other. Writes
results.csv and results.txt beside this file.
"""

import argparse
import csv
import math
import os
import platform
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
VENV = os.path.join(os.path.dirname(HERE), ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
SHARED = os.environ.get("CAUSAL4J_SHARED", os.path.join(ROOT, "..", "shared"))
JAVA = ["java", "-Xmx4g", "-XX:+UseSerialGC", "-Dcausal4j.shared=" + SHARED, "-cp"]
NETWORKS = (
    "cancer earthquake survey asia sachs child insurance water mildew alarm barley hailfinder hepar2"
    " win95pts pathfinder munin1 andes diabetes pigs link munin2 munin4 munin munin3"
).split()
SMALL = ("cancer", "earthquake", "survey", "asia", "sachs")
AGRUM = ("LazyPropagation", "ShaferShenoyInference")
PGMPY = ("VariableElimination", "BeliefPropagation")
MEMORY = 14 << 30


def prepare(build):
    if not os.path.exists(PYTHON):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    requirements = os.path.join(HERE, "requirements.txt")
    subprocess.run([PYTHON, "-m", "pip", "install", "-q", "-r", requirements], check=True)
    if build:
        command = ["mvn", "-q", "-pl", "benchmarks", "-am", "-DskipTests", "package"]
        subprocess.run(command, cwd=ROOT, check=True)
    target = os.path.join(ROOT, "benchmarks", "target")
    return os.path.join(target, "benchmarks.jar") + os.pathsep + os.path.join(target, "lib", "*")


def line(command, limit):
    """The last line that a process prints, or why there is none."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        environment.pop(variable, None)
    limits = 'ulimit -v %d -t %d; exec "$@"' % (MEMORY >> 10, limit)
    bounded = ["bash", "-c", limits, "bash"] + command
    done = subprocess.run(bounded, capture_output=True, text=True, env=environment)
    if done.returncode in (-9, -24, 137, 152):
        return None, "over %d s" % limit
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["exit %d" % done.returncode])[-1]
        return None, "failed: " + reason[:80].replace(",", ";")
    return done.stdout.strip().splitlines()[-1].split(","), ""


def measure(classpath, folder, names, engines, limit, pgmpy_limit):
    main = JAVA + [classpath, "org.causal4j.benchmarks.bayes.PeerRun"]
    subprocess.run(main + ["prepare", folder] + names, check=True)
    rows = []
    for name in names:
        found, why = line(main + ["time", folder, name], limit)
        rows.append(found or [name, "causal4j", "", "", "", why])
        for engine in engines:
            command = [PYTHON, os.path.join(HERE, "peer.py"), folder, engine, name]
            found, why = line(command, limit if engine in AGRUM else pgmpy_limit)
            rows.append(found or [name, engine, "", "", "", why])
        for row in rows[-1 - len(engines) :]:
            print(",".join(row), file=sys.stderr, flush=True)
    return rows


def table(rows, engine, names):
    """Seconds and ratios of one engine beside causal4j's."""
    cells = {(row[0], row[1]): row for row in rows}
    out = [
        "",
        "%s, processor seconds (ratio: causal4j's time / its time; below 1 causal4j is faster)" % engine,
        "%-11s | %10s %10s %7s | %10s %10s %7s | %s"
        % ("network", "first", "causal4j", "ratio", "again", "causal4j", "ratio", "difference"),
    ]
    ratios = ([], [])
    for name in names:
        mine, other = cells[name, "causal4j"], cells[name, engine]
        text = "%-11s" % name
        for at, column in enumerate((3, 4)):
            if mine[column] and other[column]:
                a, b = float(mine[column]), float(other[column])
                text += " | %10.6f %10.6f %7.3f" % (b, a, a / b)
                if name not in SMALL:
                    ratios[at].append(a / b)
            else:
                shown = "%10.6f" % float(mine[column]) if mine[column] else "%10s" % "-"
                text += " | %10s %s %7s" % ("-", shown, "-")
        out.append(text + " | " + other[5])
    for what, found in zip(("compile and first answer", "again"), ratios):
        if found:
            mean = math.exp(sum(map(math.log, found)) / len(found))
            faster = sum(ratio < 1 for ratio in found)
            out.append(
                "from 20 nodes up, %s: causal4j faster on %d of the %d that %s finished,"
                " geometric mean of the ratio %.3f" % (what, faster, len(found), engine, mean)
            )
    return out


def versions():
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True
    ).stdout.split()
    kept = [v for v in listed if v.split("==")[0].lower() in ("pyagrum", "pgmpy", "numpy")]
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()
    cpu = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as info:
            cpu = [l.split(":")[1].strip() for l in info if l.startswith("model name")][0]
    return kept + ["python " + platform.python_version(), java[0], cpu]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--limit", type=int, default=300)
    arguments.add_argument("--pgmpy-limit", type=int, default=60)
    arguments.add_argument("--without-pgmpy", action="store_true")
    arguments.add_argument("--skip-build", action="store_true")
    arguments.add_argument("networks", nargs="*", default=NETWORKS)
    chosen = arguments.parse_args()
    engines = AGRUM if chosen.without_pgmpy else AGRUM + PGMPY
    classpath = prepare(not chosen.skip_build)
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(
            classpath, folder, chosen.networks, engines, chosen.limit, chosen.pgmpy_limit
        )
    with open(os.path.join(HERE, "results.csv"), "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["network", "engine", "read", "first", "again", "difference"])
        writer.writerows(rows)
    text = ["; ".join(versions()), "load when it ended: %.1f" % os.getloadavg()[0]]
    for engine in engines:
        text += table(rows, engine, chosen.networks)
    with open(os.path.join(HERE, "results.txt"), "w") as out:
        out.write("\n".join(text) + "\n")
    print("\n".join(text))


if __name__ == "__main__":
    main()
