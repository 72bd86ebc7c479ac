package org.cusp.foreign.transformer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.plan.Slice;

/**
 * Networks of modular addition, whose data are tokens and whose answer is a class: the transformer
 * of N. Nanda et al., "Progress measures for grokking via mechanistic interpretability"
 * (arXiv:2301.05217), whose matrices are outputs x inputs and whose embedding has a column for each
 * token; embeddings joined or, each by a matrix of its own, summed.
 */
record ModularAddition(FileTensors file) {
  private static final String EMBED = "embed.W_E";

  static Optional<Transformer> of(FileTensors file) {
    ModularAddition here = new ModularAddition(file);
    return here.transformer().or(here::joined).or(here::summed);
  }

  private static Transformer of(
      String name, int tokens, int vocabulary, List<String> notes, Function<Open, Plan> plan) {
    return new Transformer(
        "modular addition: " + name,
        tokens,
        vocabulary,
        List.of(new Reading(Optional.empty(), plan)),
        notes,
        Transformer.Activation.OPEN);
  }

  private Optional<Transformer> transformer() {
    boolean named =
        file.has(EMBED)
            && file.has("pos_embed.W_pos")
            && file.has("blocks.0.attn.W_O")
            && file.require("blocks.0.attn.W_O").shape().length == 2;
    if (!named) {
      return Optional.empty();
    }
    int d = file.length("pos_embed.W_pos", 2, 1);
    int tokens = file.length("pos_embed.W_pos", 2, 0);
    int vocabulary = file.length(EMBED, 2, 1);
    int heads = file.length("blocks.0.attn.W_Q", 3, 0);
    int blocks = file.blocks("blocks.", ".attn.W_O", 0);
    String name =
        "a transformer of "
            + blocks
            + (blocks == 1 ? " layer" : " layers")
            + ", width "
            + d
            + ", "
            + heads
            + " heads, "
            + tokens
            + " tokens of "
            + vocabulary
            + ", no norms";
    return Optional.of(
        of(
            name,
            tokens,
            vocabulary,
            List.of("the answer is that at the last position"),
            open -> transformer(blocks, tokens, open)));
  }

  private Plan transformer(int blocks, int tokens, Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    int d = file.length("pos_embed.W_pos", 2, 1);
    int vocabulary = file.length(EMBED, 2, 1);
    file.require(EMBED, d, vocabulary);
    plan.add(
        Map.of("embedding", Parts.keys("vocabulary", vocabulary, "width", d)),
        Map.of(Parts.WEIGHT, Slice.transposed(EMBED, d, vocabulary)));
    Parts.positions(plan, "pos_embed.W_pos", tokens, d);
    for (int i = 0; i < blocks; i++) {
      String block = "blocks." + i + ".";
      plan.residual(inner -> attention(inner, block + "attn.", d));
      plan.residual(inner -> dense(inner, block + "mlp.", d, open));
    }
    plan.add(Map.of("select", "last"));
    int outputs = file.length("unembed.W_U", 2, 1);
    Parts.turned(plan, "unembed.W_U", Optional.empty(), d, outputs);
    return plan.plan(Shape.vector(tokens));
  }

  private void attention(PlanBuilder plan, String name, int d) {
    int heads = file.length(name + "W_Q", 3, 0);
    int hd = file.length(name + "W_Q", 3, 1);
    Map<String, Slice> own = new LinkedHashMap<>();
    for (String[] part : new String[][] {{"query.", "Q"}, {"key.", "K"}, {"value.", "V"}}) {
      String weight = name + "W_" + part[1];
      own.put(part[0] + Parts.WEIGHT, Slice.whole(weight, file.require(weight, heads, hd, d)));
    }
    String output = name + "W_O";
    own.put("output." + Parts.WEIGHT, Slice.whole(output, file.require(output, d, heads * hd)));
    Map<String, Object> keys = Parts.keys("heads", heads);
    if (heads * hd != d) {
      keys.put("headWidth", hd);
    }
    keys.put("bias", false);
    plan.add(Map.of("attention", keys), own);
  }

