"""One engine on one study: peer.py FOLDER ENGINE TASK prints engine,task,estimate,low,high,cold wall
s,cold cpu s,warm wall s,warm cpu s. Cold is the first fit of the process, imports and reading of
the file not counted; warm is the mean of runs for half a second after a
second of the same, or of one run right after a first one of more than 20 processor seconds."""

import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
THREADS = 2
FOLDS = 5
LONG = 20


def read(folder, study):
    frame = pd.read_csv(folder + "/" + study + ".csv")
    return frame, [c for c in frame.columns if c.startswith("x")]


def boosted(kind):
    import lightgbm

    return getattr(lightgbm, kind)(
        n_estimators=100, max_depth=4, num_leaves=16, learning_rate=0.1, max_bin=63,
        min_child_samples=20, reg_lambda=1, n_jobs=THREADS, verbose=-1)


def forest(kind):
    import sklearn.ensemble

    return getattr(sklearn.ensemble, kind)(
        n_estimators=200, min_samples_leaf=5, max_features=1 / 3, n_jobs=THREADS, random_state=7)


def learners(which):
    """Models of outcome and propensity."""
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if which == "boosting":
        return boosted("LGBMRegressor"), boosted("LGBMClassifier")
    if which == "forest":
        return forest("RandomForestRegressor"), forest("RandomForestClassifier")
    return LinearRegression(), make_pipeline(StandardScaler(), LogisticRegression(C=1))


# ---- DoWhy ----

def dowhy(method, units="ate", scaled=False, **init):
    """Identification is not timed. DoWhy gives no interval here but by the bootstrap."""

    def make(frame, x):
        from dowhy import CausalModel

        data = frame.copy()
        data["t"] = data["t"].astype(bool)
        if scaled:
            data[x] = (data[x] - data[x].mean()) / data[x].std()
        model = CausalModel(data, "t", "y", common_causes=x)
        found = model.identify_effect(proceed_when_unidentifiable=True)

        def fit():
            effect = model.estimate_effect(
                found, method_name=method, target_units=units, control_value=0, treatment_value=1,
                method_params={"init_params": {k: v() for k, v in init.items()}})
            return effect.value, np.nan, np.nan

        return fit

    return make


