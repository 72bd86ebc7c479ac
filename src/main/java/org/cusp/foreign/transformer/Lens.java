package org.cusp.foreign.transformer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
 * A transformer of TransformerLens: heads are an axis of their own, {@code W_Q} [heads, width,
 * width of a head] and {@code W_O} [heads, width of a head, width]; matrices are inputs x outputs.
 * Learned positions are added to the stream (standard) or to what queries and keys read, after the
 * norm (shortformer); heads may be turned. What a configuration would say and no tensor shows is a
 * reading.
 */
record Lens(FileTensors file) {
  private static final String EMBED = "embed.W_E";
  private static final String POSITIONS = "pos_embed.W_pos";
  private static final String UNEMBED = "unembed.W_U";
  private static final int LONGEST = 1024;
  private static final double EPS = 1e-5;

  /** How positions are told. */
  private enum Told {
    STANDARD("standard positions"),
    SHORTFORMER("shortformer positions"),
    ROTARY("rotary positions"),
    NONE("no positions");

    private final String words;

    Told(String words) {
      this.words = words;
    }
  }

  /** What stands before each block. */
  private enum Norms {
    WEIGHTED("layer norms"),
    PLAIN("layer norms without weights"),
    ABSENT("no norms");

    private final String words;

    Norms(String words) {
      this.words = words;
    }
  }

  static Optional<Transformer> of(FileTensors file) {
    boolean named =
        file.has(EMBED)
            && file.has("blocks.0.attn.W_Q")
            && file.has("blocks.0.attn.W_O")
            && file.require("blocks.0.attn.W_O").shape().length == 3;
    return named ? Optional.of(new Lens(file).transformer()) : Optional.empty();
  }

  private Settings settings() {
    return file.settings();
  }

  private int vocabulary() {
    return file.length(EMBED, 2, 0);
  }

  private int width() {
    return file.length(EMBED, 2, 1);
  }

  private int heads() {
    return file.length("blocks.0.attn.W_Q", 3, 0);
  }

  private int headWidth() {
    return file.length("blocks.0.attn.W_Q", 3, 2);
  }

  private int blocks() {
    return file.blocks("blocks.", ".attn.W_Q", 0);
  }

  private boolean hasDense() {
    return file.has("blocks.0.mlp.W_in");
  }

  private int longest() {
    return file.has(POSITIONS)
        ? file.length(POSITIONS, 2, 0)
        : settings().whole("n_ctx").orElse(LONGEST);
  }

  private Transformer transformer() {
    for (String[] pair :
        new String[][] {
          {"d_model", "" + width()},
          {"n_heads", "" + heads()},
          {"d_head", "" + headWidth()},
          {"n_layers", "" + blocks()},
          {"d_vocab", "" + vocabulary()},
          {"n_ctx", "" + longest()}
        }) {
      settings().whole(pair[0]).ifPresent(said -> requireSame(pair[0], said, pair[1]));
    }
    if (settings().truth("rotary_adjacent_pairs", false)) {
      throw new InvalidInput(
          settings().source() + ": rotary_adjacent_pairs is true; such pairs are not read");
    }
    List<Reading> readings = new ArrayList<>();
    List<Told> told = told();
    List<Norms> norms = norms();
    for (Told positions : told) {
      for (Norms norm : norms) {
        Optional<String> words =
            told.size() * norms.size() == 1
                ? Optional.empty()
                : Optional.of(positions.words + ", " + norm.words);
        readings.add(new Reading(words, open -> plan(positions, norm, open)));
      }
    }
    boolean known = !hasDense() || settings().has("act_fn");
    String name =
        "TransformerLens: "
            + blocks()
            + (hasDense() ? " layers" : " attention-only layers")
            + ", width "
            + width()
            + ", "
            + heads()
            + " heads of "
            + headWidth()
            + ", context "
            + longest()
            + ", vocabulary "
            + vocabulary()
            + (readings.size() == 1 ? ", " + told.get(0).words + ", " + norms.get(0).words : "");
    List<String> notes = new ArrayList<>();
    if (readings.size() > 1) {
      notes.add(
          readings.size()
              + " readings fit the tensors; a config.json beside the file with"
              + " positional_embedding_type and normalization_type says which");
    }
    return new Transformer(
        name,
        longest(),
        vocabulary(),
        readings,
        notes,
        known ? Transformer.Activation.KNOWN : Transformer.Activation.OPEN);
  }

  private void requireSame(String key, int said, String shown) {
    if (!Integer.toString(said).equals(shown)) {
      throw new InvalidInput(
          settings().source() + ": " + key + " is " + said + ", the tensors show " + shown);
    }
  }

  private List<Told> told() {
    String said = settings().word("positional_embedding_type", "");
    if (said.isEmpty()) {
      return file.has(POSITIONS)
          ? List.of(Told.STANDARD, Told.SHORTFORMER)
          : List.of(Told.ROTARY, Told.NONE);
    }
    return switch (said) {
      case "standard" -> List.of(Told.STANDARD);
      case "shortformer" -> List.of(Told.SHORTFORMER);
      case "rotary" -> List.of(Told.ROTARY);
      default ->
          throw new InvalidInput(
              settings().source()
                  + ": positional_embedding_type must be standard, shortformer or rotary, got '"
                  + said
                  + "'");
    };
  }

