"""Verdicts, values and time of y0, pyAgrum, pgmpy and DoWhy beside causal4j's on a file of cases.

  python -m venv benchmarks/peers/.venv
  benchmarks/peers/.venv/bin/pip install -r benchmarks/peers/identify/requirements.txt
  java -jar examples/target/causal4j.jar identify --cases CASES.json > answers.jsonl
  benchmarks/peers/.venv/bin/python benchmarks/peers/identify/compare.py CASES.json answers.jsonl

Values are judged, not formulas: each formula is evaluated here on the case's joint table. pyAgrum
evaluates on a network of the observed variables alone, so only its verdicts are compared. pgmpy and
DoWhy look for adjustment sets and front-door sets; the formula of the set is what is evaluated. See
README.md for how each was asked and for the results.
"""

import itertools
import json
import logging
import signal
import statistics
import sys
import time
import warnings

TOLERANCE = 1e-8
SECONDS_PER_CASE = 20


def joint_table(case):
    """Probability of each assignment, as a function of a dict of fixed values."""
    order = case["numeric"]["jointOrder"]
    cells = dict(zip(itertools.product((0, 1), repeat=len(order)), case["numeric"]["joint"]))

    def probability(fixed):
        free = [name for name in order if name not in fixed]
        total = 0.0
        for values in itertools.product((0, 1), repeat=len(free)):
            world = {**fixed, **dict(zip(free, values))}
            total += cells[tuple(world[name] for name in order)]
        return total

    return probability


def evaluate_y0(expression, values, probability):
    from y0.dsl import Fraction, One, Probability, Product, Sum, Zero

    if isinstance(expression, One):
        return 1.0
    if isinstance(expression, Zero):
        return 0.0
    if isinstance(expression, Probability):
        given = {v.name: values.get(v.name, 0) for v in expression.parents}
        both = {v.name: values.get(v.name, 0) for v in expression.children} | given
        return probability(both) / (probability(given) if given else 1.0)
    if isinstance(expression, Product):
        result = 1.0
        for factor in expression.expressions:
            result *= evaluate_y0(factor, values, probability)
        return result
    if isinstance(expression, Fraction):
        return evaluate_y0(expression.numerator, values, probability) / evaluate_y0(
            expression.denominator, values, probability
        )
    if isinstance(expression, Sum):
        names = [v.name for v in expression.ranges]
        total = 0.0
        for bound in itertools.product((0, 1), repeat=len(names)):
            total += evaluate_y0(expression.expression, values | dict(zip(names, bound)), probability)
        return total
    raise TypeError(type(expression))


def ask_y0(case):
    from y0.algorithm.identify import identify_outcomes
    from y0.dsl import Variable
    from y0.graph import NxMixedGraph

    graph = NxMixedGraph.from_str_edges(
        nodes=case["nodes"], directed=case["directed"], undirected=case["bidirected"]
    )
    names = lambda field: {Variable(name) for name in case[field]}
    return identify_outcomes(
        graph, treatments=names("treatments"), outcomes=names("outcomes"), conditions=names("conditions") or None
    )


def ask_pyagrum(case):
    import pyagrum as gum
    import pyagrum.causal as csl

    net = gum.BayesNet()
    for name in case["nodes"]:
        net.add(gum.LabelizedVariable(name, name, 2))
    for tail, head in case["directed"]:
        net.addArc(tail, head)
    net.generateCPTs()
    hidden = [(f"U{i}", tuple(edge)) for i, edge in enumerate(case["bidirected"])]
    model = csl.CausalModel(net, hidden, True)
    _, potential, _ = csl.causalImpact(
        model,
        on=set(case["outcomes"]),
        doing=set(case["treatments"]),
        knowing=set(case["conditions"]),
    )
    return potential  # none where the effect is not identifiable


class NotAsked(Exception):
    """The peer has no way to put the question."""


def with_latents(case):
    """Bidirected edges as latent nodes: the edges, and the latent nodes."""
    edges = [tuple(edge) for edge in case["directed"]]
    latents = [f"_U{i}" for i in range(len(case["bidirected"]))]
    for latent, ends in zip(latents, case["bidirected"]):
        edges += [(latent, end) for end in ends]
    return edges, latents


def ask_pgmpy(case):
    from pgmpy.base import DAG
    from pgmpy.identification import Adjustment, Frontdoor

    if case["conditions"]:
        raise NotAsked("no conditional effects")
    if len(case["treatments"]) > 1 or len(case["outcomes"]) > 1:
        raise NotAsked("one treatment and one outcome only")
    edges, latents = with_latents(case)
    graph = DAG(ebunch=edges, latents=set(latents))
    graph.add_nodes_from(set(case["nodes"]) - set(graph.nodes()))
    graph = graph.with_role("exposures", case["treatments"][0])
    graph = graph.with_role("outcomes", case["outcomes"][0])
    found, success = Adjustment(variant="minimal").identify(graph)
    if success:
        return "adjust", sorted(found.get_role("adjustment"))
    found, success = Frontdoor().identify(graph)
    return ("front door", sorted(found.get_role("frontdoor"))) if success else None


