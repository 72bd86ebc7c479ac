#!/usr/bin/env python3
"""Values and gradients of small convolutional networks by PyTorch, for ImageLayersTest.

Run:  python3 benchmarks/cnn_fixture.py > src/test/resources/org/cusp/model/cnn.json

Each network is a torch Sequential in float64 with seeded weights. Written down are the layers as a
spec file of Cusp has them, the flat parameters, inputs, targets, outputs, the mean Gaussian loss
(sigma 1) and its gradient. Numbers have 17 digits.
"""
import json
import math

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
N = 3


def networks():
    yield (
        [2, 7, 6],
        [
            {"conv2d": {"outputs": 4, "kernel": [3, 2], "stride": [2, 1], "padding": [1, 0]}},
            "relu",
            {"max-pool2d": 2},
            "flatten",
            {"dense": 3},
        ],
        [nn.Conv2d(2, 4, (3, 2), (2, 1), (1, 0)), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 3)],
    )
    yield (
        [4, 6, 6],
        [
            {"conv2d": {"outputs": 6, "kernel": 3, "padding": 2, "dilation": 2, "groups": 2, "bias": False}},
            "tanh",
            {"avg-pool2d": {"kernel": 3, "stride": 2, "padding": 1}},
            {"conv2d": {"outputs": 3, "kernel": 1}},
            "global-avg-pool2d",
            "flatten",
        ],
        [
            nn.Conv2d(4, 6, 3, padding=2, dilation=2, groups=2, bias=False),
            nn.Tanh(),
            nn.AvgPool2d(3, 2, 1),
            nn.Conv2d(6, 3, 1),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
        ],
    )
    yield (
        [1, 5, 5],
        [
            {"max-pool2d": {"kernel": 3, "stride": 1, "padding": 1, "dilation": 1}},
            {"conv2d": {"outputs": 2, "kernel": 3, "padding": 1}},
            "gelu",
            {"max-pool2d": {"kernel": 2, "stride": 1}},
            "flatten",
            {"dropout": 0.5},
            {"dense": 3},
        ],
        [
            nn.MaxPool2d(3, 1, 1),
            nn.Conv2d(1, 2, 3, padding=1),
            nn.GELU(),
            nn.MaxPool2d(2, 1),
            nn.Flatten(),
            nn.Dropout(0.5),
            nn.Linear(32, 3),
        ],
    )
    yield (
        [2, 6, 7],
        [
            {"leaky-relu": 0.2},
            {"avg-pool2d": {"kernel": [3, 2], "stride": [2, 1], "padding": 1, "count-padding": False}},
            {"conv2d": {"outputs": 3, "kernel": 2, "stride": 2}},
            "elu",
            {"conv2d": {"outputs": 4, "kernel": 1}},
            "leaky-relu",
            "flatten",
            {"dense": 5},
            "relu6",
            {"dense": 3},
        ],
        [
            nn.LeakyReLU(0.2),
            nn.AvgPool2d((3, 2), (2, 1), 1, count_include_pad=False),
            nn.Conv2d(2, 3, 2, 2),
            nn.ELU(),
            nn.Conv2d(3, 4, 1),
            nn.LeakyReLU(),
            nn.Flatten(),
            nn.Linear(16, 5),
            nn.ReLU6(),
            nn.Linear(5, 3),
        ],
    )


def numbers(tensor):
    return [float(value) for value in tensor.detach().reshape(-1)]


def case(seed, shape, layers, modules):
    torch.manual_seed(seed)
    model = nn.Sequential(*modules).eval()
    x = torch.randn(N, *shape)
    y = torch.randn(N, 3)
    outputs = model(x)
    loss = ((outputs - y) ** 2).sum() / 2 / N + 1.5 * math.log(2 * math.pi)
    loss.backward()
    return {
        "inputs": shape,
        "layers": layers,
        "names": [name for name, _ in model.named_parameters()],
        "w": [v for p in model.parameters() for v in numbers(p)],
        "x": numbers(x),
        "y": numbers(y),
        "outputs": numbers(outputs),
        "loss": float(loss),
        "gradient": [v for p in model.parameters() for v in numbers(p.grad)],
    }


print(json.dumps([case(i, *given) for i, given in enumerate(networks())]))
