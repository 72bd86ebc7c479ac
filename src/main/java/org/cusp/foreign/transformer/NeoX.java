package org.cusp.foreign.transformer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.plan.Settings;
import org.cusp.foreign.plan.Slice;

/**
 * GPT-NeoX and Pythia as Hugging Face stores them: queries, keys and values are one matrix with
 * rows (head, query | key | value, width of a head); a part of each head is turned by its position;
 * attention and the layers after it read the same stream, unless the configuration says otherwise.
 */
record NeoX(FileTensors file, String prefix) {
  private static final double EPS = 1e-5;
  private static final double TURNED = 0.25;
  private static final int LONGEST = 2048;

  static Optional<Transformer> of(FileTensors file) {
    return file.first("gpt_neox.embed_in.weight", "embed_in.weight")
        .map(name -> name.substring(0, name.length() - "embed_in.weight".length()))
        .filter(prefix -> file.has(prefix + "layers.0.attention.query_key_value.weight"))
        .map(prefix -> new NeoX(file, prefix).transformer());
  }

  private Settings settings() {
    return file.settings();
  }

  private int vocabulary() {
    return file.length(prefix + "embed_in.weight", 2, 0);
  }

  private int width() {
    return file.length(prefix + "embed_in.weight", 2, 1);
  }

  private int blocks() {
    return file.blocks(prefix + "layers.", ".input_layernorm.weight", 0);
  }

  private int longest() {
    return settings().whole("max_position_embeddings").orElse(LONGEST);
  }

  private Transformer transformer() {
    int heads = settings().require("num_attention_heads");
    Parts.divided(settings(), width(), heads);
    Parts.requirePlainRotary(settings());
    file.require(
        prefix + "embed_in.weight",
        settings().whole("vocab_size").orElse(vocabulary()),
        settings().whole("hidden_size").orElse(width()));
    settings()
        .whole("num_hidden_layers")
        .filter(it -> it != blocks())
        .ifPresent(it -> file.require(prefix + "layers." + blocks() + ".input_layernorm.weight"));
    String name =
        "GPT-NeoX: "
            + blocks()
            + " layers, width "
            + width()
            + ", "
            + heads
            + " heads, context "
            + longest()
            + ", vocabulary "
            + vocabulary();
    Reading only = new Reading(Optional.empty(), open -> plan(heads, open));
    return new Transformer(
        name, longest(), vocabulary(), List.of(only), List.of(), Transformer.Activation.KNOWN);
  }

  private Plan plan(int heads, Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    double eps = settings().number("layer_norm_eps", EPS);
    boolean parallel = settings().truth("use_parallel_residual", true);
    String f = Parts.activation(settings(), "hidden_act", "gelu");
    Parts.embedding(plan, prefix + "embed_in.weight", vocabulary(), width());
    for (int i = 0; i < blocks(); i++) {
      String block = prefix + "layers." + i + ".";
      Consumer<PlanBuilder> attention =
          inner -> {
            Parts.layerNorm(inner, block + "input_layernorm", eps);
            attention(inner, block + "attention.", heads);
          };
      Consumer<PlanBuilder> dense =
          inner -> {
            Parts.layerNorm(inner, block + "post_attention_layernorm", eps);
            int wide = file.length(block + "mlp.dense_h_to_4h.weight", 2, 0);
            Parts.dense(inner, block + "mlp.dense_h_to_4h", wide, width());
            inner.add(f);
            Parts.dense(inner, block + "mlp.dense_4h_to_h", width(), wide);
          };
      if (parallel) {
        Parts.parallel(plan, attention, dense);
      } else {
        plan.residual(attention).residual(dense);
      }
    }
    Parts.layerNorm(plan, prefix + "final_layer_norm", eps);
    boolean tied = !file.has("embed_out.weight");
    Parts.dense(plan, tied ? prefix + "embed_in" : "embed_out", vocabulary(), width());
    return plan.plan(Shape.vector(open.lengthUpTo(longest())));
  }

  private void attention(PlanBuilder plan, String name, int heads) {
    int d = width();
    int hd = d / heads;
    String joined = name + "query_key_value";
    file.require(joined + ".weight", 3 * d, d);
    Map<String, Slice> own = new LinkedHashMap<>();
    String[] parts = {"query.", "key.", "value."};
    for (int k = 0; k < parts.length; k++) {
      own.put(
          parts[k] + Parts.WEIGHT,
          new Slice(
              joined + ".weight",
              k * hd * d,
              new int[] {heads, hd * d},
              new int[] {3 * hd * d, 1}));
      if (file.has(joined + ".bias")) {
        file.require(joined + ".bias", 3 * d);
        own.put(
            parts[k] + Parts.BIAS,
            new Slice(joined + ".bias", k * hd, new int[] {heads, hd}, new int[] {3 * hd, 1}));
      }
    }
    String output = name + "dense.weight";
    own.put("output." + Parts.WEIGHT, Slice.whole(output, file.require(output, d, d)));
    file.first(name + "dense.bias")
        .ifPresent(
            bias -> own.put("output." + Parts.BIAS, Slice.whole(bias, file.require(bias, d))));
    double share =
        settings()
            .number(
                "rope_parameters.partial_rotary_factor", settings().number("rotary_pct", TURNED));
    Map<String, Object> keys = Parts.keys("heads", heads);
    int turned = (int) (hd * share);
    if (turned > 0) {
      keys.put("rotary", Heads.turned(turned, hd));
      keys.put("rotaryBase", Parts.rotaryBase(settings(), "rotary_emb_base"));
    }
    Heads.biases(keys, own);
    plan.add(Map.of("attention", keys), own);
  }
}
