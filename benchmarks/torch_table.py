#!/usr/bin/env python3
"""A case of benchmarks/table in PyTorch, measured in turns: a line with seconds comes in, a line of JSON goes out.

Each case is written in the ways that may be fastest, one chain after another and all chains at once, and the turns go to
the faster. All parameters of a chain are one vector, so that the Langevin update is four calls whatever the layers.
Arguments: the case, threads."""
import json
import sys
import time

import torch
from torch.nn import functional as F

import torch_gradients

STEP, N_BETA, GAMMA = 1e-9, 8686.0, 1.0


def langevin(w, gradient, centre):
    noise = torch.randn_like(w)
    with torch.no_grad():
        w.mul_(1 - 0.5 * STEP * GAMMA).add_(centre, alpha=0.5 * STEP * GAMMA)
        w.add_(gradient, alpha=-0.5 * STEP * N_BETA).add_(noise, alpha=STEP**0.5)


class Sgld:
    """Chains of a network given by its loss at a list of tensors, with an axis of chains or without."""

    def __init__(self, shapes, chains, loss, together):
        self.shapes, self.chains, self.loss, self.together = shapes, chains, loss, together
        self.sizes = [torch.Size(s).numel() for s in shapes]
        size = sum(self.sizes)
        lead = (chains,) if together else ()
        self.states = [0.05 * torch.randn(*lead, size) for _ in range(1 if together else chains)]
        self.centre = self.states[0].clone()

    def step(self):
        for w in self.states:
            w.requires_grad_()
            parts = [p.reshape(*w.shape[:-1], *s) for p, s in zip(w.split(self.sizes, -1), self.shapes)]
            gradient, = torch.autograd.grad(self.loss(parts), w)
            w.requires_grad_(False)
            langevin(w, gradient, self.centre)
        return self.chains


def perceptron(widths, act, bias, data, batch, chains):
    """Losses of a perceptron on a batch of each chain, or on all data where there is no batch."""
    x, y = data
    n = x.shape[0]
    shapes = []
    for i, o in zip(widths, widths[1:]):
        shapes += [(o, i), (o,)] if bias else [(o, i)]
    stride = 2 if bias else 1
    last = len(shapes) // stride - 1

    def lossed(out, target):
        if y.dtype == torch.int64:
            return F.cross_entropy(out.reshape(-1, out.shape[-1]), target.reshape(-1), reduction="sum")
        return 0.5 * ((out - target) ** 2).sum()

    def loss(parts):
        many = parts[0].dim() == 3
        if batch is None:
            h, target, size = x, y.expand(chains, n) if many else y, n
        else:
            rows = torch.randint(0, n, (chains, batch) if many else (batch,))
            h, target, size = x[rows], y[rows], batch
        for k in range(last + 1):
            w = parts[stride * k]
            if not many:
                h = F.linear(h, w, parts[stride * k + 1] if bias else None)
            elif h.dim() == 2:  # all chains have the same inputs: one product
                h = F.linear(h, w.flatten(0, 1), parts[1].flatten()).reshape(n, chains, -1).transpose(0, 1)
            elif bias:
                h = torch.baddbmm(parts[stride * k + 1].unsqueeze(1), h, w.transpose(1, 2))
            else:
                h = torch.bmm(h, w.transpose(1, 2))
            if k < last and act is not None:
                h = act(h)
        return lossed(h, target) / size

    return shapes, loss


def sgld(widths, act, bias, n, batch, chains, dtype=torch.float32):
    torch.set_default_dtype(dtype)
    x = torch.rand(n, widths[0])
    y = torch.randint(0, widths[-1], (n,)) if bias else torch.randn(n, widths[-1])
    shapes, loss = perceptron(widths, act, bias, (x, y), batch, chains)
    return [Sgld(shapes, chains, loss, together) for together in ((False, True) if chains > 1 else (False,))]


class Monomial:
    """y = w1 w2^2 x of 1,024 chains, the gradient by hand."""

    def __init__(self):
        torch.set_default_dtype(torch.float64)
        self.x, self.y = torch.randn(1000), torch.randn(1000)
        self.w, self.centre = torch.zeros(1024, 2), torch.zeros(1024, 2)

    def step(self):
        rows = torch.randint(0, 1000, (1024, 500))
        x, y = self.x[rows], self.y[rows]
        w1, w2 = self.w[:, 0], self.w[:, 1]
        slope = (x * (x * (w1 * w2 * w2)[:, None] - y)).mean(1)
        langevin(self.w, torch.stack([slope * w2 * w2, 2 * slope * w1 * w2], 1), self.centre)
        return 1024


class Training:
    def __init__(self, widths, act, batch):
        layers = []
        for i, o in zip(widths, widths[1:]):
            layers += [torch.nn.Linear(i, o), act()]
        self.net, self.batch = torch.nn.Sequential(*layers[:-1]), batch
        self.x, self.y = torch.rand(4 * batch, widths[0]), torch.randint(0, 10, (4 * batch,))
        self.by = torch.optim.Adam(self.net.parameters(), foreach=True)

    def step(self):
        rows = torch.randint(0, len(self.y), (self.batch,))
        self.by.zero_grad(set_to_none=True)
        F.cross_entropy(self.net(self.x[rows]), self.y[rows]).backward()
        self.by.step()
        return 1


def network(case):
    """Losses of torch_gradients, on one batch."""
    chains = torch_gradients.CHAINS
    return [Sgld(case.parameters(), chains, case.loss, together) for together in (False, True)]


MLP = ([784, 1024, 1024, 10], torch.relu, True, 8_000, 512)
CASES = {
    "monomial": lambda: [Monomial()],
    "reduced-rank": lambda: sgld([5, 4, 5], None, False, 1_000, 500, 64, torch.float64),
    "dln": lambda: sgld([50] * 5, None, False, 100_000, 500, 16),
    "digits": lambda: sgld([64, 32, 10], torch.tanh, True, 1_400, None, 16),
    "mlp": lambda: sgld(*MLP, 4),
    "mlp-1": lambda: sgld(*MLP, 1),
    "dln-10": lambda: sgld([300] * 11, None, False, 10_000, 500, 4),
    "train-digits": lambda: [Training([64, 32, 10], torch.nn.Tanh, 128)],
    "train-mlp": lambda: [Training([784, 1024, 1024, 10], torch.nn.ReLU, 512)],
    "lenet": lambda: network(torch_gradients.LeNet()),
    "transformer": lambda: network(torch_gradients.Regression()),
}


def rate(way, seconds):
    done, begin = 0, time.perf_counter()
    while True:
        done += way.step()
        spent = time.perf_counter() - begin
        if spent >= seconds:
            return done / spent


def main():
    torch.set_num_threads(int(sys.argv[2]))
    ways = CASES[sys.argv[1]]()
    for way in ways:
        way.step()
    best = max(ways, key=lambda way: rate(way, 0.7))
    how = "one by one" if len(ways) > 1 and best is ways[0] else "all at once"
    print(json.dumps({"torch": torch.__version__, "best": how}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"rate": rate(best, float(line))}), flush=True)


if __name__ == "__main__":
    main()
