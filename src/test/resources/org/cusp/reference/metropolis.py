"""LLCs by a plain random walk Metropolis sampler in float64.

usage: python3 metropolis.py FOLDER    reads FOLDER/*.npz, prints one JSON object: name -> [LLC, standard error]
A file holds x, y, centre, setting = [0 normal, 1 classes, 2 a monomial; sigma; gamma] and layers: outputs x inputs
of each (tanh between them), or the powers of the monomial.
"""
import glob, json, os, sys, zlib
import numpy as np

CHAINS, WARM, STEPS = 150, 600, 2400


def loss(w, d, kind, sigma):
    """[chains] of L_n(w), up to a constant."""
    x, y, at = d["x"], d["y"], 0
    if kind == 2:
        f = np.prod(w ** d["layers"], 1)[:, None, None] * x
    else:
        f = np.broadcast_to(x, (len(w),) + x.shape)
        layers = d["layers"].astype(int)
        for k, (rows, columns) in enumerate(layers):
            weight = w[:, at : at + rows * columns].reshape(-1, rows, columns)
            at += rows * columns
            f = f @ weight.transpose(0, 2, 1) + w[:, None, at : at + rows]
            at += rows
            f = np.tanh(f) if k < len(layers) - 1 else f
    if kind == 1:
        top = f.max(2)
        return (np.log(np.exp(f - top[:, :, None]).sum(2)) + top - f[:, np.arange(len(y)), y.astype(int).ravel()]).mean(1)
    return (((y - f) / sigma) ** 2 / 2).sum(2).mean(1)


def llc(path):
    d = dict(np.load(path))
    kind, sigma, gamma = d["setting"]
    centre, n = d["centre"], len(d["x"])
    rng = np.random.default_rng(zlib.crc32(os.path.basename(path).encode()))
    beta, size = n / np.log(n), len(centre)
    energy = lambda w, at: beta * at + gamma / 2 * ((w - centre) ** 2).sum(1)
    w = centre + 0.1 * rng.standard_normal((CHAINS, size))
    at, root, kept = loss(w, d, kind, sigma), 0.1 * np.eye(size), np.zeros(CHAINS)
    for step in range(WARM + STEPS):
        if step % 100 == 50 and step < WARM:
            # The pooled covariance of the chains, then fixed.
            root = np.linalg.cholesky(2.4**2 / size * np.atleast_2d(np.cov(w.T)) + 1e-9 * np.eye(size))
        to = w + rng.standard_normal((CHAINS, size)) @ root.T
        there = loss(to, d, kind, sigma)
        yes = np.log(rng.random(CHAINS)) < energy(w, at) - energy(to, there)
        w, at = np.where(yes[:, None], to, w), np.where(yes, there, at)
        kept += at if step >= WARM else 0
    found = beta * (kept / STEPS - loss(centre[None], d, kind, sigma))
    return [found.mean(), found.std(ddof=1) / np.sqrt(CHAINS)]


print(json.dumps({os.path.basename(p)[:-4]: llc(p) for p in sorted(glob.glob(os.path.join(sys.argv[1], "*.npz")))}))
