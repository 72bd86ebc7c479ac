#!/usr/bin/env python3
"""SGLD steps per second in PyTorch, on the problems that `benchmarks/speed` times Cusp on.

Each problem is run in two ways, one chain after another and all chains at once (bmm), with the same
model, batch, number of chains and arithmetic as Cusp: gather a minibatch for each chain, loss and
gradient by autograd, Langevin update with fresh Gaussian noise. Prints one JSON object.
"""

import json
import sys
import time

import torch

STEP, N_BETA, GAMMA = 1e-9, 8686.0, 1.0


def layers(widths, bias):
    shapes = []
    for inputs, outputs in zip(widths, widths[1:]):
        shapes.append((outputs, inputs))
        if bias:
            shapes.append((outputs,))
    return shapes


def start(widths, bias, chains):
    g = torch.Generator().manual_seed(1)
    return [
        (torch.randn(chains, *shape, generator=g) / shape[-1] ** 0.5) for shape in layers(widths, bias)
    ]


def forward_one(params, x, bias):
    stride = 2 if bias else 1
    count = len(params) // stride
    for i in range(count):
        w = params[stride * i]
        x = torch.nn.functional.linear(x, w, params[stride * i + 1] if bias else None)
        if bias and i + 1 < count:
            x = torch.relu(x)
    return x


def forward_all(params, x, bias):
    stride = 2 if bias else 1
    count = len(params) // stride
    for i in range(count):
        w = params[stride * i].transpose(1, 2)
        x = torch.baddbmm(params[stride * i + 1].unsqueeze(1), x, w) if bias else torch.bmm(x, w)
        if bias and i + 1 < count:
            x = torch.relu(x)
    return x


def loss_of(out, y):
    if y.dtype == torch.int64:
        return torch.nn.functional.cross_entropy(out.reshape(-1, out.shape[-1]), y.reshape(-1), reduction="none")
    return 0.5 * ((out - y) ** 2).sum(-1)


def langevin(params, grads, centre):
    with torch.no_grad():
        for p, g, c in zip(params, grads, centre):
            p.add_(g, alpha=-0.5 * STEP * N_BETA)
            p.add_(p - c, alpha=-0.5 * STEP * GAMMA)
            p.add_(torch.randn_like(p), alpha=STEP**0.5)


def one_by_one(widths, bias, chains, batch, x, y, steps):
    states = [[p[c].clone().requires_grad_() for p in start(widths, bias, chains)] for c in range(chains)]
    centre = [p.detach().clone() for p in states[0]]
    begin = time.perf_counter()
    for _ in range(steps):
        for params in states:
            rows = torch.randint(0, x.shape[0], (batch,))
            loss = loss_of(forward_one(params, x[rows], bias), y[rows]).mean()
            langevin(params, torch.autograd.grad(loss, params), centre)
    return steps * chains / (time.perf_counter() - begin)


def all_at_once(widths, bias, chains, batch, x, y, steps):
    params = [p.clone().requires_grad_() for p in start(widths, bias, chains)]
    centre = [p.detach().clone() for p in params]
    begin = time.perf_counter()
    for _ in range(steps):
        rows = torch.randint(0, x.shape[0], (chains, batch))
        loss = loss_of(forward_all(params, x[rows], bias), y[rows]).sum() / batch
        langevin(params, torch.autograd.grad(loss, params), centre)
    return steps * chains / (time.perf_counter() - begin)


def main():
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    which, seconds = sys.argv[1], float(sys.argv[2])
    if which == "dln":
        widths, bias, chains, batch, n = [50] * 5, False, 16, 500, 100_000
        x, y = torch.rand(n, 50) * 20 - 10, torch.randn(n, 50)
    else:
        widths, bias, chains, batch, n = [784, 1024, 1024, 10], True, 4, 512, 8_000
        x, y = torch.rand(n, 784), torch.randint(0, 10, (n,))
    result = {"threads": torch.get_num_threads(), "torch": torch.__version__}
    for name, run in (("oneByOne", one_by_one), ("allAtOnce", all_at_once)):
        run(widths, bias, chains, batch, x, y, 2)
        rate = run(widths, bias, chains, batch, x, y, 3)
        steps = max(3, int(rate * seconds / chains))
        result[name] = run(widths, bias, chains, batch, x, y, steps)
    print(json.dumps(result))


main()
