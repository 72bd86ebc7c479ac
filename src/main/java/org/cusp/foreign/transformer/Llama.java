package org.cusp.foreign.transformer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Slice;

/**
 * Llama, Qwen2 and what is stored like them by Hugging Face: RMS norms, whole heads turned by their
 * positions, keys and values that several heads share, gated layers.
 */
record Llama(RotaryStem stem) {
  private static final double EPS = 1e-6;

  static Optional<Transformer> of(FileTensors file) {
    return RotaryStem.of(file, "model.", "embed_tokens.weight")
        .filter(stem -> stem.has("layers.0.self_attn.q_proj.weight"))
        .filter(stem -> stem.has("layers.0.mlp.gate_proj.weight"))
        .map(stem -> new Llama(stem).transformer());
  }

  private int headWidth() {
    return stem.settings()
        .whole("head_dim")
        .orElseGet(() -> Parts.divided(stem.settings(), stem.width(), stem.heads()));
  }

  private int keyHeads() {
    return stem.settings().whole("num_key_value_heads").orElse(stem.heads());
  }

  private Transformer transformer() {
    Parts.requirePlainRotary(stem.settings());
    if (stem.settings().truth("use_sliding_window", false)) {
      throw new InvalidInput(
          stem.settings().source()
              + ": use_sliding_window is true; attention in windows is not read");
    }
    stem.requireConfig();
    String shared = keyHeads() == stem.heads() ? "" : " (" + keyHeads() + " of keys and values)";
    return stem.transformer(
        "Llama (RMS norm, gated)", Message.counted(stem.heads(), "head") + shared, this::plan);
  }

  private boolean isTied() {
    return stem.settings().truth("tie_word_embeddings", !stem.file().has("lm_head.weight"));
  }

  private Plan plan(Open open) {
    PlanBuilder plan = new PlanBuilder(stem.file());
    String embedding = stem.matrix();
    if (isTied()) {
      Parts.tied(plan, embedding, stem.vocabulary(), stem.width(), this::stream);
    } else {
      Parts.embedding(plan, embedding, stem.vocabulary(), stem.width());
      stream(plan);
      Parts.dense(plan, "lm_head", stem.vocabulary(), stem.width());
    }
    return plan.plan(Shape.vector(open.lengthUpTo(stem.longest())));
  }

  private void stream(PlanBuilder plan) {
    double eps = stem.settings().number("rms_norm_eps", EPS);
    for (int i = 0; i < stem.blocks(); i++) {
      String block = stem.prefix() + "layers." + i + ".";
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
    Parts.rmsNorm(plan, stem.prefix() + "norm", eps);
  }

  private void attention(PlanBuilder plan, String name) {
    int d = stem.width();
    int out = stem.heads() * headWidth();
    int keyOut = keyHeads() * headWidth();
    Map<String, Slice> own = new LinkedHashMap<>();
    put(own, "query", name + "q_proj", out, d);
    put(own, "key", name + "k_proj", keyOut, d);
    put(own, "value", name + "v_proj", keyOut, d);
    put(own, "output", name + "o_proj", d, out);
    Map<String, Object> keys = Parts.keys("heads", stem.heads());
    if (keyHeads() != stem.heads()) {
      keys.put("keyValueHeads", keyHeads());
    }
    if (out != d) {
      keys.put("headWidth", headWidth());
    }
    keys.put("rotary", 1.0);
    keys.put("rotaryBase", Parts.rotaryBase(stem.settings(), "rope_theta"));
    Heads.biases(keys, own);
    plan.add(Map.of("attention", keys), own);
  }

  private void put(Map<String, Slice> own, String part, String name, int outputs, int inputs) {
    String weight = name + ".weight";
    own.put(
        part + "." + Parts.WEIGHT,
        Slice.whole(weight, stem.file().require(weight, outputs, inputs)));
    stem.file()
        .first(name + ".bias")
        .ifPresent(
            bias ->
                own.put(
                    part + "." + Parts.BIAS,
                    Slice.whole(bias, stem.file().require(bias, outputs))));
  }

  private void gated(PlanBuilder plan, String name) {
    int wide = stem.file().length(name + "gate_proj.weight", 2, 0);
    Map<String, Slice> own = new LinkedHashMap<>();
    put(own, "gate", name + "gate_proj", wide, stem.width());
    put(own, "up", name + "up_proj", wide, stem.width());
    put(own, "down", name + "down_proj", stem.width(), wide);
    Map<String, Object> keys = Parts.keys("width", wide);
    String f = Parts.activation(stem.settings(), "hidden_act", "silu");
    if (!f.equals("silu")) {
      keys.put("activation", f);
    }
    if (own.containsKey("gate.bias")) {
      keys.put("bias", true);
    }
    plan.add(Map.of("gated", keys), own);
  }
}