def logit():
    """Without a penalty, as causal4j's IPW has none."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=1e9, max_iter=1000))


def dowhy_ipw(units="ate"):
    return dowhy(
        "backdoor.propensity_score_weighting", units, propensity_score_model=logit,
        weighting_scheme=lambda: "ips_normalized_weight")


# ---- EconML ----

def econml_dr(which):
    def make(frame, x):
        from econml.dr import LinearDRLearner

        outcome, propensity = learners(which)

        def fit():
            model = LinearDRLearner(
                model_propensity=propensity, model_regression=outcome, cv=FOLDS, random_state=7,
                min_propensity=0.01)
            model.fit(frame["y"].values, frame["t"].values, X=None, W=frame[x].values)
            inference = model.intercept__inference(T=1)
            low, high = inference.conf_int()
            return inference.point_estimate, low, high

        return fit

    return make


def econml_plr(which):
    def make(frame, x):
        from econml.dml import LinearDML

        outcome, propensity = learners(which)

        def fit():
            model = LinearDML(
                model_y=outcome, model_t=propensity, discrete_treatment=True, cv=FOLDS,
                random_state=7)
            model.fit(frame["y"].values, frame["t"].values, X=None, W=frame[x].values)
            inference = model.intercept__inference()
            low, high = inference.conf_int()
            return inference.point_estimate, low, high

        return fit

    return make


# ---- DoubleML ----

def doubleml(kind, which="linear", **more):
    def make(frame, x):
        import doubleml as dml
        from sklearn.linear_model import LinearRegression

        outcome, propensity = learners(which)

        def fit():
            np.random.seed(7)
            if kind == "PLIV":
                data = dml.DoubleMLData(frame, y_col="y", d_cols="t", x_cols=x, z_cols="z")
                line = LinearRegression()
                model = dml.DoubleMLPLIV(data, line, line, line, n_folds=FOLDS)
            elif kind == "PLR":
                data = dml.DoubleMLData(frame, y_col="y", d_cols="t", x_cols=x)
                model = dml.DoubleMLPLR(data, outcome, propensity, n_folds=FOLDS)
            else:
                data = dml.DoubleMLData(frame, y_col="y", d_cols="t", x_cols=x)
                model = dml.DoubleMLIRM(data, outcome, propensity, n_folds=FOLDS, **more)
            model.fit()
            low, high = model.confint().values[0]
            return model.coef[0], low, high

        return fit

    return make


# ---- CausalML ----

def causalml_tmle(frame, x):
    from causalml.inference.meta import TMLELearner
    from causalml.propensity import compute_propensity_score
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def fit():
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1))
        e = model.fit(frame[x].values, frame["t"].values).predict_proba(frame[x].values)[:, 1]
        tmle = TMLELearner(learner=LinearRegression(), cv=None)
        value, low, high = tmle.estimate_ate(
            X=frame[x].values, treatment=frame["t"].values, y=frame["y"].values,
            p=np.clip(e, 0.01, 0.99))
        return float(np.ravel(value)[0]), float(np.ravel(low)[0]), float(np.ravel(high)[0])

    return fit


# ---- Effects that differ from unit to unit: the estimate is the mean of the effects of all rows ----


def econml_rows(kind):
    """S, T and X of boosted trees, R and DR of them with boosted trees or a line as last stage."""

    def make(frame, x):
        import econml.dml
        import econml.dr
        import econml.metalearners
        from sklearn.linear_model import LogisticRegression

        outcome, chance = boosted("LGBMRegressor"), LogisticRegression(C=1)
        linear, _ = learners("linear")
        more = {"cv": FOLDS, "random_state": 7}
        made = {
            "s": lambda: econml.metalearners.SLearner(overall_model=outcome),
            "t": lambda: econml.metalearners.TLearner(models=outcome),
            "x": lambda: econml.metalearners.XLearner(models=outcome, propensity_model=chance),
            "r": lambda: econml.dml.NonParamDML(
                model_y=outcome, model_t=chance, model_final=outcome, discrete_treatment=True,
                **more),
            "dr": lambda: econml.dr.DRLearner(
                model_regression=outcome, model_propensity=chance, model_final=outcome,
                min_propensity=0.01, **more),
            "r line": lambda: econml.dml.LinearDML(
                model_y=linear, model_t=chance, discrete_treatment=True, **more),
            "dr line": lambda: econml.dr.LinearDRLearner(
                model_regression=linear, model_propensity=chance, min_propensity=0.01, **more),
        }[kind]
        y, t, rows = frame["y"].values, frame["t"].values, frame[x].values

        def fit():
            model = made()
            model.fit(y, t, X=rows)
            effects = np.ravel(model.effect(rows))
            if not kind.endswith("line"):
                return effects.mean(), np.nan, np.nan
            model.effect_interval(rows)
            low, high = model.ate_interval(rows)
            return effects.mean(), low, high

        return fit

    return make


def econml_forest(frame, x):
    """With the interval of every row; the interval printed is that of the doubly robust mean."""
    from econml.dml import CausalForestDML
    from sklearn.linear_model import LogisticRegression

    y, t, rows = frame["y"].values, frame["t"].values, frame[x].values

    def fit():
        model = CausalForestDML(
            model_y=boosted("LGBMRegressor"), model_t=LogisticRegression(C=1),
            discrete_treatment=True, cv=FOLDS, n_estimators=500, subforest_size=2,
            max_samples=0.5, min_samples_leaf=5, min_balancedness_tol=0.45, n_jobs=THREADS,
            random_state=7)
        model.fit(y, t, X=rows)
        model.effect_interval(rows)
        mean, error = float(np.ravel(model.ate_)[0]), float(np.ravel(model.ate_stderr_)[0])
        return mean, mean - 1.959964 * error, mean + 1.959964 * error

    return fit


def causalml_rows(kind):
    """DR takes three folds in CausalML, and no other number."""

    def make(frame, x):
        from causalml.inference import meta
        from sklearn.linear_model import LogisticRegression

        learner = {"learner": boosted("LGBMRegressor")}
        made = {
            "s": lambda: meta.BaseSRegressor(**learner),
            "t": lambda: meta.BaseTRegressor(**learner),
            "x": lambda: meta.BaseXRegressor(**learner),
            "r": lambda: meta.BaseRRegressor(**learner, n_fold=FOLDS, random_state=7),
            "dr": lambda: meta.BaseDRRegressor(**learner),
        }[kind]
        y, t, rows = frame["y"].values, frame["t"].values, frame[x].values

        def fit():
            chance = LogisticRegression(C=1).fit(rows, t).predict_proba(rows)[:, 1]
            known = {"p": np.clip(chance, 0.01, 0.99)} if kind in ("x", "r", "dr") else {}
            model = made()
            model.fit(X=rows, treatment=t, y=y, **known)
            effects = model.predict(rows, **({"p": known["p"]} if kind == "x" else {}))
            return float(np.mean(effects)), np.nan, np.nan

        return fit

    return make


def both(kind):
    return {"econml": econml_rows(kind), "causalml": causalml_rows(kind)}


# A task is a study and an estimator. To add one, say which engine does it here, and add its line to
# PeerRun.java.
TASKS = {
    "nhefs ipw": {"dowhy": dowhy_ipw()},
    "nhefs regression": {"dowhy": dowhy("backdoor.linear_regression")},
    "nhefs matching": {"dowhy": dowhy("backdoor.distance_matching", scaled=True)},
    "nhefs aipw": {"econml": econml_dr("linear")},
    "nhefs irm": {"doubleml": doubleml("IRM")},
    "nhefs plr": {"doubleml": doubleml("PLR"), "econml": econml_plr("linear")},
    "nhefs tmle": {"causalml": causalml_tmle},
    "nhefs irm forest": {"doubleml": doubleml("IRM", "forest")},
    "nhefs irm boosting": {"doubleml": doubleml("IRM", "boosting")},
    "nsw ipw att": {"dowhy": dowhy_ipw("att")},
    "nsw matching att": {"dowhy": dowhy("backdoor.distance_matching", "att", scaled=True)},
    "nsw irm att": {"doubleml": doubleml("IRM", score="ATTE")},
    "card iv": {"doubleml": doubleml("PLIV")},
    "hillstrom ipw": {"dowhy": dowhy_ipw()},
    "hillstrom regression": {"dowhy": dowhy("backdoor.linear_regression")},
    "hillstrom aipw": {"econml": econml_dr("linear")},
    "hillstrom irm": {"doubleml": doubleml("IRM")},
    "hillstrom plr": {"doubleml": doubleml("PLR"), "econml": econml_plr("linear")},
    "hillstrom tmle": {"causalml": causalml_tmle},
    "hillstrom t": both("t"),
    "hillstrom dr line": {"econml": econml_rows("dr line")},
    "simulated ipw": {"dowhy": dowhy_ipw()},
    "simulated regression": {"dowhy": dowhy("backdoor.linear_regression")},
    "simulated aipw": {"econml": econml_dr("linear")},
    "simulated irm": {"doubleml": doubleml("IRM")},
    "simulated plr": {"doubleml": doubleml("PLR"), "econml": econml_plr("linear")},
    "simulated tmle": {"causalml": causalml_tmle},
    "simulated aipw boosting": {"econml": econml_dr("boosting")},
    "simulated irm boosting": {"doubleml": doubleml("IRM", "boosting")},
    "simulated plr boosting": {"doubleml": doubleml("PLR", "boosting")},
    "varied s": both("s"),
    "varied t": both("t"),
    "varied x": both("x"),
    "varied r": both("r"),
    "varied dr": both("dr"),
    "varied r line": {"econml": econml_rows("r line")},
    "varied dr line": {"econml": econml_rows("dr line")},
    "varied forest": {"econml": econml_forest},
}


def main():
    folder, engine, task = sys.argv[1:]
    frame, x = read(folder, task.split()[0])
    fit = TASKS[task][engine](frame, x)
    cells = []
    for runs, least in ((1, 0), (20, 1), (100, 0.5)):
        if runs == 20 and cells[1] > LONG:
            continue
        wall, cpu, done = time.perf_counter(), time.process_time(), 0
        while done == 0 or (done < runs and time.process_time() - cpu < least):
            estimate, low, high = fit()
            done += 1
        if runs != 20:
            cells += [(time.perf_counter() - wall) / done, (time.process_time() - cpu) / done]
    numbers = ["%.6g" % float(v) for v in (estimate, low, high)] + ["%.4f" % c for c in cells]
    print(",".join([engine, task] + numbers))


if __name__ == "__main__":
    main()
