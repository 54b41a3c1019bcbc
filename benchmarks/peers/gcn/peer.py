"""One peer on one pair of files: peer.py ENGINE TRAIN TEST prints a line of JSON.

Engines that train LightGCN run some batches of an epoch and print seconds an epoch, batches times
the mean; those of the package implicit fit a whole model and print recall@20 and NDCG@20 as well.
"""

import json
import os
import resource
import sys
import tempfile
import time
import warnings

import numpy as np
import scipy.sparse as sp

warnings.filterwarnings("ignore")
THREADS = 2
LAYERS, DIM, BATCH, RATE, PENALTY = 3, 64, 2048, 1e-3, 1e-4
WARM_UP, MEASURED = 3, 20


def read(train, test):
    """Users' items of both files, and the numbers of users and items of their union."""
    parts = []
    for path in (train, test):
        users, items = [], []
        with open(path) as file:
            for line in file:
                ids = [int(v) for v in line.split()]
                users += [ids[0]] * (len(ids) - 1)
                items += ids[1:]
        parts.append((np.array(users), np.array(items)))
    counts = [1 + max(p[k].max() for p in parts) for k in (0, 1)]
    return parts[0], parts[1], counts


def adjacency(pairs, counts):
    """The symmetrically normalized adjacency of users and items."""
    users, items = pairs
    total = sum(counts)
    a = sp.coo_matrix((np.ones(len(users)), (users, items + counts[0])), (total, total)).tocsr()
    a = a + a.T
    degree = np.asarray(a.sum(1)).ravel()
    scale = sp.diags(1 / np.sqrt(np.maximum(degree, 1)))
    return (scale @ a @ scale).tocsr().astype(np.float32)


class Batches:
    """Pairs in random order, a uniform negative that the user does not have for each."""

    def __init__(self, pairs, counts):
        self.random = np.random.default_rng(7)
        self.pairs, self.items = pairs, counts[1]
        self.taken = np.sort(pairs[0].astype(np.int64) * counts[1] + pairs[1])
        self.size = -(-len(pairs[0]) // BATCH)

    def __iter__(self):
        order = self.random.permutation(len(self.pairs[0]))
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            users = self.pairs[0][chosen]
            negatives = self.random.integers(self.items, size=len(users))
            for _ in range(20):
                keys = users.astype(np.int64) * self.items + negatives
                found = np.searchsorted(self.taken, keys).clip(max=len(self.taken) - 1)
                bad = np.flatnonzero(self.taken[found] == keys)
                if len(bad) == 0:
                    break
                negatives[bad] = self.random.integers(self.items, size=len(bad))
            yield users, self.pairs[1][chosen], negatives


def timed(step, batches):
    """Seconds an epoch, wall and of the processors, from some of its batches."""
    done, wall, cpu = 0, 0, 0
    for batch in batches:
        if done == WARM_UP:
            wall, cpu = time.perf_counter(), time.process_time()
        step(*batch)
        done += 1
        if done == WARM_UP + MEASURED:
            break
    factor = batches.size / (done - WARM_UP)
    return {
        "epochSeconds": (time.perf_counter() - wall) * factor,
        "epochCpuSeconds": (time.process_time() - cpu) * factor,
        "batchesMeasured": done - WARM_UP,
        "batches": batches.size,
    }


def torch_with_threads():
    import torch

    torch.set_num_threads(THREADS)
    torch.manual_seed(7)
    return torch


def bpr(torch, u, i, j):
    """The loss of a batch of smoothed vectors."""
    return torch.nn.functional.softplus((u * (j - i)).sum(1)).mean()


def lightgcn_as_published(train, counts):
    """COO adjacency, autograd through every propagation, as the authors' code does."""
    torch = torch_with_threads()
    a = adjacency(train, counts).tocoo()
    graph = torch.sparse_coo_tensor(
        np.stack([a.row, a.col]), torch.from_numpy(a.data), a.shape).coalesce()
    start = torch.nn.Parameter(torch.randn(sum(counts), DIM) * 0.1)
    adam = torch.optim.Adam([start], lr=RATE)
    n = counts[0]

    def step(users, items, negatives):
        layers = [start]
        for _ in range(LAYERS):
            layers.append(torch.sparse.mm(graph, layers[-1]))
        smooth = torch.stack(layers, 1).mean(1)
        u, i, j = (torch.from_numpy(v) for v in (users, items + n, negatives + n))
        own = sum(start[k].norm(2).pow(2) for k in (u, i, j)) / (2 * len(u))
        loss = bpr(torch, smooth[u], smooth[i], smooth[j]) + PENALTY * own
        adam.zero_grad()
        loss.backward()
        adam.step()

    return step


def lightgcn_closed_form(train, counts):
    """CSR adjacency and no autograd: the operator is symmetric, so the gradient is smoothed once
    more; one fused step of Adam."""
    torch = torch_with_threads()
    a = adjacency(train, counts)
    graph = torch.sparse_csr_tensor(
        torch.from_numpy(a.indptr.astype(np.int64)), torch.from_numpy(a.indices.astype(np.int64)),
        torch.from_numpy(a.data), a.shape)
    start = torch.nn.Parameter(torch.randn(sum(counts), DIM) * 0.1)
    adam = torch.optim.Adam([start], lr=RATE, fused=True)
    n = counts[0]

    def smoothed(x):
        total, layer = x.clone(), x
        for _ in range(LAYERS):
            layer = graph @ layer
            total += layer
        return total / (LAYERS + 1)

    @torch.no_grad()
    def step(users, items, negatives):
        smooth = smoothed(start)
        u, i, j = (torch.from_numpy(v) for v in (users, items + n, negatives + n))
        xu, xi, xj = smooth[u], smooth[i], smooth[j]
        slope = torch.sigmoid((xu * (xj - xi)).sum(1, keepdim=True)) / len(u)
        gradient = torch.zeros_like(start)
        gradient.index_add_(0, u, slope * (xj - xi))
        gradient.index_add_(0, i, -slope * xu)
        gradient.index_add_(0, j, slope * xu)
        gradient = smoothed(gradient)
        for k in (u, i, j):
            gradient.index_add_(0, k, start[k] * (PENALTY / len(u)))
        start.grad = gradient
        adam.step()

    return step


def lightgcn_geometric(train, counts):
    torch = torch_with_threads()
    from torch_geometric.nn import LightGCN

    n = counts[0]
    users, items = torch.from_numpy(train[0]), torch.from_numpy(train[1]) + n
    edges = torch.cat([torch.stack([users, items]), torch.stack([items, users])], 1)
    model = LightGCN(sum(counts), DIM, LAYERS)
    adam = torch.optim.Adam(model.parameters(), lr=RATE)

    def step(users, items, negatives):
        u, i, j = (torch.from_numpy(v) for v in (users, items + n, negatives + n))
        ranks = model(edges, torch.cat([torch.stack([u, i]), torch.stack([u, j])], 1)).chunk(2)
        loss = model.recommendation_loss(*ranks, torch.cat([u, i, j]), lambda_reg=PENALTY)
        adam.zero_grad()
        loss.backward()
        adam.step()

    return step


def lightgcn_recbole(train, counts):
    torch = torch_with_threads()
    from recbole.config import Config
    from recbole.data.dataset import Dataset
    from recbole.model.general_recommender import LightGCN

    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "pairs"))
        with open(os.path.join(folder, "pairs", "pairs.inter"), "w") as out:
            out.write("user_id:token\titem_id:token\n")
            out.writelines("u%d\ti%d\n" % pair for pair in zip(*train))
        arguments, sys.argv = sys.argv, sys.argv[:1]
        config = Config(
            "LightGCN", "pairs", config_dict={
                "data_path": folder, "use_gpu": False, "embedding_size": DIM, "n_layers": LAYERS,
                "reg_weight": PENALTY, "train_batch_size": BATCH, "learning_rate": RATE,
                "state": "ERROR", "show_progress": False})
        sys.argv = arguments
        dataset = Dataset(config)
    model = LightGCN(config, dataset)
    adam = torch.optim.Adam(model.parameters(), lr=RATE)
    user_of, item_of = (dataset.field2token_id[f] for f in ("user_id", "item_id"))
    users_to = np.array([user_of.get("u%d" % k, 0) for k in range(counts[0])])
    items_to = np.array([item_of.get("i%d" % k, 0) for k in range(counts[1])])

    def step(users, items, negatives):
        batch = {
            model.USER_ID: torch.from_numpy(users_to[users]),
            model.ITEM_ID: torch.from_numpy(items_to[items]),
            model.NEG_ITEM_ID: torch.from_numpy(items_to[negatives])}
        adam.zero_grad()
        model.calculate_loss(batch).backward()
        adam.step()

    return step


