"""Losses, accuracies, K_n and criteria by plain numpy, from their definitions.

usage: python3 reference.py FOLDER    reads FOLDER/*.case, prints one JSON object
A case is a line: name likelihood sigma activation gamma; beside it lie name.npz with x, y and
name-a.safetensors, name-b.safetensors with layers.K.weight (outputs x inputs), layers.K.bias.
"""
import glob, json, os, struct, sys
import numpy as np


def safetensors(path):
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    kinds = {"F32": np.float32, "F64": np.float64}
    found = {}
    for name, it in header.items():
        if name != "__metadata__":
            a, b = it["data_offsets"]
            flat = np.frombuffer(raw[8 + size + a : 8 + size + b], kinds[it["dtype"]])
            found[name] = flat.reshape(it["shape"]).astype(float)
    return found


def outputs(w, x, activation):
    depth = sum(name.endswith("weight") for name in w)
    for k in range(depth):
        x = x @ w[f"layers.{k}.weight"].T + w.get(f"layers.{k}.bias", 0)
        if k < depth - 1:
            x = {"tanh": np.tanh, "relu": lambda v: np.maximum(v, 0), "identity": lambda v: v}[activation](x)
    return x


def losses(f, y, likelihood, sigma):
    if likelihood == "categorical":
        top = f.max(1, keepdims=True)
        return np.log(np.exp(f - top).sum(1)) + top[:, 0] - f[np.arange(len(f)), y.astype(int).ravel()]
    r = (y.reshape(f.shape) - f) / sigma
    return (r**2 / 2 + np.log(sigma) + np.log(2 * np.pi) / 2).sum(1)


def posterior(x, y, sigma, gamma, centre, beta):
    precision = gamma * np.eye(x.shape[1]) + beta * x.T @ x / sigma**2
    covariance = np.linalg.inv(precision)
    return covariance @ (gamma * centre + beta * x.T @ y / sigma**2), covariance


def predictive(x, y, sigma, mean, covariance):
    v = sigma**2 + np.einsum("ij,jk,ik->i", x, covariance, x)
    return (y - x @ mean) ** 2 / (2 * v) + np.log(2 * np.pi * v) / 2


def linear(x, y, sigma, gamma, centre):
    """Closed forms for y ~ N(w x, sigma^2), w ~ N(centre, I / gamma)."""
    n = len(y)
    def moments(beta):
        mean, covariance = posterior(x, y, sigma, gamma, centre, beta)
        v = np.einsum("ij,jk,ik->i", x, covariance, x) / sigma**2
        r2 = (y - x @ mean) ** 2 / sigma**2
        return (r2 + v) / 2 + np.log(sigma) + np.log(2 * np.pi) / 2, r2 * v + v**2 / 2
    gibbs, variance = moments(1)
    hot = moments(1 / np.log(n))[0]
    bayes = predictive(x, y, sigma, *posterior(x, y, sigma, gamma, centre, 1)).mean()
    keep = lambda i: np.arange(n) != i
    loo = [predictive(x[[i]], y[[i]], sigma, *posterior(x[keep(i)], y[keep(i)], sigma, gamma, centre, 1))[0] for i in range(n)]
    at_centre = losses((x @ centre)[:, None], y, "gaussian", sigma).mean()
    return {
        "bayesTraining": bayes, "gibbsTraining": gibbs.mean(), "functionalVariance": variance.sum(),
        "waic": bayes + variance.sum() / n, "loo": np.mean(loo), "wbic": hot.sum(),
        "llc": n / np.log(n) * (hot.mean() - at_centre),
    }


def case(path):
    name, likelihood, sigma, activation, gamma = open(path).read().split()
    sigma, gamma = float(sigma), float(gamma)
    stem = os.path.join(os.path.dirname(path), name)
    data = np.load(stem + ".npz")
    x, y = data["x"], data["y"]
    w = [safetensors(f"{stem}-{side}.safetensors") for side in "ab"]
    f = [outputs(each, x, activation) for each in w]
    a, b = [losses(each, y, likelihood, sigma) for each in f]
    found = {"lossA": a.mean(), "lossB": b.mean(), "k": (b - a).mean(), "kSe": (b - a).std(ddof=1) / np.sqrt(len(a))}
    if likelihood == "categorical":
        found["accuracyA"], found["accuracyB"] = [(each.argmax(1) == y.ravel()).mean() for each in f]
    if gamma > 0:
        centre = w[0]["layers.0.weight"][0]
        found["criteria"] = linear(x, y.ravel(), sigma, gamma, centre)
        # Test data under the names tx, ty.
        mean, covariance = posterior(x, y.ravel(), sigma, gamma, centre, 1)
        found["criteria"]["bayesGeneralisation"] = predictive(data["tx"], data["ty"].ravel(), sigma, mean, covariance).mean()
    return name, found


print(json.dumps(dict(case(path) for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.case"))))))
