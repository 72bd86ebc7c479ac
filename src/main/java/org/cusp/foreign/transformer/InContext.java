package org.cusp.foreign.transformer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.contract.Message;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.plan.Slice;

/**
 * The in-context regression transformer of the icl repository (J. Hoogland et al., "The
 * developmental landscape of in-context learning", arXiv:2402.02364): tokens (0, x) and (y, 0) of
 * one more number than x has, embedded without bias, learned positions; in each block b = x +
 * attention(norm x), b = b + dense(norm b), and the stream is x + b. Rows of the joined matrix are
 * (head, query | key | value, width of a head). The prediction of y_k is component 0 at token 2k.
 */
record InContext(FileTensors file, String prefix) {
  private static final String EMBED = "token_embedding.weight";
  private static final int USUAL_HEAD = 16;

  static Optional<Transformer> of(FileTensors file) {
    return file.first("token_sequence_transformer." + EMBED, EMBED)
        .map(name -> name.substring(0, name.length() - EMBED.length()))
        .filter(prefix -> file.has(prefix + "postn_embedding.weight"))
        .filter(prefix -> file.has(prefix + "blocks.0.attention.attention.weight"))
        .map(prefix -> new InContext(file, prefix).transformer());
  }

  private int width() {
    return file.length(prefix + EMBED, 2, 0);
  }

  private int numbers() {
    return file.length(prefix + EMBED, 2, 1);
  }

  private int longest() {
    return file.length(prefix + "postn_embedding.weight", 2, 1);
  }

  private int blocks() {
    return file.blocks(prefix + "blocks.", ".attention.attention.weight", 0);
  }

  private Transformer transformer() {
    List<Integer> heads =
        file.settings()
            .whole("num_heads")
            .map(List::of)
            .orElseGet(() -> Heads.dividing(width(), USUAL_HEAD));
    List<Reading> readings = new ArrayList<>();
    for (int count : heads) {
      Optional<String> words =
          heads.size() == 1 ? Optional.empty() : Optional.of(Message.counted(count, "head"));
      readings.add(new Reading(words, open -> plan(count, open)));
    }
    String name =
        "in-context regression: "
            + blocks()
            + " layers, width "
            + width()
            + ", tokens of "
            + numbers()
            + " numbers, context "
            + longest();
    List<String> notes = new ArrayList<>();
    if (heads.size() > 1) {
      notes.add("the heads are not in the file: " + heads + " divide the width");
    }
    notes.add(
        "the predictions are component 0 at tokens 0, 2, 4, ...; the stream doubles at each"
            + " layer");
    return new Transformer(name, longest(), 0, readings, notes, Transformer.Activation.KNOWN);
  }

  private Plan plan(int heads, Open open) {
    int length = open.lengthUpTo(longest());
    PlanBuilder plan = new PlanBuilder(file);
    Parts.dense(plan, prefix + "token_embedding", width(), numbers());
    String table = prefix + "postn_embedding.weight";
    file.require(table, width(), longest());
    plan.add(
        Map.of("positions", longest()),
        Map.of(Parts.WEIGHT, Slice.transposed(table, width(), longest())));
    for (int i = 0; i < blocks(); i++) {
      String block = prefix + "blocks." + i + ".";
      plan.residual(
          doubling ->
              doubling
                  .residual(
                      inner -> {
                        Parts.layerNorm(inner, block + "layer_norms.0", 1e-5);
                        attention(inner, block + "attention.", heads);
                      })
                  .residual(
                      inner -> {
                        Parts.layerNorm(inner, block + "layer_norms.1", 1e-5);
                        int wide = file.length(block + "compute.0.weight", 2, 0);
                        Parts.dense(inner, block + "compute.0", wide, width());
                        inner.add("relu");
                        Parts.dense(inner, block + "compute.2", width(), wide);
                      }));
    }
    Parts.layerNorm(plan, prefix + "unembedding.0", 1e-5);
    Parts.dense(
        plan,
        prefix + "unembedding.1",
        file.length(prefix + "unembedding.1.weight", 2, 0),
        width());
    List<Integer> even = IntStream.range(0, length).filter(t -> t % 2 == 0).boxed().toList();
    plan.add(Map.of("select", Parts.keys("positions", even, "components", List.of(0))));
    return plan.plan(new Shape(List.of(length, numbers())));
  }

  private void attention(PlanBuilder plan, String name, int heads) {
    int d = width();
    int hd = d / heads;
    String joined = name + "attention.weight";
    file.require(joined, 3 * d, d);
    Map<String, Slice> own = new LinkedHashMap<>();
    String[] parts = {"query.", "key.", "value."};
    for (int k = 0; k < parts.length; k++) {
      own.put(
          parts[k] + Parts.WEIGHT,
          new Slice(joined, k * hd * d, new int[] {heads, hd * d}, new int[] {3 * hd * d, 1}));
    }
    String output = name + "output.weight";
    own.put("output." + Parts.WEIGHT, Slice.whole(output, file.require(output, d, d)));
    Map<String, Object> keys = Parts.keys("heads", heads, "bias", false);
    plan.add(Map.of("attention", keys), own);
  }
}
