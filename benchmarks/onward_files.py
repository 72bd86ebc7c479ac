#!/usr/bin/env python3
"""Training onward from a file of weights, by PyTorch: the losses that OnwardTrainingTest holds Cusp's against.

    python3 benchmarks/onward_files.py src/test/resources/org/cusp

begins with the perceptron of tutorial_files.py, the GPT-2 of transformer_files.py, and a convolutional network with
batch normalisation that is trained a little and kept here, each in a state dictionary. From each it takes steps of
SGD, Adam and AdamW on all of the data at once, in float64, and writes the loss of all data in evaluation before
each of them to cli/onward/losses.json. The convolution has no bias: before a normalisation its gradient is rounding,
of which Adam makes steps, and running means follow these late.
"""
import copy
import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import torch_transformers as networks

torch.set_default_dtype(torch.float64)
ALL = pathlib.Path(sys.argv[1])
OUT = ALL / "cli/onward"
STEPS = 8
OPTIMISERS = {
    "--optimiser sgd --rate 0.05": lambda w: torch.optim.SGD(w, 0.05, momentum=0.9),
    "--optimiser sgd --rate 0.1 --momentum 0": lambda w: torch.optim.SGD(w, 0.1),
    "--optimiser adam --rate 1e-3": lambda w: torch.optim.Adam(w, 1e-3),
    "--optimiser adamw --rate 2e-3 --weight-decay 0.1": lambda w: torch.optim.AdamW(w, 2e-3, weight_decay=0.1),
}


def losses(parameters, training, evaluation, optimiser):
    steps, found = optimiser(parameters), []
    for _ in range(STEPS):
        with torch.no_grad():
            found.append(float(evaluation()))
        steps.zero_grad()
        training().backward()
        steps.step()
    with torch.no_grad():
        return found + [float(evaluation())]


def of_module(model, x, y):
    def trained(optimiser):
        net = copy.deepcopy(model)
        at = lambda mode: F.cross_entropy(net.train(mode)(x), y)
        return losses(list(net.parameters()), lambda: at(True), lambda: at(False), optimiser)

    return {text: trained(optimiser) for text, optimiser in OPTIMISERS.items()}


def perceptron():
    folder = ALL / "cli/tutorial"
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 3))
    stored = torch.load(folder / "model.pt")
    model.load_state_dict(dict(zip(model.state_dict(), stored.values())))
    x, y = (torch.from_numpy(np.load(folder / f)) for f in ("x.npy", "y.npy"))
    return of_module(model, x.double(), y)


def convolutional():
    torch.manual_seed(5)
    y = torch.arange(60) % 3
    x = (torch.randn(60, 1, 8, 8) + 0.4 * torch.randn(3, 1, 8, 8)[y]).float()
    model = nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1, bias=False), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(48, 3)
    )
    steps = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(60):
        steps.zero_grad()
        F.cross_entropy(model(x.double()), y).backward()
        steps.step()
    torch.save(model.float().state_dict(), OUT / "model.pt")
    np.save(OUT / "x.npy", x.numpy())
    np.save(OUT / "y.npy", y.numpy())
    return of_module(model.double(), x.double(), y)


def gpt2():
    folder = ALL / "foreign/transformers/gpt2"
    stored = torch.load(folder / "pytorch_model.bin")
    x = torch.from_numpy(np.load(folder / "x.npy")).long()
    heads = json.loads((folder / "config.json").read_text())["n_head"]

    def trained(optimiser):
        parts = {name: w.float().double() for name, w in stored.items() if not name.endswith((".attn.bias", "masked_bias"))}
        for w in parts.values():
            w.requires_grad_()
        whole = lambda: networks.gpt2(
            stored | parts, x, heads, head=parts["wte.weight"], lin=networks.conv1d, gelu=networks.gelu_tanh, eps=1e-4
        )
        loss = lambda: F.cross_entropy(whole()[:, :-1].flatten(0, 1), x[:, 1:].flatten())
        return losses(list(parts.values()), loss, loss, optimiser)

    return {text: trained(optimiser) for text, optimiser in OPTIMISERS.items()}


OUT.mkdir(parents=True, exist_ok=True)
found = {"perceptron": perceptron(), "convolutional": convolutional(), "gpt2": gpt2()}
(OUT / "losses.json").write_text(json.dumps(found, indent=1) + "\n")
