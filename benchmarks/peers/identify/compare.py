"""Verdicts, values and time of y0 and pyAgrum beside causal4j's on a file of identification cases.

  python -m venv benchmarks/peers/.venv
  benchmarks/peers/.venv/bin/pip install -r benchmarks/peers/identify/requirements.txt
  java -jar examples/target/causal4j.jar identify --cases CASES.json > answers.jsonl
  benchmarks/peers/.venv/bin/python benchmarks/peers/identify/compare.py CASES.json answers.jsonl

Values are judged, not formulas: each formula is evaluated here on the case's joint table. pyAgrum
evaluates on a network of the observed variables alone, so only its verdicts are compared.
"""

import itertools
import json
import statistics
import sys
import time

TOLERANCE = 1e-8


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


def values_of(case, expression):
    probability = joint_table(case)
    order = case["treatments"] + case["conditions"] + case["outcomes"]
    return [
        evaluate_y0(expression, dict(zip(order, cell)), probability)
        for cell in itertools.product((0, 1), repeat=len(order))
    ]


def right(found, expected):
    return len(found) == len(expected) and max(abs(a - b) for a, b in zip(found, expected)) <= TOLERANCE


def main(cases_file, answers_file):
    with open(cases_file, encoding="utf-8") as file:
        cases = [c for c in json.load(file)["cases"] if c["kind"] in ("interventional", "conditional")]
    with open(answers_file, encoding="utf-8") as file:
        answers = {a["name"]: a for a in map(json.loads, file)}
    rows = {"causal4j": [], "y0": [], "pyAgrum": []}
    for case in cases:
        expected = case.get("numeric", {}).get("expected")
        own = answers[case["name"]]
        value = right(own["value"], expected) if expected else None
        rows["causal4j"].append((own["identifiable"] == case["identifiable"], value, own["millis"]))
        for name, ask in (("y0", ask_y0), ("pyAgrum", ask_pyagrum)):
            start = time.perf_counter()
            try:
                found = ask(case)
            except Exception as problem:  # a peer's failure is a result
                print(f"{name} failed on {case['name']}: {type(problem).__name__}: {problem}"[:200], file=sys.stderr)
                found = problem
            millis = (time.perf_counter() - start) * 1000
            failed = isinstance(found, Exception)
            verdict = not failed and (found is not None) == case["identifiable"]
            value = None
            if expected and name == "y0":
                value = not failed and found is not None and right(values_of(case, found), expected)
                if not value:
                    print(f"{name} is wrong on {case['name']}: {found}"[:300], file=sys.stderr)
            rows[name].append((verdict, value, millis))
    print(f"{'':10}{'verdicts right':>16}{'values right':>16}{'ms, median':>12}{'ms, total':>12}")
    for name, results in rows.items():
        judged = [value for _, value, _ in results if value is not None]
        print(
            f"{name:10}{sum(v for v, _, _ in results):>9} of {len(results):<4}"
            + (f"{sum(judged):>9} of {len(judged):<4}" if judged else f"{'not compared':>16}")
            + f"{statistics.median(m for _, _, m in results):>12.2f}{sum(m for _, _, m in results):>12.0f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