def ask_dowhy(case):
    import networkx as nx
    from dowhy.causal_identifier import EstimandType, identify_effect_auto

    if case["conditions"]:
        raise NotAsked("no conditional effects")
    edges, _ = with_latents(case)
    graph = nx.DiGraph(edges)
    graph.add_nodes_from(case["nodes"])
    estimand = identify_effect_auto(
        graph, case["treatments"], case["outcomes"], case["nodes"], EstimandType.NONPARAMETRIC_ATE
    )
    if estimand.no_directed_path:
        return "no effect", []
    if estimand.estimands["backdoor"] is not None:
        return "adjust", sorted(estimand.get_backdoor_variables())
    if estimand.estimands["general_adjustment"] is not None:
        return "adjust", sorted(estimand.get_general_adjustment_variables())
    if estimand.estimands["frontdoor"] is not None:
        return "front door", sorted(estimand.get_frontdoor_variables())
    return None


def evaluate_set(found, case, values, probability):
    """The formula that a set stands for: of adjustment, or of a front door."""
    kind, names = found
    x = {name: values[name] for name in case["treatments"]}
    y = {name: values[name] for name in case["outcomes"]}
    if kind == "no effect":
        return probability(y)
    total = 0.0
    for cell in itertools.product((0, 1), repeat=len(names)):
        z = dict(zip(names, cell))
        if kind == "adjust":
            total += probability(y | x | z) / probability(x | z) * probability(z)
            continue
        inner = 0.0
        for other in itertools.product((0, 1), repeat=len(x)):
            x2 = dict(zip(x, other))
            inner += probability(y | x2 | z) / probability(x2 | z) * probability(x2)
        total += probability(x | z) / probability(x) * inner
    return total


def values_of(case, found):
    probability = joint_table(case)
    order = case["treatments"] + case["conditions"] + case["outcomes"]
    result = []
    for cell in itertools.product((0, 1), repeat=len(order)):
        values = dict(zip(order, cell))
        if isinstance(found, tuple):
            result.append(evaluate_set(found, case, values, probability))
        else:
            result.append(evaluate_y0(found, values, probability))
    return result


def out_of_time(signum, frame):
    raise TimeoutError(f"no answer in {SECONDS_PER_CASE} s")


def right(found, expected):
    return len(found) == len(expected) and max(abs(a - b) for a, b in zip(found, expected)) <= TOLERANCE


def main(cases_file, answers_file):
    with open(cases_file, encoding="utf-8") as file:
        cases = [c for c in json.load(file)["cases"] if c["kind"] in ("interventional", "conditional")]
    with open(answers_file, encoding="utf-8") as file:
        answers = {a["name"]: a for a in map(json.loads, file)}
    asks = {"y0": ask_y0, "pyAgrum": ask_pyagrum, "pgmpy": ask_pgmpy, "DoWhy": ask_dowhy}
    rows = {name: [] for name in ["causal4j", *asks]}
    signal.signal(signal.SIGALRM, out_of_time)
    for ask in asks.values():  # loads the library, outside the time
        try:
            ask(cases[0])
        except Exception as problem:
            print(f"{type(problem).__name__}: {problem}"[:200], file=sys.stderr)
    for case in cases:
        expected = case.get("numeric", {}).get("expected")
        own = answers[case["name"]]
        value = right(own["value"], expected) if expected else None
        rows["causal4j"].append((True, own["identifiable"] == case["identifiable"], value, own["millis"]))
        for name, ask in asks.items():
            asked = True
            start = time.perf_counter()
            signal.alarm(SECONDS_PER_CASE)
            try:
                found = ask(case)
            except NotAsked:
                asked, found = False, None
            except Exception as problem:  # a peer's failure is a result
                print(f"{name} failed on {case['name']}: {type(problem).__name__}: {problem}"[:200], file=sys.stderr)
                found = problem
            finally:
                signal.alarm(0)
            millis = (time.perf_counter() - start) * 1000
            failed = isinstance(found, Exception)
            verdict = asked and not failed and (found is not None) == case["identifiable"]
            if asked and not failed and not verdict:
                print(f"{name} says {found or 'no'} on {case['name']}"[:200], file=sys.stderr)
            value = None
            if expected and asked and name != "pyAgrum":
                try:
                    value = not failed and found is not None and right(values_of(case, found), expected)
                except KeyError as latent:  # a set that holds a latent node
                    print(f"{name} on {case['name']}: {latent} is not observed", file=sys.stderr)
                    value = False
                if not value and not failed and found is not None:
                    print(f"{name} is wrong on {case['name']}: {found}"[:300], file=sys.stderr)
            rows[name].append((asked, verdict, value, millis))
    header = f"{'':10}{'asked':>7}{'verdicts right':>16}{'values right':>16}{'ms, median':>12}{'ms, total':>12}"
    print(header)
    for name, results in rows.items():
        put = [row for row in results if row[0]]
        judged = [value for _, _, value, _ in put if value is not None]
        verdicts = f"{sum(v for _, v, _, _ in put)} of {len(put)}"
        values = f"{sum(judged)} of {len(judged)}" if judged else "not compared"
        times = [millis for _, _, _, millis in put]
        print(
            f"{name:10}{len(put):>7}{verdicts:>16}{values:>16}"
            f"{statistics.median(times):>12.2f}{sum(times):>12.0f}"
        )


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    main(*sys.argv[1:])
