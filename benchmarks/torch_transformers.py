"""Transformers in plain PyTorch, as functions of their tensors by the names of those who store them: what
transformer_fixture.py and transformer_files.py compute with.

Written from the published descriptions: Radford et al. 2019 (GPT-2), Black et al. 2022 (GPT-NeoX), Touvron
et al. 2023 (Llama), Press et al. 2020 (shortformer), Hoogland et al. 2024 (in-context regression), Su et al.
2021 (rotary positions). Tensors are a dictionary, or what has [name], get and keys. Inputs are [sequences, positions(,
width)]; blocks are counted in the names.
"""
import math

import torch
from torch.nn import functional as F


def layer_norm(x, w=None, b=None, eps=1e-5):
    return F.layer_norm(x, x.shape[-1:], w, b, eps)


def rms_norm(x, w, eps):
    return x / (x.square().mean(-1, keepdim=True) + eps).sqrt() * w


def rotated(x, width, base):
    """Pairs (j, j + width / 2) of [n, heads, t, hd] are turned by t base^(-2 j / width)."""
    half = width // 2
    angle = torch.arange(x.shape[2])[:, None] * base ** (-2.0 * torch.arange(half) / width)
    c, s = angle.cos(), angle.sin()
    a, b, rest = x[..., :half], x[..., half:width], x[..., width:]
    return torch.cat([a * c - b * s, b * c + a * s, rest], -1)


def attend(q, k, v, scale):
    """[n, heads, t, hd] each, causal; keys and values are repeated for the queries that share them."""
    rep = q.shape[1] // k.shape[1]
    if rep > 1:
        k, v = k.repeat_interleave(rep, 1), v.repeat_interleave(rep, 1)
    scores = q @ k.transpose(-1, -2) * scale
    t = scores.shape[-1]
    return scores.masked_fill(~torch.ones(t, t).tril().bool(), -math.inf).softmax(-1) @ v


def attend_by_queries(q, k, v, scale):
    """The same function with other last digits."""
    return attend(scale * q, k, v, 1)


def split(x, heads):
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def joined(x):
    return x.transpose(1, 2).flatten(2)


def gelu_tanh(x):
    return F.gelu(x, approximate="tanh")


def conv1d(x, w, b):
    """Matrices of GPT-2 are inputs x outputs."""
    return x @ w + b


def blocks(w, before):
    """What the names of the blocks begin with."""
    count = 1 + max(int(name[len(before):].split(".")[0]) for name in w.keys() if name.startswith(before))
    return [f"{before}{i}." for i in range(count)]


