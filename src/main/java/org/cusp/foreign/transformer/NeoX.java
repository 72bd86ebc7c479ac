package org.cusp.foreign.transformer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cusp.contract.Message;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Slice;

/**
 * GPT-NeoX and Pythia as Hugging Face stores them: queries, keys and values are one matrix with
 * rows (head, query | key | value, width of a head); a part of each head is turned by its position;
 * attention and the layers after it read the same stream, unless the configuration says otherwise.
 */
record NeoX(RotaryStem stem) {
  private static final double EPS = 1e-5;
  private static final double TURNED = 0.25;

  static Optional<Transformer> of(FileTensors file) {
    return RotaryStem.of(file, "gpt_neox.", "embed_in.weight")
        .filter(stem -> stem.has("layers.0.attention.query_key_value.weight"))
        .map(stem -> new NeoX(stem).transformer());
  }

  private Transformer transformer() {
    int heads = stem.heads();
    Parts.divided(stem.settings(), stem.width(), heads);
    Parts.requirePlainRotary(stem.settings());
    stem.requireConfig();
    return stem.transformer("GPT-NeoX", Message.counted(heads, "head"), open -> plan(heads, open));
  }

  private Plan plan(int heads, Open open) {
    PlanBuilder plan = new PlanBuilder(stem.file());
    double eps = stem.settings().number("layer_norm_eps", EPS);
    boolean parallel = stem.settings().truth("use_parallel_residual", true);
    String f = Parts.activation(stem.settings(), "hidden_act", "gelu");
    Parts.embedding(plan, stem.matrix(), stem.vocabulary(), stem.width());
    for (int i = 0; i < stem.blocks(); i++) {
      String block = stem.prefix() + "layers." + i + ".";
      Consumer<PlanBuilder> attention =
          inner -> {
            Parts.layerNorm(inner, block + "input_layernorm", eps);
            attention(inner, block + "attention.", heads);
          };
      Consumer<PlanBuilder> dense =
          inner -> {
            Parts.layerNorm(inner, block + "post_attention_layernorm", eps);
            int wide = stem.file().length(block + "mlp.dense_h_to_4h.weight", 2, 0);
            Parts.dense(inner, block + "mlp.dense_h_to_4h", wide, stem.width());
            inner.add(f);
            Parts.dense(inner, block + "mlp.dense_4h_to_h", stem.width(), wide);
          };
      if (parallel) {
        Parts.parallel(plan, attention, dense);
      } else {
        plan.residual(attention).residual(dense);
      }
    }
    Parts.layerNorm(plan, stem.prefix() + "final_layer_norm", eps);
    boolean tied = !stem.file().has("embed_out.weight");
    Parts.dense(
        plan, tied ? stem.prefix() + "embed_in" : "embed_out", stem.vocabulary(), stem.width());
    return plan.plan(Shape.vector(open.lengthUpTo(stem.longest())));
  }

  private void attention(PlanBuilder plan, String name, int heads) {
    int d = stem.width();
    int hd = d / heads;
    String joined = name + "query_key_value";
    stem.file().require(joined + ".weight", 3 * d, d);
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
      if (stem.file().has(joined + ".bias")) {
        stem.file().require(joined + ".bias", 3 * d);
        own.put(
            parts[k] + Parts.BIAS,
            new Slice(joined + ".bias", k * hd, new int[] {heads, hd}, new int[] {3 * hd, 1}));
      }
    }
    String output = name + "dense.weight";
    own.put("output." + Parts.WEIGHT, Slice.whole(output, stem.file().require(output, d, d)));
    stem.file()
        .first(name + "dense.bias")
        .ifPresent(
            bias ->
                own.put("output." + Parts.BIAS, Slice.whole(bias, stem.file().require(bias, d))));
    double share =
        stem.settings()
            .number(
                "rope_parameters.partial_rotary_factor",
                stem.settings().number("rotary_pct", TURNED));
    Map<String, Object> keys = Parts.keys("heads", heads);
    int turned = (int) (hd * share);
    if (turned > 0) {
      keys.put("rotary", Heads.turned(turned, hd));
      keys.put("rotaryBase", Parts.rotaryBase(stem.settings(), "rotary_emb_base"));
    }
    Heads.biases(keys, own);
    plan.add(Map.of("attention", keys), own);
  }
}
