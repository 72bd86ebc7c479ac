#!/usr/bin/env python3
"""Small random transformers with the names, orders and settings of those who write them.

    python3 benchmarks/transformer_files.py FOLDER

makes a folder for each, with its weights as PyTorch stores them, a configuration where it has one,
tokens (or vectors) and the logits that plain PyTorch computes from them in float64. Written from the
published descriptions: Radford et al. 2019 (GPT-2), Black et al. 2022 (GPT-NeoX), Touvron et al. 2023
(Llama), Press et al. 2020 (shortformer), Hoogland et al. 2024 (in-context regression), Su et al. 2021
(rotary positions). The tests of org.cusp.foreign read what is kept in src/test/resources.
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
V, D, H, L, T, N = 11, 8, 2, 2, 6, 3
HD, FF = D // H, 12
OUT = pathlib.Path(sys.argv[1])


def rand(*shape, scale=0.5):
    return scale * torch.randn(*shape)


def norm_weight(d):
    return 1 + rand(d, scale=0.2)


def layer_norm(x, w, b, eps):
    return F.layer_norm(x, x.shape[-1:], w, b, eps)


def rms_norm(x, w, eps):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps) * w


def rotate(x, width, base):
    """Pairs (j, j + width / 2) of [n, heads, t, hd] are turned by t base^(-2 j / width)."""
    half = width // 2
    angle = torch.arange(x.shape[2])[:, None] * base ** (-2.0 * torch.arange(half) / width)
    c, s = angle.cos(), angle.sin()
    a, b, rest = x[..., :half], x[..., half:width], x[..., width:]
    return torch.cat([a * c - b * s, b * c + a * s, rest], -1)


def attend(q, k, v, scale, causal=True):
    """[n, heads, t, hd] each; keys and values are repeated for the queries that share them."""
    rep = q.shape[1] // k.shape[1]
    k, v = k.repeat_interleave(rep, 1), v.repeat_interleave(rep, 1)
    scores = q @ k.transpose(-1, -2) * scale
    if causal:
        t = scores.shape[-1]
        scores = scores.masked_fill(~torch.ones(t, t).tril().bool(), -math.inf)
    out = scores.softmax(-1) @ v
    return out.transpose(1, 2).flatten(2)


def split(x, heads):
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def tokens():
    return torch.randint(0, V, (N, T))


def keep(name, weights, config, x, logits, file="pytorch_model.bin"):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(weights, folder / file)
    if config:
        (folder / "config.json").write_text(json.dumps(config))
    x = x.numpy()
    np.save(folder / "x.npy", x.astype(np.uint8) if x.dtype.kind == "i" else x)
    np.save(folder / "logits.npy", logits.numpy())


def gpt2(conv, tied, bias):
    """Matrices of GPT-2 (conv) are inputs x outputs, those of nanoGPT outputs x inputs."""
    lin = (lambda x, w, b: x @ w + (0 if b is None else b)) if conv else F.linear
    w = {"wte.weight": rand(V, D), "wpe.weight": rand(T + 2, D)}
    for i in range(L):
        p = f"h.{i}."
        sizes = {"attn.c_attn": (D, 3 * D), "attn.c_proj": (D, D), "mlp.c_fc": (D, FF), "mlp.c_proj": (FF, D)}
        for name, (a, b) in sizes.items():
            w[p + name + ".weight"] = rand(a, b) if conv else rand(b, a)
            if bias:
                w[p + name + ".bias"] = rand(b)
        for name in ("ln_1", "ln_2"):
            w[p + name + ".weight"] = norm_weight(D)
            if bias:
                w[p + name + ".bias"] = rand(D)
        if conv:
            w[p + "attn.bias"] = torch.ones(1, 1, T + 2, T + 2).tril()
            w[p + "attn.masked_bias"] = torch.tensor(-1e4)
    w["ln_f.weight"] = norm_weight(D)
    if bias:
        w["ln_f.bias"] = rand(D)
    x = tokens()
    h = w["wte.weight"][x] + w["wpe.weight"][:T]
    eps = 1e-4 if conv else 1e-5
    for i in range(L):
        p = f"h.{i}."
        g = w.get
        y = layer_norm(h, w[p + "ln_1.weight"], g(p + "ln_1.bias"), eps)
        q, k, v = lin(y, w[p + "attn.c_attn.weight"], g(p + "attn.c_attn.bias")).split(D, -1)
        y = attend(split(q, H), split(k, H), split(v, H), HD**-0.5)
        h = h + lin(y, w[p + "attn.c_proj.weight"], g(p + "attn.c_proj.bias"))
        y = layer_norm(h, w[p + "ln_2.weight"], g(p + "ln_2.bias"), eps)
        y = lin(y, w[p + "mlp.c_fc.weight"], g(p + "mlp.c_fc.bias"))
        y = F.gelu(y, approximate="tanh" if conv else "none")
        h = h + lin(y, w[p + "mlp.c_proj.weight"], g(p + "mlp.c_proj.bias"))
    h = layer_norm(h, w["ln_f.weight"], w.get("ln_f.bias"), eps)
    head = w["wte.weight"] if tied else rand(V, D)
    return w, x, h @ head.T, head


def make_gpt2():
    w, x, logits, _ = gpt2(True, True, True)
    config = dict(model_type="gpt2", n_embd=D, n_head=H, n_layer=L, n_positions=T + 2, n_inner=None,
                  vocab_size=V, layer_norm_epsilon=1e-4, activation_function="gelu_new")
    keep("gpt2", w, config, x, logits)


def make_nanogpt(tied, name):
    w, x, logits, head = gpt2(False, tied, tied)
    w = {"_orig_mod.transformer." + k: v for k, v in w.items()}
    w["_orig_mod.lm_head.weight"] = w["_orig_mod.transformer.wte.weight"] if tied else head
    args = dict(n_layer=L, n_head=H, n_embd=D, block_size=T + 2, bias=tied, vocab_size=V, dropout=0.0)
    whole = dict(model=w, optimizer={"state": {0: {"exp_avg": rand(3)}}}, model_args=args, iter_num=7,
                 best_val_loss=torch.tensor(1.5), config={"device": "cpu"})
    keep(name, whole, None, x, logits, "ckpt.pt")


def make_neox(parallel, name):
    w = {"gpt_neox.embed_in.weight": rand(V, D), "embed_out.weight": rand(V, D)}
    width = 2  # of heads of 4
    for i in range(L):
        p = f"gpt_neox.layers.{i}."
        for n, (a, b) in {"attention.query_key_value": (3 * D, D), "attention.dense": (D, D),
                          "mlp.dense_h_to_4h": (FF, D), "mlp.dense_4h_to_h": (D, FF)}.items():
            w[p + n + ".weight"], w[p + n + ".bias"] = rand(a, b), rand(a)
        for n in ("input_layernorm", "post_attention_layernorm"):
            w[p + n + ".weight"], w[p + n + ".bias"] = norm_weight(D), rand(D)
        w[p + "attention.rotary_emb.inv_freq"] = rand(1)
    w["gpt_neox.final_layer_norm.weight"], w["gpt_neox.final_layer_norm.bias"] = norm_weight(D), rand(D)
    x = tokens()
    h = w["gpt_neox.embed_in.weight"][x]
    for i in range(L):
        p = f"gpt_neox.layers.{i}."

        def ln(y, n):
            return layer_norm(y, w[p + n + ".weight"], w[p + n + ".bias"], 1e-5)

        def lin(y, n):
            return F.linear(y, w[p + n + ".weight"], w[p + n + ".bias"])

        def attention(y):
            qkv = lin(y, "attention.query_key_value").unflatten(-1, (H, 3, HD))
            q, k, v = (qkv[..., j, :].transpose(1, 2) for j in range(3))
            return lin(attend(rotate(q, width, 10000), rotate(k, width, 10000), v, HD**-0.5), "attention.dense")

        def mlp(y):
            return lin(F.gelu(lin(y, "mlp.dense_h_to_4h")), "mlp.dense_4h_to_h")

        a = attention(ln(h, "input_layernorm"))
        if parallel:
            h = h + a + mlp(ln(h, "post_attention_layernorm"))
        else:
            h = h + a
            h = h + mlp(ln(h, "post_attention_layernorm"))
    h = layer_norm(h, w["gpt_neox.final_layer_norm.weight"], w["gpt_neox.final_layer_norm.bias"], 1e-5)
    config = dict(model_type="gpt_neox", hidden_size=D, num_hidden_layers=L, num_attention_heads=H,
                  intermediate_size=FF, vocab_size=V, max_position_embeddings=T + 2, rotary_pct=0.5,
                  rotary_emb_base=10000, hidden_act="gelu", layer_norm_eps=1e-5, use_parallel_residual=parallel)
    keep(name, w, config, x, h @ w["embed_out.weight"].T)


def make_llama(qwen, name):
    heads, kv, hd = 4, 2, 2 if qwen else 4  # 4 heads of 4 are wider than the stream
    w = {"model.embed_tokens.weight": rand(V, D), "model.norm.weight": norm_weight(D)}
    for i in range(L):
        p = f"model.layers.{i}."
        for n, (a, b) in {"self_attn.q_proj": (heads * hd, D), "self_attn.k_proj": (kv * hd, D),
                          "self_attn.v_proj": (kv * hd, D), "self_attn.o_proj": (D, heads * hd),
                          "mlp.gate_proj": (FF, D), "mlp.up_proj": (FF, D), "mlp.down_proj": (D, FF)}.items():
            w[p + n + ".weight"] = rand(a, b)
            if qwen and n[-6:] in ("q_proj", "k_proj", "v_proj"):
                w[p + n + ".bias"] = rand(a)
        for n in ("input_layernorm", "post_attention_layernorm"):
            w[p + n + ".weight"] = norm_weight(D)
    if not qwen:
        w["lm_head.weight"] = rand(V, D)
    x = tokens()
    h = w["model.embed_tokens.weight"][x]
    for i in range(L):
        p = f"model.layers.{i}."

        def lin(y, n):
            return F.linear(y, w[p + n + ".weight"], w.get(p + n + ".bias"))

        y = rms_norm(h, w[p + "input_layernorm.weight"], 1e-6)
        q, k, v = (split(lin(y, f"self_attn.{c}_proj"), n) for c, n in (("q", heads), ("k", kv), ("v", kv)))
        h = h + lin(attend(rotate(q, hd, 5000.0), rotate(k, hd, 5000.0), v, hd**-0.5), "self_attn.o_proj")
        y = rms_norm(h, w[p + "post_attention_layernorm.weight"], 1e-6)
        h = h + lin(F.silu(lin(y, "mlp.gate_proj")) * lin(y, "mlp.up_proj"), "mlp.down_proj")
    h = rms_norm(h, w["model.norm.weight"], 1e-6)
    head = w["model.embed_tokens.weight"] if qwen else w["lm_head.weight"]
    config = dict(model_type="qwen2" if qwen else "llama", hidden_size=D, num_hidden_layers=L,
                  num_attention_heads=heads, num_key_value_heads=kv, intermediate_size=FF, vocab_size=V,
                  max_position_embeddings=T + 2, rms_norm_eps=1e-6, hidden_act="silu",
                  tie_word_embeddings=qwen, use_sliding_window=False, sliding_window=2)
    config.update({"rope_theta": 5000.0} if qwen else
                  {"head_dim": hd, "rope_parameters": {"rope_theta": 5000.0, "rope_type": "default"}})
    keep(name, w, config, x, h @ head.T)


def make_lens(name, positions="standard", norm="LN", mlp=True, config=True):
    hd = 3  # heads need not fill the width
    w = {"embed.W_E": rand(V, D), "unembed.W_U": rand(D, V + 2), "unembed.b_U": rand(V + 2)}
    if positions != "rotary":
        w["pos_embed.W_pos"] = rand(T + 2, D)
    for i in range(L):
        p = f"blocks.{i}."
        for c in "QKV":
            w[p + f"attn.W_{c}"], w[p + f"attn.b_{c}"] = rand(H, D, hd), rand(H, hd)
        w[p + "attn.W_O"], w[p + "attn.b_O"] = rand(H, hd, D), rand(D)
        w[p + "attn.mask"] = torch.ones(T + 2, T + 2).tril().bool()
        w[p + "attn.IGNORE"] = torch.tensor(-math.inf)
        if mlp:
            w[p + "mlp.W_in"], w[p + "mlp.b_in"] = rand(D, FF), rand(FF)
            w[p + "mlp.W_out"], w[p + "mlp.b_out"] = rand(FF, D), rand(D)
        if norm == "LN":
            for n in ("ln1", "ln2") if mlp else ("ln1",):
                w[p + n + ".w"], w[p + n + ".b"] = norm_weight(D), rand(D)
    if norm == "LN":
        w["ln_final.w"], w["ln_final.b"] = norm_weight(D), rand(D)
    x = tokens()

    def ln(y, n):
        return y if norm is None else layer_norm(y, w.get(n + ".w"), w.get(n + ".b"), 1e-5)

    h = w["embed.W_E"][x]
    if positions == "standard":
        h = h + w["pos_embed.W_pos"][:T]
    for i in range(L):
        p = f"blocks.{i}."
        y = ln(h, p + "ln1")
        seen = y + w["pos_embed.W_pos"][:T] if positions == "shortformer" else y

        def heads(y, c):
            return torch.einsum("ntd,hde->nhte", y, w[p + f"attn.W_{c}"]) + w[p + f"attn.b_{c}"][:, None]

        q, k, v = heads(seen, "Q"), heads(seen, "K"), heads(y, "V")
        if positions == "rotary":
            q, k = rotate(q, 2, 10000.0), rotate(k, 2, 10000.0)
        z = attend(q, k, v, hd**-0.5).unflatten(-1, (H, hd))
        h = h + torch.einsum("nthe,hed->ntd", z, w[p + "attn.W_O"]) + w[p + "attn.b_O"]
        if mlp:
            y = F.gelu(ln(h, p + "ln2") @ w[p + "mlp.W_in"] + w[p + "mlp.b_in"], approximate="tanh")
            h = h + y @ w[p + "mlp.W_out"] + w[p + "mlp.b_out"]
    logits = ln(h, "ln_final") @ w["unembed.W_U"] + w["unembed.b_U"]
    told = dict(n_layers=L, d_model=D, n_heads=H, d_head=hd, n_ctx=T + 2, d_vocab=V, d_vocab_out=V + 2,
                normalization_type=norm, positional_embedding_type=positions, act_fn="gelu_new",
                attn_only=not mlp, rotary_dim=2, rotary_base=10000, eps=1e-5)
    keep(name, w, told if config else None, x, logits, "model.pt")


def make_icl():
    d, t, m = 8, 6, 5
    w = {"token_embedding.weight": rand(d, m), "postn_embedding.weight": rand(d, t)}
    for i in range(L):
        p = f"blocks.{i}."
        w[p + "attention.attention.weight"], w[p + "attention.output.weight"] = rand(3 * d, d), rand(d, d)
        w[p + "attention.causal_mask"] = torch.ones(t, t).tril()
        w[p + "compute.0.weight"], w[p + "compute.0.bias"] = rand(d, d), rand(d)
        w[p + "compute.2.weight"], w[p + "compute.2.bias"] = rand(d, d), rand(d)
        for n in range(2):
            w[p + f"layer_norms.{n}.weight"], w[p + f"layer_norms.{n}.bias"] = norm_weight(d), rand(d)
    w["unembedding.0.weight"], w["unembedding.0.bias"] = norm_weight(d), rand(d)
    w["unembedding.1.weight"], w["unembedding.1.bias"] = rand(m, d), rand(m)
    x = rand(N, t, m, scale=1)
    h = x @ w["token_embedding.weight"].T + w["postn_embedding.weight"].T
    for i in range(L):
        p = f"blocks.{i}."
        y = layer_norm(h, w[p + "layer_norms.0.weight"], w[p + "layer_norms.0.bias"], 1e-5)
        qkv = (y @ w[p + "attention.attention.weight"].T).unflatten(-1, (H, 3, d // H))
        q, k, v = (qkv[..., j, :].transpose(1, 2) for j in range(3))
        b = h + attend(q, k, v, (d // H) ** -0.5) @ w[p + "attention.output.weight"].T
        y = layer_norm(b, w[p + "layer_norms.1.weight"], w[p + "layer_norms.1.bias"], 1e-5)
        y = F.relu(F.linear(y, w[p + "compute.0.weight"], w[p + "compute.0.bias"]))
        b = b + F.linear(y, w[p + "compute.2.weight"], w[p + "compute.2.bias"])
        h = h + b
    h = layer_norm(h, w["unembedding.0.weight"], w["unembedding.0.bias"], 1e-5)
    out = F.linear(h, w["unembedding.1.weight"], w["unembedding.1.bias"])
    whole = dict(model={"token_sequence_transformer." + k: v for k, v in w.items()},
                 optimizer={"state": {}}, scheduler=None)
    keep("icl", whole, None, x, out[:, ::2, 0], "checkpoint_000010.pth")


def make_notebook():
    w = {"embedding.weight": rand(V, D), "linear1l.weight": rand(FF, D), "linear1l.bias": rand(FF),
         "linear1r.weight": rand(FF, D), "linear1r.bias": rand(FF), "linear2.weight": rand(V, FF)}
    x = torch.randint(0, V, (N, 2))
    e = w["embedding.weight"][x]
    h = F.linear(e[:, 0], w["linear1l.weight"], w["linear1l.bias"])
    h = h + F.linear(e[:, 1], w["linear1r.weight"], w["linear1r.bias"])
    keep("notebook", w, None, x, F.gelu(h) @ w["linear2.weight"].T, "model.pt")


make_gpt2()
make_nanogpt(True, "nanogpt")
make_nanogpt(False, "nanogpt-untied")
make_neox(True, "neox")
make_neox(False, "neox-serial")
make_llama(False, "llama")
make_llama(True, "qwen2")
make_lens("lens")
make_lens("lens-shortformer", "shortformer", mlp=False)
make_lens("lens-rotary", "rotary", "LNPre")
make_lens("lens-bare", "shortformer", None, mlp=False, config=False)
make_icl()
make_notebook()
