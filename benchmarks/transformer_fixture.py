#!/usr/bin/env python3
"""Small random transformers of five kinds by PyTorch: values, gradients and checkpoints as others store them.

Run:  python3 benchmarks/transformer_fixture.py src/test/resources/org/cusp/model/transformers

Each network is plain PyTorch (torch_transformers.py) in float64 with seeded weights.
Its parameters are held under the names and in the layout of the project that stores such networks. Into a folder for each
go

  config.json, pytorch_model.bin   what that project would store (float64)
  tokens.npy, logits.npy           inputs [sequences, positions(, width)] and outputs
  fixture.json                     the layers as a spec file of Cusp has them, the parameters by Cusp's names, labels, the mean
                                   loss over sequences and positions and its gradient, numbers with 17 digits

The map to Cusp's parameters is made of transposes and cuts, so gradients go through it as parameters do.
"""
import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import torch_transformers as networks

torch.set_default_dtype(torch.float64)
N, T, V, D, H = 3, 7, 11, 8, 2
HD = D // H


def gelu_tanh(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


class Parameters:
    """Random tensors by the names of a project."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)
        self.held = {}

    def make(self, name, *shape, centre=0.0):
        value = centre + 0.4 * torch.randn(*shape, generator=self.generator)
        self.held[name] = value.requires_grad_()

    def linear(self, name, outputs, inputs, bias=True):
        self.make(name + ".weight", outputs, inputs)
        if bias:
            self.make(name + ".bias", outputs)

    def norm(self, name, bias=True):
        self.make(name + ".weight", D, centre=1.0)
        if bias:
            self.make(name + ".bias", D)

    def __getitem__(self, name):
        return self.held[name]

    def get(self, name):
        return self.held.get(name)

    def keys(self):
        return self.held.keys()


def cusp_norm(p, at, name, bias=True):
    yield at + ".weight", name + ".weight", lambda w: w
    if bias:
        yield at + ".bias", name + ".bias", lambda w: w


def cusp_dense(p, at, name, bias=True, turn=False):
    yield at + ".weight", name + ".weight", (lambda w: w.T) if turn else (lambda w: w)
    if bias:
        yield at + ".bias", name + ".bias", lambda w: w


def rows(start, end):
    return lambda w: w[start:end]


def gpt2():
    p = Parameters(1)
    p.make("transformer.wte.weight", V, D)
    p.make("transformer.wpe.weight", T + 2, D)
    for i in range(2):
        b = f"transformer.h.{i}."
        p.norm(b + "ln_1")
        p.make(b + "attn.c_attn.weight", D, 3 * D)
        p.make(b + "attn.c_attn.bias", 3 * D)
        p.make(b + "attn.c_proj.weight", D, D)
        p.make(b + "attn.c_proj.bias", D)
        p.norm(b + "ln_2")
        p.make(b + "mlp.c_fc.weight", D, 4 * D)
        p.make(b + "mlp.c_fc.bias", 4 * D)
        p.make(b + "mlp.c_proj.weight", 4 * D, D)
        p.make(b + "mlp.c_proj.bias", D)
    p.norm("transformer.ln_f")

    def forward(tokens):
        return networks.gpt2(p, tokens, H, gelu=gelu_tanh, root="transformer.")

    def places():
        yield "0.weight", "transformer.wte.weight", lambda w: w
        yield "0.0.weight", "transformer.wpe.weight", lambda w: w
        for i in range(2):
            b, at, mlp = f"transformer.h.{i}.", f"0.{1 + 2 * i}.", f"0.{2 + 2 * i}."
            yield from cusp_norm(p, at + "0", b + "ln_1")
            for part, name in enumerate(("query", "key", "value")):
                cut = slice(part * D, (part + 1) * D)
                yield f"{at}1.{name}.weight", b + "attn.c_attn.weight", lambda w, cut=cut: w[:, cut].T
                yield f"{at}1.{name}.bias", b + "attn.c_attn.bias", lambda w, cut=cut: w[cut]
            yield from cusp_dense(p, at + "1.output", b + "attn.c_proj", turn=True)
            yield from cusp_norm(p, mlp + "0", b + "ln_2")
            yield from cusp_dense(p, mlp + "1", b + "mlp.c_fc", turn=True)
            yield from cusp_dense(p, mlp + "3", b + "mlp.c_proj", turn=True)
        yield from cusp_norm(p, "0.5", "transformer.ln_f")

    block = [
        {"residual": ["layer-norm", {"attention": H}]},
        {"residual": ["layer-norm", {"dense": 4 * D}, "gelu-tanh", {"dense": D}]},
    ]
    layers = [{"tied": {"vocabulary": V, "width": D, "layers": [{"positions": T + 2}, *block, *block, "layer-norm"]}}]
    config = {
        "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_embd": D, "n_head": H, "n_layer": 2,
        "n_positions": T + 2, "n_inner": None, "vocab_size": V, "layer_norm_epsilon": 1e-5,
        "activation_function": "gelu_new", "tie_word_embeddings": True,
    }
    return p, forward, places, layers, config


def neox():
    p = Parameters(2)
    p.make("gpt_neox.embed_in.weight", V, D)
    for i in range(2):
        b = f"gpt_neox.layers.{i}."
        p.norm(b + "input_layernorm")
        p.norm(b + "post_attention_layernorm")
        p.linear(b + "attention.query_key_value", 3 * D, D)
        p.linear(b + "attention.dense", D, D)
        p.linear(b + "mlp.dense_h_to_4h", 4 * D, D)
        p.linear(b + "mlp.dense_4h_to_h", D, 4 * D)
    p.norm("gpt_neox.final_layer_norm")
    p.make("embed_out.weight", V, D)

    def forward(tokens):
        return networks.neox(p, tokens, H, HD // 2)

    def places():
        yield "0.weight", "gpt_neox.embed_in.weight", lambda w: w
        for i in range(2):
            b, at = f"gpt_neox.layers.{i}.", f"{1 + i}.0."
            yield from cusp_norm(p, at + "0.0", b + "input_layernorm")
            for part, name in enumerate(("query", "key", "value")):
                weight = lambda w, part=part: w.view(H, 3, HD, D)[:, part].reshape(D, D)
                bias = lambda w, part=part: w.view(H, 3, HD)[:, part].reshape(D)
                yield f"{at}0.1.{name}.weight", b + "attention.query_key_value.weight", weight
                yield f"{at}0.1.{name}.bias", b + "attention.query_key_value.bias", bias
            yield from cusp_dense(p, at + "0.1.output", b + "attention.dense")
            yield from cusp_norm(p, at + "1.0", b + "post_attention_layernorm")
            yield from cusp_dense(p, at + "1.1", b + "mlp.dense_h_to_4h")
            yield from cusp_dense(p, at + "1.3", b + "mlp.dense_4h_to_h")
        yield from cusp_norm(p, "3", "gpt_neox.final_layer_norm")
        yield "4.weight", "embed_out.weight", lambda w: w

    mlp = ["layer-norm", {"dense": 4 * D}, "gelu", {"dense": D}]
    block = {"residual": [{"sum": [["layer-norm", {"attention": {"heads": H, "rotary": 0.5}}], mlp]}]}
    last = ["layer-norm", {"dense": {"outputs": V, "bias": False}}]
    layers = [{"embedding": {"vocabulary": V, "width": D}}, block, block, *last]
    config = {
        "model_type": "gpt_neox", "architectures": ["GPTNeoXForCausalLM"], "hidden_size": D, "num_attention_heads": H,
        "num_hidden_layers": 2, "intermediate_size": 4 * D, "vocab_size": V, "layer_norm_eps": 1e-5, "hidden_act": "gelu",
        "rotary_pct": 0.5, "rotary_emb_base": 10000, "use_parallel_residual": True, "tie_word_embeddings": False,
        "max_position_embeddings": 16,
    }
    return p, forward, places, layers, config


def llama():
    p, wide, groups = Parameters(3), 12, 1
    p.make("model.embed_tokens.weight", V, D)
    for i in range(2):
        b = f"model.layers.{i}."
        p.linear(b + "self_attn.q_proj", D, D, bias=False)
        p.linear(b + "self_attn.k_proj", groups * HD, D, bias=False)
        p.linear(b + "self_attn.v_proj", groups * HD, D, bias=False)
        p.linear(b + "self_attn.o_proj", D, D, bias=False)
        p.linear(b + "mlp.gate_proj", wide, D, bias=False)
        p.linear(b + "mlp.up_proj", wide, D, bias=False)
        p.linear(b + "mlp.down_proj", D, wide, bias=False)
        p.norm(b + "input_layernorm", bias=False)
        p.norm(b + "post_attention_layernorm", bias=False)
    p.norm("model.norm", bias=False)
    p.make("lm_head.weight", V, D)

    def forward(tokens):
        return networks.llama(p, tokens, H, groups, 500.0)

    def places():
        yield "0.weight", "model.embed_tokens.weight", lambda w: w
        for i in range(2):
            b, at, mlp = f"model.layers.{i}.", f"{1 + 2 * i}.", f"{2 + 2 * i}."
            yield from cusp_norm(p, at + "0", b + "input_layernorm", bias=False)
            for name in ("query", "key", "value", "output"):
                yield from cusp_dense(p, f"{at}1.{name}", f"{b}self_attn.{name[0]}_proj", bias=False)
            yield from cusp_norm(p, mlp + "0", b + "post_attention_layernorm", bias=False)
            for name in ("gate", "up", "down"):
                yield from cusp_dense(p, f"{mlp}1.{name}", f"{b}mlp.{name}_proj", bias=False)
        yield from cusp_norm(p, "5", "model.norm", bias=False)
        yield "6.weight", "lm_head.weight", lambda w: w

    attention = {"heads": H, "keyValueHeads": groups, "rotary": 1, "rotaryBase": 500.0, "bias": False}
    block = [{"residual": ["rms-norm", {"attention": attention}]}, {"residual": ["rms-norm", {"gated": wide}]}]
    last = ["rms-norm", {"dense": {"outputs": V, "bias": False}}]
    layers = [{"embedding": {"vocabulary": V, "width": D}}, *block, *block, *last]
    config = {
        "model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": D, "num_attention_heads": H,
        "num_key_value_heads": groups, "num_hidden_layers": 2, "intermediate_size": wide, "vocab_size": V,
        "rms_norm_eps": 1e-6, "hidden_act": "silu", "rope_theta": 500.0, "rope_scaling": None, "attention_bias": False,
        "mlp_bias": False, "tie_word_embeddings": False, "max_position_embeddings": 16,
    }
    return p, forward, places, layers, config


def lens():
    """Attention only, shortformer positions, heads that do not fill the width."""
    p, hd = Parameters(4), 3
    p.make("embed.W_E", V, D)
    p.make("pos_embed.W_pos", T + 1, D)
    for i in range(2):
        b = f"blocks.{i}."
        p.make(b + "ln1.w", D, centre=1.0)
        p.make(b + "ln1.b", D)
        for name in "QKV":
            p.make(f"{b}attn.W_{name}", H, D, hd)
        p.make(b + "attn.W_O", H, hd, D)
        for name in "QKV":
            p.make(f"{b}attn.b_{name}", H, hd)
        p.make(b + "attn.b_O", D)
    p.make("ln_final.w", D, centre=1.0)
    p.make("ln_final.b", D)
    p.make("unembed.W_U", D, V)
    p.make("unembed.b_U", V)

    def forward(tokens):
        return networks.lens(p, tokens, "shortformer", attend=networks.attend_by_queries)

    def places():
        yield "0.weight", "embed.W_E", lambda w: w
        yield "1.positions", "pos_embed.W_pos", lambda w: w
        for i in range(2):
            b, at = f"blocks.{i}.", f"1.{i}."
            yield at + "0.weight", b + "ln1.w", lambda w: w
            yield at + "0.bias", b + "ln1.b", lambda w: w
            for name, letter in (("query", "Q"), ("key", "K"), ("value", "V")):
                yield f"{at}1.{name}.weight", f"{b}attn.W_{letter}", lambda w: w.transpose(1, 2).reshape(H * hd, D)
                yield f"{at}1.{name}.bias", f"{b}attn.b_{letter}", lambda w: w.reshape(H * hd)
            yield at + "1.output.weight", b + "attn.W_O", lambda w: w.reshape(H * hd, D).T
            yield at + "1.output.bias", b + "attn.b_O", lambda w: w
        yield "2.weight", "ln_final.w", lambda w: w
        yield "2.bias", "ln_final.b", lambda w: w
        yield "3.weight", "unembed.W_U", lambda w: w.T
        yield "3.bias", "unembed.b_U", lambda w: w

    block = {"residual": ["layer-norm", {"attention": {"heads": H, "headWidth": hd, "positions": T + 1}}]}
    layers = [{"embedding": {"vocabulary": V, "width": D}}, {"shared": {"parameter": "positions", "layers": [block, block]}}]
    layers += ["layer-norm", {"dense": V}]
    config = {
        "n_layers": 2, "d_model": D, "n_ctx": T + 1, "d_head": hd, "n_heads": H, "d_vocab": V, "attn_only": True,
        "eps": 1e-5, "normalization_type": "LN", "positional_embedding_type": "shortformer", "use_attn_scale": True,
    }
    return p, forward, places, layers, config


def icl():
    """In-context regression: the stream doubles at each block; joined rows (head, q|k|v, width)."""
    p, inputs, long = Parameters(5), 5, T + 1
    root = "token_sequence_transformer."
    p.make(root + "token_embedding.weight", D, inputs)
    p.make(root + "postn_embedding.weight", D, long)
    for i in range(2):
        b = f"{root}blocks.{i}."
        p.make(b + "attention.attention.weight", 3 * D, D)
        p.make(b + "attention.output.weight", D, D)
        p.linear(b + "compute.0", D, D)
        p.linear(b + "compute.2", D, D)
        p.norm(b + "layer_norms.0")
        p.norm(b + "layer_norms.1")
    p.norm(root + "unembedding.0")
    p.linear(root + "unembedding.1", inputs, D)

    def forward(x):
        return networks.icl(p, x, H, root)

    def places():
        yield "0.weight", root + "token_embedding.weight", lambda w: w
        yield "1.weight", root + "postn_embedding.weight", lambda w: w.T
        for i in range(2):
            b, at = f"{root}blocks.{i}.", f"{2 + i}."
            yield from cusp_norm(p, at + "0.0", b + "layer_norms.0")
            for part, name in enumerate(("query", "key", "value")):
                cut = lambda w, part=part: w.view(H, 3, HD, D)[:, part].reshape(D, D)
                yield f"{at}0.1.{name}.weight", b + "attention.attention.weight", cut
            yield at + "0.1.output.weight", b + "attention.output.weight", lambda w: w
            yield from cusp_norm(p, at + "1.0", b + "layer_norms.1")
            yield from cusp_dense(p, at + "1.1", b + "compute.0")
            yield from cusp_dense(p, at + "1.3", b + "compute.2")
        yield from cusp_norm(p, "4", root + "unembedding.0")
        yield from cusp_dense(p, "5", root + "unembedding.1")

    block = {
        "residual": [
            {"residual": ["layer-norm", {"attention": {"heads": H, "bias": False}}]},
            {"residual": ["layer-norm", {"dense": D}, "relu", {"dense": D}]},
        ]
    }
    layers = [{"dense": {"outputs": D, "bias": False}}, {"positions": long}, block, block, "layer-norm", {"dense": inputs}]
    return p, forward, places, layers, {"num_heads": H}


def numbers(tensor):
    return [float(value) for value in tensor.detach().reshape(-1)]


def written(folder, made):
    p, forward, places, layers, config = made
    generator = torch.Generator().manual_seed(9)
    regression = folder.name == "icl"
    x = torch.randn(N, T, 5, generator=generator) if regression else torch.randint(V, (N, T), generator=generator)
    outputs = forward(x)
    if regression:
        y = torch.randn(N, T, 5, generator=generator)
        loss = ((outputs - y) ** 2).sum() / 2 / N + T * 5 / 2 * math.log(2 * math.pi)
    else:
        y = torch.randint(V, (N, T), generator=generator)
        loss = F.cross_entropy(outputs.reshape(N * T, V), y.reshape(-1))
    loss.backward()
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().clone() for name, value in p.held.items()}
    torch.save({"model": state} if regression else state, folder / "pytorch_model.bin")
    (folder / "config.json").write_text(json.dumps(config) + "\n")
    np.save(folder / "tokens.npy", x.numpy())
    np.save(folder / "logits.npy", outputs.detach().numpy())
    parts = [
        {
            "name": name,
            "of": source,
            "shape": list(cut(p[source]).shape),
            "w": numbers(cut(p[source])),
            "gradient": numbers(cut(p[source].grad)),
        }
        for name, source, cut in places()
    ]
    used = {source for _, source, _ in places()}
    assert used == set(p.held), set(p.held) ^ used
    fixture = {"inputs": list(x.shape[1:]), "layers": layers, "parts": parts, "y": y.reshape(-1).tolist(), "loss": float(loss)}
    (folder / "fixture.json").write_text(json.dumps(fixture) + "\n")


for kind in (gpt2, neox, llama, lens, icl):
    written(Path(sys.argv[1]) / kind.__name__, kind())
