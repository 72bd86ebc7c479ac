package org.cusp.foreign.transformer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.plan.Settings;
import org.cusp.foreign.plan.Slice;

/**
 * Llama, Qwen2 and what is stored like them by Hugging Face: RMS norms, whole heads turned by their
 * positions, keys and values that several heads share, gated layers.
 */
record Llama(FileTensors file, String prefix) {
  private static final double EPS = 1e-6;
  private static final int LONGEST = 2048;

  static Optional<Transformer> of(FileTensors file) {
    return file.first("model.embed_tokens.weight", "embed_tokens.weight")
        .map(name -> name.substring(0, name.length() - "embed_tokens.weight".length()))
        .filter(prefix -> file.has(prefix + "layers.0.self_attn.q_proj.weight"))
        .filter(prefix -> file.has(prefix + "layers.0.mlp.gate_proj.weight"))
        .map(prefix -> new Llama(file, prefix).transformer());
  }

  private Settings settings() {
    return file.settings();
  }

  private int vocabulary() {
    return file.length(prefix + "embed_tokens.weight", 2, 0);
  }

  private int width() {
    return file.length(prefix + "embed_tokens.weight", 2, 1);
  }

  private int blocks() {
    return file.blocks(prefix + "layers.", ".input_layernorm.weight", 0);
  }

  private int longest() {
    return settings().whole("max_position_embeddings").orElse(LONGEST);
  }

  private int heads() {
    return settings().require("num_attention_heads");
  }

  private int headWidth() {
    return settings()
        .whole("head_dim")
        .orElseGet(() -> Parts.divided(settings(), width(), heads()));
  }

  private int keyHeads() {
    return settings().whole("num_key_value_heads").orElse(heads());
  }

  private Transformer transformer() {
    Parts.requirePlainRotary(settings());
    if (settings().truth("use_sliding_window", false)) {
      throw new InvalidInput(
          settings().source() + ": use_sliding_window is true; attention in windows is not read");
    }
    file.require(
        prefix + "embed_tokens.weight",
        settings().whole("vocab_size").orElse(vocabulary()),
        settings().whole("hidden_size").orElse(width()));
    settings()
        .whole("num_hidden_layers")
        .filter(it -> it != blocks())
        .ifPresent(it -> file.require(prefix + "layers." + blocks() + ".input_layernorm.weight"));
    String name =
        "Llama (RMS norm, gated): "
            + blocks()
            + " layers, width "
            + width()
            + ", "
            + heads()
            + " heads"
            + (keyHeads() == heads() ? "" : " (" + keyHeads() + " of keys and values)")
            + ", context "
            + longest()
            + ", vocabulary "
            + vocabulary();
    Reading only = new Reading(Optional.empty(), this::plan);
    return new Transformer(
        name, longest(), vocabulary(), List.of(only), List.of(), Transformer.Activation.KNOWN);
  }

  private boolean isTied() {
    return settings().truth("tie_word_embeddings", !file.has("lm_head.weight"));
  }

  private Plan plan(Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    String embedding = prefix + "embed_tokens.weight";
    if (isTied()) {
      Parts.tied(plan, embedding, vocabulary(), width(), this::stream);
    } else {
      Parts.embedding(plan, embedding, vocabulary(), width());
      stream(plan);
      Parts.dense(plan, "lm_head", vocabulary(), width());
    }
    return plan.plan(Shape.vector(open.lengthUpTo(longest())));
  }

  private void stream(PlanBuilder plan) {
    double eps = settings().number("rms_norm_eps", EPS);
    for (int i = 0; i < blocks(); i++) {
      String block = prefix + "layers." + i + ".";
      plan.residual(
          inner -> {
            Parts.rmsNorm(inner, block + "input_layernorm", eps);
            attention(inner, block + "self_attn.");
          });
      plan.residual(
          inner -> {
            Parts.rmsNorm(inner, block + "post_attention_layernorm", eps);
            gated(inner, block + "mlp.");
          });
    }
    Parts.rmsNorm(plan, prefix + "norm", eps);
  }

  private void attention(PlanBuilder plan, String name) {
    int d = width();
    int out = heads() * headWidth();
    int keyOut = keyHeads() * headWidth();
    Map<String, Slice> own = new LinkedHashMap<>();
    put(own, "query", name + "q_proj", out, d);
    put(own, "key", name + "k_proj", keyOut, d);
    put(own, "value", name + "v_proj", keyOut, d);
    put(own, "output", name + "o_proj", d, out);
    Map<String, Object> keys = Parts.keys("heads", heads());
    if (keyHeads() != heads()) {
      keys.put("keyValueHeads", keyHeads());
    }
    if (out != d) {
      keys.put("headWidth", headWidth());
    }
    keys.put("rotary", 1.0);
    keys.put("rotaryBase", Parts.rotaryBase(settings(), "rope_theta"));
    Heads.biases(keys, own);
    plan.add(Map.of("attention", keys), own);
  }

  private void put(Map<String, Slice> own, String part, String name, int outputs, int inputs) {
    String weight = name + ".weight";
    own.put(part + "." + Parts.WEIGHT, Slice.whole(weight, file.require(weight, outputs, inputs)));
    file.first(name + ".bias")
        .ifPresent(
            bias ->
                own.put(part + "." + Parts.BIAS, Slice.whole(bias, file.require(bias, outputs))));
  }

  private void gated(PlanBuilder plan, String name) {
    int wide = file.length(name + "gate_proj.weight", 2, 0);
    Map<String, Slice> own = new LinkedHashMap<>();
    put(own, "gate", name + "gate_proj", wide, width());
    put(own, "up", name + "up_proj", wide, width());
    put(own, "down", name + "down_proj", width(), wide);
    Map<String, Object> keys = Parts.keys("width", wide);
    String f = Parts.activation(settings(), "hidden_act", "silu");
    if (!f.equals("silu")) {
      keys.put("activation", f);
    }
    if (own.containsKey("gate.bias")) {
      keys.put("bias", true);
    }
    plan.add(Map.of("gated", keys), own);
  }
}
