"""Times pyAgrum on the networks and evidence that PeerRun wrote: one thread, all single posteriors.

usage: peers.py FOLDER LIMIT_SECONDS [NAME ...]
"""
import csv, os, statistics, sys, time
import pyagrum as gum

MEASURED_SECONDS, FEWEST, MOST = 3.0, 3, 200


def median(work):
    times, start = [], time.perf_counter()
    while len(times) < FEWEST or (time.perf_counter() - start < MEASURED_SECONDS and len(times) < MOST):
        begin = time.perf_counter()
        work(len(times))
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def evidence_of(path):
    with open(path) as lines:
        return [dict((k, int(v)) for k, v in (p.split("=") for p in line.strip().split(","))) for line in lines]


def agrum(engine, folder, name):
    start = time.perf_counter()
    net = gum.loadBN(os.path.join(folder, name + ".bif"))
    read = time.perf_counter() - start
    rows = evidence_of(os.path.join(folder, name + ".evidence"))
    names = list(net.names())
    ids = [net.idFromName(n) for n in names]

    def fresh():
        ie = engine(net)
        ie.setNumberOfThreads(1)
        ie.setEvidence(rows[0])
        ie.makeInference()
        return ie, [ie.posterior(i) for i in ids]

    first = median(lambda i: fresh())
    ie, posteriors = fresh()
    worst = 0.0
    with open(os.path.join(folder, name + ".posteriors")) as lines:
        for line in lines:
            cells = line.split()
            mine = posteriors[names.index(cells[0])].tolist()
            worst = max([worst] + [abs(a - float(b)) for a, b in zip(mine, cells[1:])])

    def warm(i):
        for variable, state in rows[1 + i % (len(rows) - 1)].items():
            ie.chgEvidence(variable, state)
        ie.makeInference()
        return [ie.posterior(i) for i in ids]

    return read, first, median(warm), worst


if __name__ == "__main__":
    folder, engine, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    for name in names:
        r = agrum(getattr(gum, engine), folder, name)
        print("%s,%s,%.4f,%.6f,%.6f,%.2e" % ((name, engine) + r), flush=True)
