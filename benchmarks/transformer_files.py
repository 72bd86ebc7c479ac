#!/usr/bin/env python3
"""Small random transformers with the names, orders and settings of those who write them.

    python3 benchmarks/transformer_files.py FOLDER

makes a folder for each, with its weights as PyTorch stores them, a configuration where it has one,
tokens (or vectors) and the logits that plain PyTorch (torch_transformers.py) computes from them in float64.
The tests of org.cusp.foreign read what is kept in src/test/resources.
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

import torch_transformers as networks

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
V, D, H, L, T, N = 11, 8, 2, 2, 6, 3
HD, FF = D // H, 12
OUT = pathlib.Path(sys.argv[1])


def rand(*shape, scale=0.5):
    return scale * torch.randn(*shape)


def norm_weight(d):
    return 1 + rand(d, scale=0.2)


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
    head = w["wte.weight"] if tied else rand(V, D)
    how = dict(lin=networks.conv1d, gelu=networks.gelu_tanh, eps=1e-4) if conv else dict(lin=F.linear, gelu=F.gelu)
    return w, x, networks.gpt2(w, x, H, head=head, **how), head


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
    config = dict(model_type="gpt_neox", hidden_size=D, num_hidden_layers=L, num_attention_heads=H,
                  intermediate_size=FF, vocab_size=V, max_position_embeddings=T + 2, rotary_pct=0.5,
                  rotary_emb_base=10000, hidden_act="gelu", layer_norm_eps=1e-5, use_parallel_residual=parallel)
    keep(name, w, config, x, networks.neox(w, x, H, 2, parallel))


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
    config = dict(model_type="qwen2" if qwen else "llama", hidden_size=D, num_hidden_layers=L,
                  num_attention_heads=heads, num_key_value_heads=kv, intermediate_size=FF, vocab_size=V,
                  max_position_embeddings=T + 2, rms_norm_eps=1e-6, hidden_act="silu",
                  tie_word_embeddings=qwen, use_sliding_window=False, sliding_window=2)
    config.update({"rope_theta": 5000.0} if qwen else
                  {"head_dim": hd, "rope_parameters": {"rope_theta": 5000.0, "rope_type": "default"}})
    keep(name, w, config, x, networks.llama(w, x, heads, kv, 5000.0))


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
    logits = networks.lens(w, x, positions, norm is not None)
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
    out = networks.icl(w, x, H)
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
