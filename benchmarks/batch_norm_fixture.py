#!/usr/bin/env python3
"""Batch normalisation by PyTorch: values and gradients in evaluation, and steps of training, for
BatchNormFixtureTest.

Run:  python3 benchmarks/batch_norm_fixture.py > src/test/resources/org/cusp/train/batch-norm.json

A network of a convolution, dense layers and batch normalisations in float64. Written down are its
layers as a spec file of Cusp has them, inputs, labels, all numbers of the state dictionary but counters,
the mean loss in evaluation and its gradient, and that state after each of five steps of several
optimizers on all of the data. No bias stands before a normalisation, which takes it away: its gradient would
be rounding, of which Adam makes steps. Numbers have 17 digits.
"""
import copy
import json

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
N = 12
STEPS = 5
LAYERS = [
    {"conv2d": {"outputs": 3, "kernel": 3, "padding": 1, "bias": False}},
    "batch-norm",
    "relu",
    {"max-pool2d": 2},
    "flatten",
    {"dense": {"outputs": 4, "bias": False}},
    {"batch-norm": {"eps": 0.001}},
    "tanh",
    {"dense": 3},
]


def network():
    torch.manual_seed(1)
    return nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1, bias=False),
        nn.BatchNorm2d(3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(12, 4, bias=False),
        nn.BatchNorm1d(4, eps=0.001),
        nn.Tanh(),
        nn.Linear(4, 3),
    )


def numbers(tensors):
    return [float(value) for tensor in tensors for value in tensor.detach().reshape(-1)]


def state(model):
    return numbers(tensor for name, tensor in model.state_dict().items() if "num_batches" not in name)


def trained(start, x, y, optimizer):
    model = copy.deepcopy(start).train()
    steps = optimizer(model.parameters())
    states = []
    for _ in range(STEPS):
        steps.zero_grad()
        F.cross_entropy(model(x), y).backward()
        steps.step()
        states.append(state(model))
    return states


def evaluated(start, x, y):
    """With random statistics; the gradients of these stand as zeros."""
    model = copy.deepcopy(start).eval()
    for name, tensor in model.named_buffers():
        if "num_batches" not in name:
            tensor.copy_(torch.rand_like(tensor) + 0.5)
    at = state(model)
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    gradient = []
    for name, tensor in model.state_dict(keep_vars=True).items():
        if "num_batches" not in name:
            gradient += numbers([torch.zeros_like(tensor) if tensor.grad is None else tensor.grad])
    return {"w": at, "loss": float(loss), "gradient": gradient}


def main():
    start = network()
    x = 2 + 3 * torch.randn(N, 1, 4, 4)
    y = torch.arange(N) % 3
    runs = {
        "optimizer: sgd, learningRate: 0.1, momentum: 0.9, l2: 0.02":
            lambda w: torch.optim.SGD(w, 0.1, momentum=0.9, weight_decay=0.02),
        "optimizer: adam, learningRate: 0.02, l2: 0.03":
            lambda w: torch.optim.Adam(w, 0.02, weight_decay=0.03),
        "optimizer: adamw, learningRate: 0.02, weightDecay: 0.1":
            lambda w: torch.optim.AdamW(w, 0.02, weight_decay=0.1),
    }
    print(json.dumps({
        "layers": LAYERS,
        "x": numbers([x]),
        "labels": y.tolist(),
        "start": state(start),
        "evaluation": evaluated(start, x, y),
        "training": {spec: trained(start, x, y, how) for spec, how in runs.items()},
    }))


main()
