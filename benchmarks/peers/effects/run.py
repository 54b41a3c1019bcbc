#!/usr/bin/env python3
"""causal4j beside DoWhy, EconML, CausalML and DoubleML: same files, one run, two threads each.

usage: run.py [--limit SECONDS] [--skip-build] [TASK ...]

Makes two virtual environments in .venv, builds the benchmarks with Maven, then takes the tasks one
by one, each engine in a process of its own, one after the other. Writes results.csv and
results.txt beside this file; where tasks are named, the results of the others are kept.
"""

import argparse
import csv
import math
import os
import platform
import subprocess
import sys
import tempfile

import data

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SHARED = os.environ.get("CAUSAL4J_SHARED", os.path.join(ROOT, "..", "shared"))
ENVIRONMENTS = {"main": "requirements.txt", "causalml": "requirements-causalml.txt"}
HEAD = "engine,task,estimate,low,high,cold wall,cold cpu,warm wall,warm cpu,process cpu,peak MB"


def python(environment):
    return os.path.join(HERE, ".venv", environment, "bin", "python")


def prepare(build):
    for environment, requirements in ENVIRONMENTS.items():
        if not os.path.exists(python(environment)):
            folder = os.path.join(HERE, ".venv", environment)
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            install = [python(environment), "-m", "pip", "install", "-q", "-r"]
            subprocess.run(install + [os.path.join(HERE, requirements)], check=True)
    if build:
        command = ["mvn", "-q", "-pl", "benchmarks", "-am", "-DskipTests", "package"]
        subprocess.run(command, cwd=ROOT, check=True)
    target = os.path.join(ROOT, "benchmarks", "target")
    jar = os.path.join(target, "benchmarks.jar") + os.pathsep + os.path.join(target, "lib", "*")
    return os.environ.get("CAUSAL4J_CLASSPATH", jar)


def measured(command, limit):
    """The cells that a process prints, with its processor seconds and peak memory."""
    environment = dict(
        os.environ, OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="2", OMP_WAIT_POLICY="PASSIVE")
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        environment.pop(variable, None)
    engine, task = command[-2:]
    limited = ["bash", "-c", 'ulimit -t %d; exec "$@"' % limit, "bash"] + command
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(limited, stdout=out, stderr=err, env=environment, cwd=HERE)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        lines, errors = out.read().strip().splitlines(), err.read().strip().splitlines()
    if process.returncode != 0:
        why = "over %d s" % limit if process.returncode in (-9, -24) else (errors or ["?"])[-1]
        return [engine, task, "failed: " + why.replace(",", ";")[:100]] + [""] * 8
    spent = usage.ru_utime + usage.ru_stime
    return lines[-1].split(",") + ["%.2f" % spent, "%.0f" % (usage.ru_maxrss / 1024)]


def tasks():
    """The tasks of peer.py, without importing what it needs."""
    listed = subprocess.run(
        [python("main"), "-c", "import peer; print([(t, list(e)) for t, e in peer.TASKS.items()])"],
        capture_output=True, text=True, cwd=HERE, check=True)
    return dict(eval(listed.stdout))


def kept(named):
    """The rows of results.csv of tasks that are not run again."""
    path = os.path.join(HERE, "results.csv")
    if not named or not os.path.exists(path):
        return []
    with open(path, newline="") as file:
        return [row for row in list(csv.reader(file))[1:] if row[1] not in named]


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return math.nan


def table(rows):
    out = [
        "estimate, seconds (processor seconds in parentheses) and peak memory; the ratio is that of"
        " processor seconds, causal4j's over the peer's: below 1 causal4j is faster",
        "%-24s %-9s %10s %-23s %17s %17s %6s  %5s %5s"
        % ("task", "engine", "estimate", "interval", "cold", "warm", "MB", "cold", "warm"),
    ]
    ratios = {"cold": [], "warm": []}
    mine = {row[1]: row for row in rows if row[0] == "causal4j"}
    for row in rows:
        engine, task, value = row[:3]
        if value.startswith("failed"):
            out.append("%-24s %-9s %s" % (task, engine, value))
            continue
        interval = "" if row[3].lower() == "nan" else "[%s, %s]" % (row[3], row[4])
        text = "%-24s %-9s %10s %-23s %8s (%6s) %8s (%6s) %6s" % (
            task, engine, value, interval, row[5], row[6], row[7], row[8], row[10])
        if engine != "causal4j":
            own = mine[task]
            found = [number(own[k]) / max(number(row[k]), 1e-4) for k in (6, 8)]
            text += "  " + " ".join("%5.2f" % r for r in found)
            ratios["cold"].append(found[0])
            ratios["warm"].append(found[1])
        out.append(text)
    for what, found in ratios.items():
        found = [r for r in found if not math.isnan(r)]
        if found:
            mean = math.exp(sum(map(math.log, found)) / len(found))
            out.append(
                "%s: at most .3 of the peer's processor time on %d of %d, geometric mean %.3f"
                % (what, sum(r <= 0.3 for r in found), len(found), mean))
    return out


def versions():
    kept = []
    for environment in ENVIRONMENTS:
        listed = subprocess.run(
            [python(environment), "-m", "pip", "list", "--format=freeze"],
            capture_output=True, text=True).stdout.split()
        wanted = ("dowhy", "econml", "doubleml", "causalml", "lightgbm", "numpy", "scikit-learn")
        kept += [v for v in listed if v.split("==")[0].lower() in wanted and v not in kept]
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()
    with open("/proc/cpuinfo") as info:
        cpu = [l.split(":")[1].strip() for l in info if l.startswith("model name")][0]
    return kept + ["python " + platform.python_version(), java[0], cpu]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--limit", type=int, default=100)
    arguments.add_argument("--skip-build", action="store_true")
    arguments.add_argument("tasks", nargs="*")
    chosen = arguments.parse_args()
    classpath = prepare(not chosen.skip_build)
    java = ["java", "-Xmx4g", "-cp", classpath, "org.causal4j.benchmarks.effect.PeerRun"]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        data.write_all(os.path.join(SHARED, "data", "causal"), folder)
        for task, engines in tasks().items():
            if chosen.tasks and task not in chosen.tasks:
                continue
            rows.append(measured(java + [folder, "causal4j", task], chosen.limit))
            for engine in engines:
                interpreter = python("causalml" if engine == "causalml" else "main")
                command = [interpreter, os.path.join(HERE, "peer.py"), folder, engine, task]
                rows.append(measured(command, chosen.limit))
            for row in rows[-1 - len(engines) :]:
                print(",".join(row), file=sys.stderr, flush=True)
    rows = kept(chosen.tasks) + rows
    order = list(tasks())
    rows.sort(key=lambda row: order.index(row[1]))
    with open(os.path.join(HERE, "results.csv"), "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEAD.split(","))
        writer.writerows(rows)
    text = ["; ".join(versions()), "load when it ended: %.1f" % os.getloadavg()[0], ""]
    text += table(rows)
    with open(os.path.join(HERE, "results.txt"), "w") as out:
        out.write("\n".join(text) + "\n")
    print("\n".join(text))


if __name__ == "__main__":
    main()