def factors(kind, train, test, counts):
    """implicit's matrix factorization: seconds to fit, and metrics by full ranking."""
    import implicit

    matrix = sp.csr_matrix((np.ones(len(train[0]), np.float32), train), counts)
    if kind == "als":
        model = implicit.als.AlternatingLeastSquares(
            factors=DIM, regularization=10, alpha=40 * np.log(2), iterations=15,
            num_threads=THREADS, random_state=7)
    else:
        model = implicit.bpr.BayesianPersonalizedRanking(
            factors=DIM, learning_rate=0.01, regularization=0.001, iterations=100,
            num_threads=THREADS, random_state=7)
    wall, cpu = time.perf_counter(), time.process_time()
    model.fit(matrix, show_progress=False)
    seconds, spent = time.perf_counter() - wall, time.process_time() - cpu
    recall, ndcg = ranking(model.user_factors, model.item_factors, matrix, test)
    return {"seconds": seconds, "cpuSeconds": spent, "recall@20": recall, "ndcg@20": ndcg}


def ranking(users, items, train, test, k=20):
    """Mean recall and NDCG over users of the test file; items of training are not ranked."""
    targets = {}
    for u, i in zip(*test):
        targets.setdefault(u, set()).add(i)
    discount = 1 / np.log2(np.arange(k) + 2)
    recall = ndcg = 0
    for u, wanted in targets.items():
        scores = items @ users[u]
        scores[train.indices[train.indptr[u] : train.indptr[u + 1]]] = -np.inf
        best = np.argpartition(-scores, k)[:k]
        best = best[np.argsort(-scores[best])]
        hits = np.array([i in wanted for i in best])
        recall += hits.sum() / len(wanted)
        ndcg += (hits * discount).sum() / discount[: min(k, len(wanted))].sum()
    return recall / len(targets), ndcg / len(targets)


LIGHTGCN = {
    "pytorch-coo": lightgcn_as_published,
    "pytorch-csr": lightgcn_closed_form,
    "geometric": lightgcn_geometric,
    "recbole": lightgcn_recbole,
}


def main():
    engine, train, test = sys.argv[1:]
    train, test, counts = read(train, test)
    if engine in LIGHTGCN:
        step = LIGHTGCN[engine](train, counts)
        result = timed(step, Batches(train, counts))
    else:
        result = factors(engine.split("-")[1], train, test, counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"engine": engine, **result, "peakMB": round(peak)}))


if __name__ == "__main__":
    main()
