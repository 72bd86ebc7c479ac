#!/usr/bin/env python3
"""Small random networks with batch normalisation, as PyTorch stores them.

    python3 benchmarks/image_files.py FOLDER [CHANNELS]

makes a folder for each, with its weights in float32, inputs, and the logits that PyTorch computes from
them in float64: multilayer perceptrons with the normalisation before and after the activation, a
convolutional network and a perceptron with a softmax at its end as ONNX, and ResNet-18, one of bottlenecks and a ResNeXt with the names, orders and shapes of
torchvision, one of these as ONNX beside, and a graph of branches (written from He et al. 2016 and the published names; CHANNELS of the first stage, 64 in the
original, 2 here). The tests of org.cusp.foreign read what is kept in src/test/resources.
"""

import pathlib
import sys

import numpy as np
import torch
from torch import nn

OUT = pathlib.Path(sys.argv[1])
CHANNELS = int(sys.argv[2]) if len(sys.argv) > 2 else 2
N = 2


class Block(nn.Module):
    """Two convolutions of 3 x 3 and a shortcut."""

    expansion = 1

    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.downsample = shortcut(inputs, channels, stride)

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return torch.relu(y + (self.downsample(x) if self.downsample else x))


class Bottleneck(nn.Module):
    """1 x 1, 3 x 3 and 1 x 1, the second moves, the third widens four times."""

    expansion = 4
    groups = 1

    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, 1, groups=self.groups, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, 4 * channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * channels)
        self.downsample = shortcut(inputs, 4 * channels, stride)

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = torch.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return torch.relu(y + (self.downsample(x) if self.downsample else x))


class Grouped(Bottleneck):
    """As in ResNeXt."""

    groups = 2


def shortcut(inputs, outputs, stride):
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class ResNet(nn.Module):
    def __init__(self, block, blocks, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, CHANNELS, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(CHANNELS)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        inputs = CHANNELS
        for stage, count in enumerate(blocks):
            channels = CHANNELS * 2**stage
            made = []
            for b in range(count):
                made.append(block(inputs, channels, 2 if stage > 0 and b == 0 else 1))
                inputs = channels * block.expansion
            setattr(self, f"layer{stage + 1}", nn.Sequential(*made))
        self.stages = len(blocks)
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.fc(x.mean((2, 3)))


def randomise(model):
    """Statistics and factors as a training leaves them, different for each channel."""
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.weight.data = 1 + 0.3 * torch.randn_like(module.weight)
            module.bias.data = 0.3 * torch.randn_like(module.bias)
            module.running_mean = 0.3 * torch.randn_like(module.running_mean)
            module.running_var = 0.5 + torch.rand_like(module.running_var)
    return model.eval()


def write(name, seed, make, shape, store):
    torch.manual_seed(seed)
    model = randomise(make())
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    x = torch.randn(N, *shape)
    store(model, folder, x)
    np.save(folder / "x.npy", x.numpy())
    with torch.no_grad():
        np.save(folder / "logits.npy", model.double()(x.double()).numpy())


def as_torch(model, folder, x):
    torch.save(model.state_dict(), folder / "model.pt")


def as_onnx(model, folder, x):
    torch.onnx.export(model, x[:1], folder / "model.onnx", opset_version=13, input_names=["x"])


def as_probabilities(model, folder, x):
    as_onnx(nn.Sequential(model, nn.Softmax(1)).eval(), folder, x)


def before():
    return nn.Sequential(
        nn.Linear(5, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Tanh(), nn.Linear(6, 3)
    )


def after():
    return nn.Sequential(
        nn.BatchNorm1d(5), nn.Linear(5, 4), nn.ReLU(), nn.BatchNorm1d(4), nn.Linear(4, 6, bias=False), nn.ReLU(),
        nn.BatchNorm1d(6), nn.Linear(6, 3), nn.BatchNorm1d(3),
    )


def plain():
    return nn.Sequential(nn.Linear(5, 4), nn.Sigmoid(), nn.Linear(4, 3, bias=False))


def convolutional():
    """Activations stand before the normalisations, so that the exporter does not fold these."""
    return nn.Sequential(
        nn.Conv2d(2, 4, 3, 2, 2, 2), nn.ReLU(), nn.BatchNorm2d(4), nn.MaxPool2d((2, 1)), nn.Conv2d(4, 6, (3, 2), groups=2),
        nn.Tanh(), nn.BatchNorm2d(6), nn.AvgPool2d(2, 1), nn.Conv2d(6, 4, 1, bias=False), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
        nn.Linear(4, 5, bias=False), nn.Sigmoid(), nn.BatchNorm1d(5), nn.Linear(5, 3), nn.LogSoftmax(1),
    )


def chain():
    return nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32, 3))


class Branches(nn.Module):
    """Sums of two and of three branches, one within another, and activations that graphs write in several ways."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 3, padding=1)
        self.left, self.right = nn.Conv2d(3, 3, 3, padding=1), nn.Conv2d(3, 3, 1, bias=False)
        self.widths = [(12, 6), (6, 6), (6, 6), (6, 6), (6, 6), (6, 6), (6, 3)]
        self.dense = nn.ModuleList(nn.Linear(a, b) for a, b in self.widths)

    def forward(self, x):
        f, d = nn.functional, self.dense
        x = f.leaky_relu(self.conv(x), 0.1)
        x = x + self.left(f.elu(x + self.right(x)))
        x = f.avg_pool2d(x, 3, 2, 1, count_include_pad=False).flatten(1)
        x = f.silu(d[0](x))
        x = x + f.gelu(d[1](x)) + f.gelu(d[2](x), approximate="tanh")
        x = f.relu6(d[3](x)) + f.leaky_relu(d[4](x))
        return d[6](f.softplus(d[5](x)))


def as_both(model, folder, x):
    """The normalisations kept as they are, which the exporter else folds into convolutions."""
    as_torch(model, folder, x)
    torch.onnx.export(
        model, x[:1], folder / "model.onnx", opset_version=13, input_names=["x"],
        training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False,
    )


write("mlp-before", 1, before, (5,), as_torch)
write("mlp-after", 2, after, (5,), as_torch)
write("resnet18", 3, lambda: ResNet(Block, [2, 2, 2, 2], 10), (3, 32, 32), as_torch)
write("resnet-bottleneck", 4, lambda: ResNet(Bottleneck, [1, 2, 1, 1], 10), (3, 32, 32), as_torch)
write("resnext", 7, lambda: ResNet(Grouped, [1, 1], 5), (3, 32, 32), as_torch)
write("cnn", 8, chain, (1, 8, 8), as_torch)
write("cnn-onnx", 5, convolutional, (2, 20, 18), as_onnx)
write("softmax-onnx", 6, plain, (5,), as_probabilities)
write("resnet-onnx", 9, lambda: ResNet(Block, [2, 1], 4), (3, 32, 32), as_both)
write("branches-onnx", 10, Branches, (1, 4, 4), as_onnx)