def gpt2(w, tokens, heads, lin=conv1d, gelu=gelu_tanh, eps=1e-5, root="", head=None):
    """Of Hugging Face with conv1d, nanoGPT with F.linear; tied where no head is given."""
    def norm(x, name):
        return layer_norm(x, w[name + ".weight"], w.get(name + ".bias"), eps)

    def linear(x, name):
        return lin(x, w[name + ".weight"], w.get(name + ".bias"))

    d = w[root + "wte.weight"].shape[1]
    x = w[root + "wte.weight"][tokens] + w[root + "wpe.weight"][: tokens.shape[1]]
    for p in blocks(w, root + "h."):
        q, k, v = (split(part, heads) for part in linear(norm(x, p + "ln_1"), p + "attn.c_attn").split(d, -1))
        x = x + linear(joined(attend(q, k, v, (d // heads) ** -0.5)), p + "attn.c_proj")
        x = x + linear(gelu(linear(norm(x, p + "ln_2"), p + "mlp.c_fc")), p + "mlp.c_proj")
    return norm(x, root + "ln_f") @ (w[root + "wte.weight"] if head is None else head).T


def neox(w, tokens, heads, width, parallel=True):
    """Rotary positions on the first numbers of a head, so many."""
    def norm(x, name):
        return layer_norm(x, w[name + ".weight"], w[name + ".bias"])

    def linear(x, name):
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])

    def attention(x, p):
        qkv = linear(x, p + "attention.query_key_value").unflatten(-1, (heads, 3, -1))
        q, k, v = (qkv[..., j, :].transpose(1, 2) for j in range(3))
        mixed = attend(rotated(q, width, 10000), rotated(k, width, 10000), v, q.shape[-1] ** -0.5)
        return linear(joined(mixed), p + "attention.dense")

    def mlp(x, p):
        return linear(F.gelu(linear(x, p + "mlp.dense_h_to_4h")), p + "mlp.dense_4h_to_h")

    x = w["gpt_neox.embed_in.weight"][tokens]
    for p in blocks(w, "gpt_neox.layers."):
        h = x + attention(norm(x, p + "input_layernorm"), p)
        x = h + mlp(norm(x if parallel else h, p + "post_attention_layernorm"), p)
    return norm(x, "gpt_neox.final_layer_norm") @ w["embed_out.weight"].T


def llama(w, tokens, heads, groups, base):
    """Tied where there is no lm_head; biases where they are."""
    def norm(x, name):
        return rms_norm(x, w[name + ".weight"], 1e-6)

    def linear(x, name):
        return F.linear(x, w[name + ".weight"], w.get(name + ".bias"))

    x = w["model.embed_tokens.weight"][tokens]
    for p in blocks(w, "model.layers."):
        y = norm(x, p + "input_layernorm")
        counts = {"q": heads, "k": groups, "v": groups}
        q, k, v = (split(linear(y, f"{p}self_attn.{c}_proj"), n) for c, n in counts.items())
        hd = q.shape[-1]
        mixed = attend(rotated(q, hd, base), rotated(k, hd, base), v, hd**-0.5)
        x = x + linear(joined(mixed), p + "self_attn.o_proj")
        y = norm(x, p + "post_attention_layernorm")
        x = x + linear(F.silu(linear(y, p + "mlp.gate_proj")) * linear(y, p + "mlp.up_proj"), p + "mlp.down_proj")
    head = "lm_head.weight" if "lm_head.weight" in w.keys() else "model.embed_tokens.weight"
    return norm(x, "model.norm") @ w[head].T


def lens(w, tokens, positions, norm=True, attend=attend):
    """TransformerLens; norms without weights where it stores none, none at all where norm is false."""
    def ln(x, name):
        return layer_norm(x, w.get(name + ".w"), w.get(name + ".b")) if norm else x

    def placed(x):
        return x + w["pos_embed.W_pos"][: tokens.shape[1]]

    x = w["embed.W_E"][tokens]
    if positions == "standard":
        x = placed(x)
    for p in blocks(w, "blocks."):
        y = ln(x, p + "ln1")

        def part(it, c):
            return torch.einsum("ntd,hde->nhte", it, w[p + f"attn.W_{c}"]) + w[p + f"attn.b_{c}"][:, None]

        read = placed if positions == "shortformer" else lambda it: it
        given = {"Q": read(y), "K": read(y), "V": y}
        q, k, v = (part(given[c], c) for c in "QKV")
        if positions == "rotary":
            q, k = rotated(q, 2, 10000.0), rotated(k, 2, 10000.0)
        z = attend(q, k, v, q.shape[-1] ** -0.5)
        x = x + torch.einsum("nhte,hed->ntd", z, w[p + "attn.W_O"]) + w[p + "attn.b_O"]
        if p + "mlp.W_in" in w.keys():
            y = gelu_tanh(ln(x, p + "ln2") @ w[p + "mlp.W_in"] + w[p + "mlp.b_in"])
            x = x + y @ w[p + "mlp.W_out"] + w[p + "mlp.b_out"]
    return ln(x, "ln_final") @ w["unembed.W_U"] + w["unembed.b_U"]


def icl(w, x, heads, root=""):
    """In-context regression: the stream doubles at each block; joined rows (head, q|k|v, width)."""
    def norm(x, name):
        return layer_norm(x, w[name + ".weight"], w[name + ".bias"])

    def linear(x, name):
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])

    x = x @ w[root + "token_embedding.weight"].T + w[root + "postn_embedding.weight"].T[: x.shape[1]]
    for p in blocks(w, root + "blocks."):
        qkv = norm(x, p + "layer_norms.0") @ w[p + "attention.attention.weight"].T
        qkv = qkv.unflatten(-1, (heads, 3, -1))
        q, k, v = (qkv[..., j, :].transpose(1, 2) for j in range(3))
        y = x + joined(attend(q, k, v, q.shape[-1] ** -0.5)) @ w[p + "attention.output.weight"].T
        y = y + linear(F.relu(linear(norm(y, p + "layer_norms.1"), p + "compute.0")), p + "compute.2")
        x = x + y
    return linear(norm(x, root + "unembedding.0"), root + "unembedding.1")
