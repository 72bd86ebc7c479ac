"""Criteria of given draws by plain numpy, from their definitions.

usage: python3 criteria.py FOLDER    reads FOLDER/*.npz, prints one JSON object
A file holds x, y, tx, ty, draws and hot (draws x parameters), layers (outputs x inputs of each), and
setting = [1 for classes, sigma, 1 for tanh and 0 for relu, tail of PSIS].
"""
import glob, json, os, sys
import numpy as np


def losses(w, x, y, layers, classes, sigma, tanh):
    """[draws][data] of -log p(y | x, w)."""
    at, f = 0, np.broadcast_to(x, (len(w),) + x.shape)
    for k, (rows, columns) in enumerate(layers.astype(int)):
        weight = w[:, at : at + rows * columns].reshape(-1, rows, columns)
        bias = w[:, at + rows * columns : at + rows * columns + rows]
        at += rows * columns + rows
        f = np.einsum("snc,src->snr", f, weight) + bias[:, None, :]
        if k < len(layers) - 1:
            f = np.tanh(f) if tanh else np.maximum(f, 0)
    if classes:
        top = f.max(2)
        return np.log(np.exp(f - top[:, :, None]).sum(2)) + top - f[:, np.arange(len(y)), y.astype(int).ravel()]
    return (((y - f) / sigma) ** 2 / 2 + np.log(sigma) + np.log(2 * np.pi) / 2).sum(2)


def log_mean(a):
    top = a.max(0)
    return top + np.log(np.exp(a - top).mean(0))


def pareto(x):
    """Zhang and Stephens 2009, for ascending exceedances x; k as of the tail 1/k, sigma."""
    n = len(x)
    m = 30 + int(np.sqrt(n))
    b = 1 / x[-1] + (1 - np.sqrt(m / (np.arange(1, m + 1) - 0.5))) / (3 * x[max(0, int(n / 4 + 0.5) - 1)])
    k = np.log1p(-b[:, None] * x).mean(1)
    likelihood = n * (np.log(-b / k) - k - 1)
    weight = 1 / np.exp(likelihood - likelihood[:, None]).sum(1)
    b = (b * weight).sum() / weight.sum()
    k = np.log1p(-b * x).mean()
    return k, -k / b


def psis(ratio, tail):
    """Smoothed log ratios and k-hat; Vehtari et al. 2024."""
    order = np.argsort(ratio, kind="stable")
    cut, top = ratio[order[-tail - 1]], ratio[order[-1]]
    above = np.exp(cut - top) * np.expm1(ratio[order[-tail:]] - cut)
    # A repeated draw may equal the cut-off and says nothing of the tail above it.
    k, sigma = pareto(above[above > 0])
    k = (k * tail + 10 * 0.5) / (tail + 10)
    p = (np.arange(1, tail + 1) - 0.5) / tail
    smooth = np.exp(cut - top) + sigma * np.expm1(-k * np.log1p(-p)) / k
    out = ratio.copy()
    out[order[-tail:]] = np.minimum(np.log(smooth), 0) + top
    return out, k


def case(path):
    d = np.load(path)
    classes, sigma, tanh, tail = d["setting"]
    args = (d["layers"], classes > 0, sigma, tanh > 0)
    train = losses(d["draws"], d["x"], d["y"], *args)
    test = losses(d["draws"], d["tx"], d["ty"], *args)
    loo, shapes = [], []
    for i in range(train.shape[1]):
        ratio, k = psis(train[:, i], int(tail))
        top = (ratio - train[:, i]).max()
        loo.append(np.log(np.exp(ratio - ratio.max()).sum()) + ratio.max() - top - np.log(np.exp(ratio - train[:, i] - top).sum()))
        shapes.append(k)
    bayes, variance = -log_mean(-train), train.var(0)
    return {
        "bayesTraining": bayes.mean(), "gibbsTraining": train.mean(), "functionalVariance": variance.sum(),
        "waic": (bayes + variance).mean(), "loo": np.mean(loo), "kHat": shapes,
        "bayesGeneralisation": -log_mean(-test).mean(), "gibbsGeneralisation": test.mean(),
        "wbic": losses(d["hot"], d["x"], d["y"], *args).sum(1).mean(),
    }


print(json.dumps({os.path.basename(path)[:-4]: case(path) for path in glob.glob(os.path.join(sys.argv[1], "*.npz"))}))
