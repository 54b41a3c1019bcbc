"""Times one engine of pyAgrum or pgmpy on one network that PeerRun wrote, on one thread.

usage: peer.py FOLDER ENGINE NETWORK

ENGINE is LazyPropagation or ShaferShenoyInference (pyAgrum), VariableElimination or
BeliefPropagation (pgmpy). The question is the same as causal4j's: the posterior of every single
variable, given evidence on a fifth of the leaves. Prints a line of CSV:

  network,engine,seconds to read,seconds to compile and answer first,seconds to answer again,
  largest difference to causal4j's posteriors
"""

import os
import sys
import time

MEASURED_SECONDS, FEWEST, MOST = 1.0, 3, 20_000


def mean(work):
    """Processor seconds of this process for each run: at least three, unless two seconds are spent."""
    runs, start, spent = 0, time.process_time(), 0.0
    while runs < MOST:
        if spent > MEASURED_SECONDS and (runs >= FEWEST or spent > 2 * MEASURED_SECONDS):
            break
        work(runs)
        runs += 1
        spent = time.process_time() - start
    return spent / runs


def rows_of_evidence(folder, name):
    with open(os.path.join(folder, name + ".evidence")) as lines:
        return [
            {k: int(v) for k, v in (pair.split("=") for pair in line.strip().split(","))}
            for line in lines
        ]


def difference(folder, name, posterior):
    worst = 0.0
    with open(os.path.join(folder, name + ".posteriors")) as lines:
        for line in lines:
            cells = line.split()
            mine = posterior(cells[0])
            worst = max([worst] + [abs(a - float(b)) for a, b in zip(mine, cells[1:])])
    return worst


def agrum(engine, folder, name):
    import pyagrum

    start = time.process_time()
    net = pyagrum.loadBN(os.path.join(folder, name + ".bif"))
    read = time.process_time() - start
    rows = rows_of_evidence(folder, name)
    ids = [net.idFromName(n) for n in net.names()]

    def fresh():
        ie = getattr(pyagrum, engine)(net)
        ie.setNumberOfThreads(1)
        ie.setEvidence(rows[0])
        ie.makeInference()
        for i in ids:
            ie.posterior(i)
        return ie

    first = mean(lambda i: fresh())
    ie = fresh()
    worst = difference(folder, name, lambda v: ie.posterior(v).tolist())

    def again(i):
        for variable, state in rows[1 + i % (len(rows) - 1)].items():
            ie.chgEvidence(variable, state)
        ie.makeInference()
        for i in ids:
            ie.posterior(i)

    return read, first, mean(again), worst


def pgmpy(engine, folder, name):
    from pgmpy import inference
    from pgmpy.readwrite import BIFReader

    start = time.process_time()
    net = BIFReader(os.path.join(folder, name + ".bif")).get_model()
    read = time.process_time() - start
    rows = [
        {k: "s%d" % v for k, v in row.items()} for row in rows_of_evidence(folder, name)
    ]
    answers = {}

    def ask(ie, row):
        for v in net.nodes():
            if v not in row:
                answers[v] = ie.query([v], evidence=row, show_progress=False)

    def fresh():
        ie = getattr(inference, engine)(net)
        if engine == "BeliefPropagation":
            ie.calibrate()
        ask(ie, rows[0])
        return ie

    first = mean(lambda i: fresh())
    ie = fresh()

    def posterior(v):
        if v in rows[0]:
            return []
        factor = answers[v]
        return [factor.get_value(**{v: "s%d" % s}) for s in range(len(factor.values))]

    worst = difference(folder, name, posterior)
    return read, first, mean(lambda i: ask(ie, rows[1 + i % (len(rows) - 1)])), worst


if __name__ == "__main__":
    folder, engine, name = sys.argv[1:]
    run = agrum if engine in ("LazyPropagation", "ShaferShenoyInference") else pgmpy
    numbers = run(engine, folder, name)
    print("%s,%s,%.4f,%.6f,%.6f,%.1e" % ((name, engine) + numbers))
