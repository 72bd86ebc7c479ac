package org.cusp.foreign.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.plan.Settings;
import org.cusp.foreign.plan.Slice;

/**
 * GPT-2 as Hugging Face stores it, whose matrices are inputs x outputs, and nanoGPT, whose are
 * outputs x inputs. Queries, keys and values are one matrix, in this order. The shapes do not show
 * the heads: the configuration says them, or they are taken as 64 wide, or as what meets the data.
 */
record Gpt2(FileTensors file, String prefix) {
  private static final int USUAL_HEAD = 64;
  private static final double EPS = 1e-5;

  static Optional<Transformer> of(FileTensors file) {
    return file.first("transformer.wte.weight", "wte.weight")
        .map(name -> name.substring(0, name.length() - "wte.weight".length()))
        .filter(prefix -> file.has(prefix + "h.0.attn.c_attn.weight"))
        .map(prefix -> new Gpt2(file, prefix).transformer());
  }

  private Settings settings() {
    return file.settings();
  }

  private int vocabulary() {
    return file.length(prefix + "wte.weight", 2, 0);
  }

  private int width() {
    return file.length(prefix + "wte.weight", 2, 1);
  }

  private int longest() {
    return file.length(prefix + "wpe.weight", 2, 0);
  }

  private int blocks() {
    return file.blocks(prefix + "h.", ".ln_1.weight", 0);
  }

  private boolean isInputsFirst() {
    int[] shape = file.require(prefix + "h.0.attn.c_attn.weight").shape();
    int d = width();
    if (!Arrays.equals(shape, new int[] {d, 3 * d})
        && !Arrays.equals(shape, new int[] {3 * d, d})) {
      throw new InvalidInput(
          file.file()
              + ": tensor "
              + prefix
              + "h.0.attn.c_attn.weight must have shape ["
              + d
              + ", "
              + 3 * d
              + "] or its transpose by the embedding's width, found "
              + Arrays.toString(shape));
    }
    return shape[0] == d;
  }

  private Transformer transformer() {
    requireConfig();
    boolean hugging = isInputsFirst();
    List<String> notes = new ArrayList<>();
    Function<Open, String> bent = open -> "gelu";
    if (hugging) {
      String said = Parts.activation(settings(), "activation_function", "gelu_new");
      bent = open -> said;
    } else {
      notes.add(
          "nanoGPT's files do not say their gelu: taken as the erf form (the tanh form before May"
              + " 2023)");
    }
    List<Integer> heads = heads(notes);
    boolean tied = isTied();
    Function<Open, String> f = bent;
    List<Reading> readings =
        heads.stream()
            .map(
                count ->
                    new Reading(
                        heads.size() == 1
                            ? Optional.empty()
                            : Optional.of(Message.counted(count, "head")),
                        open -> plan(count, tied, f.apply(open), open)))
            .toList();
    String name =
        (hugging ? "GPT-2" : "nanoGPT")
            + ": "
            + blocks()
            + " layers, width "
            + width()
            + ", "
            + (heads.size() == 1 ? Message.counted(heads.get(0), "head") : "heads open")
            + ", context "
            + longest()
            + ", vocabulary "
            + vocabulary();
    return new Transformer(
        name, longest(), vocabulary(), readings, notes, Transformer.Activation.KNOWN);
  }

  /** What the configuration says must be what the tensors show. */
  private void requireConfig() {
    settings().whole("n_embd").ifPresent(it -> file.require(prefix + "wte.weight", sizes(it)));
    settings()
        .whole("n_positions")
        .or(() -> settings().whole("block_size"))
        .ifPresent(it -> file.require(prefix + "wpe.weight", it, width()));
    settings()
        .whole("n_layer")
        .filter(it -> it != blocks())
        .ifPresent(it -> file.require(prefix + "h." + blocks() + ".ln_1.weight"));
  }

  private int[] sizes(int width) {
    return new int[] {settings().whole("vocab_size").orElse(vocabulary()), width};
  }

