#!/usr/bin/env python3
"""SGLD steps of a chain per second in PyTorch on one GPU, eager and captured as a CUDA graph, on the problems that
benchmarks/gpu times Cusp on: all chains at once (bmm), float32 products without TF32, minibatch rows for each chain, loss
and gradient by autograd, Langevin update with fresh normals. Arguments: CASE:CHAINS ... Prints a line of JSON each.
"""

import json
import sys
import time

import torch

STEP, N_BETA, GAMMA = 1e-9, 8686.0, 1.0
CASES = {
    "dln": ([50] * 5, False, 500, 100_000),
    "mlp": ([784, 1024, 1024, 10], True, 512, 8_000),
    "digits": ([64, 32, 10], True, 1_400, 1_400),
}


def parameters(widths, bias, chains):
    made = []
    for inputs, outputs in zip(widths, widths[1:]):
        made.append((torch.randn(chains, outputs, inputs, device="cuda") / inputs**0.5).requires_grad_())
        if bias:
            made.append(torch.zeros(chains, 1, outputs, device="cuda").requires_grad_())
    return made


def forward(params, x, bias, activation=torch.relu):
    stride = 2 if bias else 1
    count = len(params) // stride
    for i in range(count):
        w = params[stride * i].transpose(1, 2)
        x = torch.baddbmm(params[stride * i + 1], x, w) if bias else torch.bmm(x, w)
        if bias and i + 1 < count:
            x = activation(x)
    return x


def step_of(case, chains):
    widths, bias, batch, n = CASES[case]
    params = parameters(widths, bias, chains)
    centre = [p.detach()[:1].clone() for p in params]
    x = torch.rand(n, widths[0], device="cuda")
    y = torch.randint(0, 10, (n,), device="cuda") if bias else torch.randn(n, widths[-1], device="cuda")
    full = batch == n

    def step():
        if full:
            bx, by = x.expand(chains, n, widths[0]), y.expand(chains, *y.shape)
        else:
            rows = torch.randint(0, n, (chains, batch), device="cuda")
            bx, by = x[rows], y[rows]
        out = forward(params, bx, bias, torch.tanh if case == "digits" else torch.relu)
        if bias:
            loss = torch.nn.functional.cross_entropy(out.reshape(-1, out.shape[-1]), by.reshape(-1), reduction="sum")
        else:
            loss = 0.5 * ((out - by) ** 2).sum()
        grads = torch.autograd.grad(loss / batch, params)
        with torch.no_grad():
            for p, g, c in zip(params, grads, centre):
                p.add_(g, alpha=-0.5 * STEP * N_BETA)
                p.add_(p - c, alpha=-0.5 * STEP * GAMMA)
                p.add_(torch.randn_like(p), alpha=STEP**0.5)

    return step


def rate(step, chains, seconds=0.7):
    for _ in range(3):
        step()
    torch.cuda.synchronize()
    steps, best = 4, 0.0
    while True:
        begin = time.perf_counter()
        for _ in range(steps):
            step()
        torch.cuda.synchronize()
        took = time.perf_counter() - begin
        best = steps * chains / took
        if took > seconds / 2:
            return best
        steps = max(steps + 1, int(steps * min(10, seconds / max(took, 1e-4))))


def main():
    torch.backends.cuda.matmul.allow_tf32 = False
    for argument in sys.argv[1:]:
        case, chains = argument.split(":")
        chains = int(chains)
        torch.manual_seed(1)
        step = step_of(case, chains)
        result = {"stage": "torch", "case": case, "chains": chains, "torch": torch.__version__}
        try:
            result["eager"] = rate(step, chains)
            side = torch.cuda.Stream()
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                for _ in range(3):
                    step()
            torch.cuda.current_stream().wait_stream(side)
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                step()
            result["captured"] = rate(graph.replay, chains)
        except Exception as error:  # the other cases are still to be timed
            result["error"] = str(error)[:200]
        print(json.dumps(result), flush=True)
        torch.cuda.empty_cache()


main()
