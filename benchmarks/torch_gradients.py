#!/usr/bin/env python3
"""Gradients of several chains on one batch by PyTorch, for benchmarks/gradients: one chain after the other, and all chains
in one product (baddbmm, grouped convolutions). Arguments: the case, seconds, threads, chains (4)."""
import json
import math
import resource
import sys
import time

import torch
from torch.nn import functional as F

CHAINS = 4


def linear(x, w, b=None):
    """[C, rows, in] by [C, out, in]: one product for all chains; without the axis of chains a plain one."""
    if x.dim() == 2:
        return F.linear(x, w, b)
    y = torch.bmm(x, w.transpose(1, 2))
    return y if b is None else y + b[:, None]


def norm(x, w, b):
    y = F.layer_norm(x, x.shape[-1:])
    return y * w + b if x.dim() == 2 else y * w[:, None] + b[:, None]


def attention(q, k, v, batch, positions, heads):
    """Rows are positions of sequences, of all chains."""
    cut = lambda z: z.reshape(-1, positions, heads, z.shape[-1] // heads).transpose(1, 2)
    q, k, v = cut(q), cut(k), cut(v)
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    mask = torch.ones(positions, positions, dtype=torch.bool).triu(1)
    return (scores.masked_fill(mask, -math.inf).softmax(-1) @ v).transpose(1, 2)


class Transformer:
    def __init__(self, width, wide, blocks, positions, batch, act, biased):
        self.d, self.wide, self.blocks, self.t, self.n = width, wide, blocks, positions, batch
        self.act, self.biased = act, biased

    def shapes(self):
        for _ in range(self.blocks):
            yield from [(self.d,), (self.d,), *[(self.d, self.d)] * 4, *([(self.d,)] * 4 if self.biased else [])]
            yield from [(self.d,), (self.d,), (self.wide, self.d), (self.wide,), (self.d, self.wide), (self.d,)]

    def block(self, x, p, doubled):
        take = iter(p)
        s, b = next(take), next(take)
        wq, wk, wv, wo = (next(take) for _ in range(4))
        biases = [next(take) for _ in range(4)] if self.biased else [None] * 4
        h = norm(x, s, b)
        z = attention(linear(h, wq, biases[0]), linear(h, wk, biases[1]), linear(h, wv, biases[2]), self.n, self.t, 4)
        y = x + linear(z.reshape(x.shape), wo, biases[3])
        s, b, w1, b1, w2, b2 = take
        y = y + linear(self.act(linear(norm(y, s, b), w1, b1)), w2, b2)
        return x + y if doubled else y


class Regression(Transformer):
    def __init__(self):
        super().__init__(64, 64, 2, 16, 256, torch.relu, False)
        self.x, self.y = torch.randn(256 * 16, 5), torch.randn(256 * 16, 5)

    def parameters(self):
        return [(64, 5), (16, 64), *self.shapes(), (64,), (64,), (5, 64), (5,)]

    def loss(self, p):
        many = p[0].dim() == 3
        x = linear(self.x.expand(CHAINS, -1, -1) if many else self.x, p[0])
        table = p[1].repeat(1, self.n, 1) if many else p[1].repeat(self.n, 1)
        x = x + table
        for i in range(2):
            x = self.block(x, p[2 + 12 * i : 14 + 12 * i], True)
        out = linear(norm(x, p[-4], p[-3]), p[-2], p[-1])
        return ((out - self.y) ** 2).sum() / 2 / self.n


class Gpt2(Transformer):
    def __init__(self):
        super().__init__(128, 512, 4, 128, 16, lambda x: F.gelu(x, approximate="tanh"), True)
        self.x = torch.randint(256, (16 * 128,))
        self.y = self.x.roll(-1)

    def parameters(self):
        return [(256, 128), (128, 128), *self.shapes(), (128,), (128,)]

    def loss(self, p):
        many = p[0].dim() == 3
        table = p[1].repeat(1, self.n, 1) if many else p[1].repeat(self.n, 1)
        x = (p[0][:, self.x] if many else p[0][self.x]) + table
        for i in range(4):
            x = self.block(x, p[2 + 16 * i : 18 + 16 * i], False)
        out = linear(norm(x, p[-2], p[-1]), p[0])
        y = self.y.repeat(CHAINS) if many else self.y
        return F.cross_entropy(out.reshape(-1, 256), y) * (CHAINS if many else 1)


def rotated(z, batch, positions, heads, turned):
    """Pairs (j, j + turned / 2) of each head turned by t 10000^(-2 j / turned)."""
    z = z.reshape(-1, positions, heads, z.shape[-1] // heads)
    half = turned // 2
    angle = torch.arange(positions)[:, None] * 10000 ** (-torch.arange(half) / half)
    c, s = angle.cos()[:, None], angle.sin()[:, None]
    a, b = z[..., :half], z[..., half:turned]
    return torch.cat([a * c - b * s, b * c + a * s, z[..., turned:]], -1).reshape(batch * positions, -1)


class Pythia:
    """The shape of Pythia-14M, one chain after the other."""

    vocabulary, d, n, t = 50304, 128, 16, 128

    def __init__(self):
        self.x = torch.randint(self.vocabulary, (self.n * self.t,))
        self.y = self.x.roll(-1)

    def parameters(self):
        d = self.d
        block = [(d,), (d,), *[(d, d), (d,)] * 4, (d,), (d,), (4 * d, d), (4 * d,), (d, 4 * d), (d,)]
        return [(self.vocabulary, d), *block * 6, (d,), (d,), (self.vocabulary, d)]

    def loss(self, p):
        x = p[0][self.x]
        turn = lambda z: rotated(z, self.n, self.t, 4, 8)
        for i in range(6):
            s, b, wq, bq, wk, bk, wv, bv, wo, bo, s2, b2, w1, b1, w2, b2_ = p[1 + 16 * i : 17 + 16 * i]
            h = norm(x, s, b)
            z = attention(turn(linear(h, wq, bq)), turn(linear(h, wk, bk)), linear(h, wv, bv), self.n, self.t, 4)
            m = linear(F.gelu(linear(norm(x, s2, b2), w1, b1)), w2, b2_)
            x = x + linear(z.reshape(x.shape), wo, bo) + m
        return F.cross_entropy(linear(norm(x, p[-3], p[-2]), p[-1]), self.y)


class LeNet:
    def __init__(self):
        self.x, self.y = torch.randn(512, 1, 28, 28), torch.randint(10, (512,))

    def parameters(self):
        return [(6, 1, 5, 5), (6,), (12, 6, 5, 5), (12,), (20, 192), (20,), (10, 20), (10,)]

    def loss(self, p):
        many = p[0].dim() == 5
        c = CHAINS if many else 1
        flat = lambda w: w.reshape(-1, *w.shape[2:]) if many else w
        x = F.conv2d(self.x, flat(p[0]), p[1].reshape(-1))
        x = F.max_pool2d(x.relu(), 2)
        x = F.max_pool2d(F.conv2d(x, flat(p[2]), p[3].reshape(-1), groups=c).relu(), 2)
        x = x.reshape(512, c, 192).transpose(0, 1) if many else x.reshape(512, 192)
        out = linear(linear(x, p[4], p[5]).relu(), p[6], p[7])
        return F.cross_entropy(out.reshape(-1, 10), self.y.repeat(c)) * c


def measured(run, seconds):
    walls, used, begin = [], [], time.perf_counter()
    while time.perf_counter() - begin < seconds:
        start, processor = time.perf_counter(), time.process_time()
        run()
        if time.perf_counter() - begin > seconds / 3:
            walls.append(1e3 * (time.perf_counter() - start))
            used.append(1e3 * (time.process_time() - processor))
    middle = len(walls) // 2
    return {"milliseconds": sorted(walls)[middle], "processorMilliseconds": sorted(used)[middle]}


def main():
    global CHAINS
    CHAINS = int(sys.argv[4]) if len(sys.argv) > 4 else CHAINS
    case = {"regression": Regression, "gpt2": Gpt2, "pythia": Pythia, "lenet": LeNet}[sys.argv[1]]()
    seconds, threads = float(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    shapes = case.parameters()
    alone = [[(0.1 * torch.randn(*s)).requires_grad_() for s in shapes] for _ in range(CHAINS)]
    together = [] if isinstance(case, Pythia) else [(0.1 * torch.randn(CHAINS, *s)).requires_grad_() for s in shapes]

    def one_by_one():
        for p in alone:
            torch.autograd.grad(case.loss(p), p)

    def batched():
        torch.autograd.grad(case.loss(together), together)

    result = {"case": sys.argv[1], "parameters": sum(math.prod(s) for s in shapes), "chains": CHAINS}
    result["oneByOne"] = measured(one_by_one, seconds / 2)
    result["oneByOne"]["peakMegabytes"] = 1.024e-3 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if together and CHAINS > 1:
        result["batched"] = measured(batched, seconds / 2)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