  private List<Integer> heads(List<String> notes) {
    Optional<Integer> said = settings().whole("n_head");
    if (said.isPresent()) {
      Parts.divided(settings(), width(), said.get());
      return List.of(said.get());
    }
    List<Integer> open = Heads.dividing(width(), USUAL_HEAD);
    notes.add(
        "the heads are not in the file: "
            + open
            + " divide the width; a config.json with n_head beside it says them");
    return open;
  }

  /** The head is the embedding where it is absent or the same numbers. */
  private boolean isTied() {
    return !file.has("lm_head.weight")
        || Arrays.equals(
            file.require("lm_head.weight").values(), file.require(prefix + "wte.weight").values());
  }

  private Plan plan(int heads, boolean tied, String f, Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    if (tied) {
      Parts.tied(
          plan, prefix + "wte.weight", vocabulary(), width(), inner -> stream(inner, heads, f));
    } else {
      Parts.embedding(plan, prefix + "wte.weight", vocabulary(), width());
      stream(plan, heads, f);
      Parts.dense(plan, "lm_head", vocabulary(), width());
    }
    return plan.plan(Shape.vector(open.lengthUpTo(longest())));
  }

  private void stream(PlanBuilder plan, int heads, String f) {
    double eps = settings().number("layer_norm_epsilon", EPS);
    Parts.positions(plan, prefix + "wpe.weight", longest(), width());
    for (int i = 0; i < blocks(); i++) {
      String block = prefix + "h." + i + ".";
      double factor = scale(width() / heads, i);
      plan.residual(
          inner -> {
            Parts.layerNorm(inner, block + "ln_1", eps);
            attention(inner, block + "attn.", heads, factor);
          });
      plan.residual(
          inner -> {
            Parts.layerNorm(inner, block + "ln_2", eps);
            int wide = wide(block + "mlp.c_fc");
            linear(inner, block + "mlp.c_fc", width(), wide);
            inner.add(f);
            linear(inner, block + "mlp.c_proj", wide, width());
          });
    }
    Parts.layerNorm(plan, prefix + "ln_f", eps);
  }

  private int wide(String name) {
    return file.length(name + ".weight", 2, isInputsFirst() ? 1 : 0);
  }

  private double scale(int headWidth, int block) {
    double scale = settings().truth("scale_attn_weights", true) ? 1 / Math.sqrt(headWidth) : 1;
    return settings().truth("scale_attn_by_inverse_layer_idx", false) ? scale / (block + 1) : scale;
  }

  private void linear(PlanBuilder plan, String name, int in, int out) {
    if (isInputsFirst()) {
      Parts.turned(plan, name + ".weight", file.first(name + ".bias"), in, out);
    } else {
      Parts.dense(plan, name, out, in);
    }
  }

  private void attention(PlanBuilder plan, String name, int heads, double scale) {
    int d = width();
    String joined = name + "c_attn";
    file.require(joined + ".weight", isInputsFirst() ? d : 3 * d, isInputsFirst() ? 3 * d : d);
    String output = name + "c_proj.weight";
    file.require(output, d, d);
    Map<String, Slice> own = new LinkedHashMap<>();
    String[] parts = {"query.", "key.", "value."};
    for (int k = 0; k < parts.length; k++) {
      own.put(
          parts[k] + Parts.WEIGHT,
          isInputsFirst()
              ? new Slice(joined + ".weight", k * d, new int[] {d, d}, new int[] {1, 3 * d})
              : Slice.run(joined + ".weight", k * d * d, d * d));
      if (file.has(joined + ".bias")) {
        file.require(joined + ".bias", 3 * d);
        own.put(parts[k] + Parts.BIAS, Slice.run(joined + ".bias", k * d, d));
      }
    }
    own.put(
        "output." + Parts.WEIGHT,
        isInputsFirst()
            ? Slice.transposed(output, d, d)
            : Slice.whole(output, file.require(output)));
    file.first(name + "c_proj.bias")
        .ifPresent(
            bias -> own.put("output." + Parts.BIAS, Slice.whole(bias, file.require(bias, d))));
    Map<String, Object> keys = Parts.keys("heads", heads);
    Heads.biases(keys, own);
    if (scale != 1 / Math.sqrt(d / heads)) {
      keys.put("scale", scale);
    }
    plan.add(Map.of("attention", keys), own);
  }
}
