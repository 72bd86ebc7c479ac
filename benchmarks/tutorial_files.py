#!/usr/bin/env python3
"""The checkpoint of docs/checkpoints.md in small: a torch network trained on 150 points of three classes.

    python3 benchmarks/tutorial_files.py src/test/resources/org/cusp/cli/tutorial
"""

import collections
import pathlib
import sys

import numpy as np
import torch

torch.manual_seed(3)
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
y = torch.arange(150) % 3
x = torch.randn(150, 2) + 1.5 * torch.tensor([[0.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])[y]
model = torch.nn.Sequential(collections.OrderedDict(
    fc1=torch.nn.Linear(2, 3), tanh=torch.nn.Tanh(), fc2=torch.nn.Linear(3, 3)))
optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
(out / "checkpoints").mkdir(exist_ok=True)
for step in range(1, 1001):
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
    if step in (100, 1000):
        torch.save({"state_dict": model.state_dict(), "step": step}, out / f"checkpoints/checkpoint_{step:07d}.pth")
torch.save(model.state_dict(), out / "model.pt")
with torch.no_grad():
    np.save(out / "x.npy", x.numpy())
    np.save(out / "y.npy", y.numpy())
    np.save(out / "logits.npy", model(x).numpy())
