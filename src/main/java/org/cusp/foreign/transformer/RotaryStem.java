package org.cusp.foreign.transformer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.plan.Settings;

/**
 * What Hugging Face's transformers that turn their heads have in common: tokens are embedded by a
 * matrix [vocabulary, width], blocks begin with {@code input_layernorm}, and the configuration
 * names sizes by the same keys.
 *
 * @param prefix of all names but that of the last matrix
 * @param embedding the matrix, without the prefix
 */
record RotaryStem(FileTensors file, String prefix, String embedding) {
  private static final int LONGEST = 2048;

  /** Empty where the file has no such matrix, with or without the prefix. */
  static Optional<RotaryStem> of(FileTensors file, String prefix, String embedding) {
    return file.first(prefix + embedding, embedding)
        .map(name -> name.substring(0, name.length() - embedding.length()))
        .map(found -> new RotaryStem(file, found, embedding));
  }

  Settings settings() {
    return file.settings();
  }

  boolean has(String name) {
    return file.has(prefix + name);
  }

  String matrix() {
    return prefix + embedding;
  }

  int vocabulary() {
    return file.length(matrix(), 2, 0);
  }

  int width() {
    return file.length(matrix(), 2, 1);
  }

  int blocks() {
    return file.blocks(prefix + "layers.", ".input_layernorm.weight", 0);
  }

  int longest() {
    return settings().whole("max_position_embeddings").orElse(LONGEST);
  }

  int heads() {
    return settings().require("num_attention_heads");
  }

  /** Refuses a configuration that is of another file. */
  void requireConfig() {
    file.require(
        matrix(),
        settings().whole("vocab_size").orElse(vocabulary()),
        settings().whole("hidden_size").orElse(width()));
    settings()
        .whole("num_hidden_layers")
        .filter(it -> it != blocks())
        .ifPresent(it -> file.require(prefix + "layers." + blocks() + ".input_layernorm.weight"));
  }

  /**
   * The network in words, which a file shows in one way only.
   *
   * @param kind what begins the name
   * @param heads in words
   */
  Transformer transformer(String kind, String heads, Function<Open, Plan> plan) {
    String name =
        kind
            + ": "
            + blocks()
            + " layers, width "
            + width()
            + ", "
            + heads
            + ", context "
            + longest()
            + ", vocabulary "
            + vocabulary();
    Reading only = new Reading(Optional.empty(), plan);
    return new Transformer(
        name, longest(), vocabulary(), List.of(only), List.of(), Transformer.Activation.KNOWN);
  }
}