  private void dense(PlanBuilder plan, String name, int d, Open open) {
    int wide = file.length(name + "W_in", 2, 0);
    matrix(plan, name + "W_in", name + "b_in", wide, d);
    plan.bend(open.activation());
    matrix(plan, name + "W_out", name + "b_out", d, wide);
  }

  private void matrix(PlanBuilder plan, String weight, String bias, int outputs, int inputs) {
    file.require(weight, outputs, inputs);
    Map<String, String> own = new LinkedHashMap<>(Map.of(Parts.WEIGHT, weight));
    if (file.has(bias)) {
      own.put(Parts.BIAS, bias);
    }
    Object item = file.has(bias) ? outputs : Parts.keys("outputs", outputs, Parts.BIAS, false);
    plan.whole(Map.of("dense", item), own);
  }

  /** Both embeddings side by side, a hidden layer, and an unembedding. */
  private Optional<Transformer> joined() {
    Optional<String> embed = file.first("embed.weight", "embedding.weight");
    Optional<String> out = file.first("unembed.weight", "unembedding.weight");
    List<String> hidden =
        file.names().stream()
            .filter(name -> name.endsWith(".weight"))
            .filter(name -> !embed.equals(Optional.of(name)) && !out.equals(Optional.of(name)))
            .toList();
    if (embed.isEmpty()
        || out.isEmpty()
        || hidden.size() != 1
        || file.require(hidden.get(0)).shape().length != 2
        || file.length(hidden.get(0), 2, 1) != 2 * file.length(embed.get(), 2, 1)) {
      return Optional.empty();
    }
    int vocabulary = file.length(embed.get(), 2, 0);
    int width = file.length(embed.get(), 2, 1);
    String layer = stem(hidden.get(0));
    int wide = file.length(hidden.get(0), 2, 0);
    String name =
        "two embeddings of "
            + vocabulary
            + " x "
            + width
            + " joined, "
            + wide
            + " hidden, "
            + file.length(out.get(), 2, 0)
            + " outputs";
    return Optional.of(
        of(
            name,
            2,
            vocabulary,
            List.of("embeddings taken as joined: the hidden layer has twice their width"),
            open -> {
              PlanBuilder plan = new PlanBuilder(file);
              Parts.embedding(plan, embed.get(), vocabulary, width);
              plan.add("flatten");
              Parts.dense(plan, layer, wide, 2 * width);
              plan.bend(open.activation());
              Parts.dense(plan, stem(out.get()), file.length(out.get(), 2, 0), wide);
              return plan.plan(Shape.vector(2));
            }));
  }

  private static String stem(String name) {
    return name.substring(0, name.length() - ".weight".length());
  }

  /** As a notebook of the devinterp library has it. */
  private Optional<Transformer> summed() {
    boolean named =
        file.has("embedding.weight")
            && file.has("linear1l.weight")
            && file.has("linear1r.weight")
            && file.has("linear2.weight");
    if (!named) {
      return Optional.empty();
    }
    int vocabulary = file.length("embedding.weight", 2, 0);
    int width = file.length("embedding.weight", 2, 1);
    int wide = file.length("linear1l.weight", 2, 0);
    int outputs = file.length("linear2.weight", 2, 0);
    String name =
        "one embedding of "
            + vocabulary
            + " x "
            + width
            + ", a matrix for each operand, summed, "
            + wide
            + " hidden, "
            + outputs
            + " outputs";
    return Optional.of(
        of(
            name,
            2,
            vocabulary,
            List.of("the notebook's activation is gelu: --activation gelu"),
            open -> {
              PlanBuilder plan = new PlanBuilder(file);
              Parts.embedding(plan, "embedding.weight", vocabulary, width);
              plan.sum(
                  List.of(
                      inner -> operand(inner, 0, "linear1l", wide, width),
                      inner -> operand(inner, 1, "linear1r", wide, width)));
              plan.bend(open.activation());
              Parts.dense(plan, "linear2", outputs, wide);
              return plan.plan(Shape.vector(2));
            }));
  }

  private static void operand(PlanBuilder plan, int position, String name, int out, int in) {
    plan.add(Map.of("select", Parts.keys("position", position)));
    Parts.dense(plan, name, out, in);
  }
}