  private List<Norms> norms() {
    if (file.has("blocks.0.ln1.w")) {
      return List.of(Norms.WEIGHTED);
    }
    if (!settings().has("positional_embedding_type") && !settings().has("normalization_type")) {
      return List.of(Norms.ABSENT, Norms.PLAIN);
    }
    return switch (settings().word("normalization_type", "None")) {
      case "None" -> List.of(Norms.ABSENT);
      case "LNPre" -> List.of(Norms.PLAIN);
      default ->
          throw new InvalidInput(
              settings().source()
                  + ": normalization_type must be LN (with its weights in the file), LNPre or null,"
                  + " got '"
                  + settings().word("normalization_type", "")
                  + "'");
    };
  }

  private Plan plan(Told told, Norms norms, Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    String f =
        settings().has("act_fn") ? Parts.activation(settings(), "act_fn", "") : open.activation();
    Parts.embedding(plan, EMBED, vocabulary(), width());
    if (told == Told.STANDARD) {
      Parts.positions(plan, POSITIONS, longest(), width());
    }
    if (told == Told.SHORTFORMER) {
      Slice table = Slice.whole(POSITIONS, file.require(POSITIONS, longest(), width()));
      plan.within(
          inner -> blocks(inner, told, norms, f),
          layers -> Map.of("shared", Parts.keys("parameter", "positions", "layers", layers)),
          Map.of("positions", table));
    } else {
      blocks(plan, told, norms, f);
    }
    norm(plan, "ln_final", norms);
    int out = file.length(UNEMBED, 2, 1);
    Parts.turned(plan, UNEMBED, file.first("unembed.b_U"), width(), out);
    return plan.plan(Shape.vector(open.lengthUpTo(longest())));
  }

  private void blocks(PlanBuilder plan, Told told, Norms norms, String f) {
    for (int i = 0; i < blocks(); i++) {
      String block = "blocks." + i + ".";
      Consumer<PlanBuilder> attention =
          inner -> {
            norm(inner, block + "ln1", norms);
            attention(inner, block + "attn.", told);
          };
      Consumer<PlanBuilder> dense =
          inner -> {
            norm(inner, block + "ln2", norms);
            int wide = file.length(block + "mlp.W_in", 2, 1);
            Parts.turned(inner, block + "mlp.W_in", file.first(block + "mlp.b_in"), width(), wide);
            inner.bend(f);
            Parts.turned(
                inner, block + "mlp.W_out", file.first(block + "mlp.b_out"), wide, width());
          };
      if (!hasDense()) {
        plan.residual(attention);
      } else if (settings().truth("parallel_attn_mlp", false)) {
        Parts.parallel(plan, attention, dense);
      } else {
        plan.residual(attention).residual(dense);
      }
    }
  }

  private void norm(PlanBuilder plan, String name, Norms norms) {
    double eps = settings().number("eps", EPS);
    if (norms == Norms.WEIGHTED) {
      Parts.layerNorm(plan, name + ".w", name + ".b", eps);
    } else if (norms == Norms.PLAIN) {
      Map<String, Object> keys = Parts.keys("weights", false);
      if (eps != EPS) {
        keys.put("eps", eps);
      }
      plan.add(Map.of("layer-norm", keys));
    }
  }

  private void attention(PlanBuilder plan, String name, Told told) {
    int d = width();
    int h = heads();
    int hd = headWidth();
    Map<String, Slice> own = new LinkedHashMap<>();
    String[][] parts = {{"query.", "Q"}, {"key.", "K"}, {"value.", "V"}};
    for (String[] part : parts) {
      String weight = name + "W_" + part[1];
      file.require(weight, h, d, hd);
      own.put(
          part[0] + Parts.WEIGHT,
          new Slice(weight, 0, new int[] {h, hd, d}, new int[] {d * hd, 1, hd}));
      file.first(name + "b_" + part[1])
          .ifPresent(
              bias -> own.put(part[0] + Parts.BIAS, Slice.whole(bias, file.require(bias, h, hd))));
    }
    file.require(name + "W_O", h, hd, d);
    own.put("output." + Parts.WEIGHT, Slice.transposed(name + "W_O", h * hd, d));
    file.first(name + "b_O")
        .ifPresent(
            bias -> own.put("output." + Parts.BIAS, Slice.whole(bias, file.require(bias, d))));
    Map<String, Object> keys = Parts.keys("heads", h);
    if (h * hd != d) {
      keys.put("headWidth", hd);
    }
    if (told == Told.ROTARY) {
      keys.put("rotary", Heads.turned(settings().whole("rotary_dim").orElse(hd), hd));
      keys.put("rotaryBase", settings().number("rotary_base", 10000));
    }
    if (settings().word("attention_dir", "causal").equals("bidirectional")) {
      keys.put("causal", false);
    }
    Heads.biases(keys, own);
    if (!settings().truth("use_attn_scale", true)) {
      keys.put("scale", 1.0);
    }
    if (told == Told.SHORTFORMER) {
      keys.put("positions", longest());
    }
    plan.add(Map.of("attention", keys), own);
  }
}
