package org.cusp.cli.options;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.SpecEdit;
import org.cusp.spec.section.Keys;
import picocli.CommandLine.Option;

/** What a training is given in place of what its spec says, or where it has none. */
public final class TrainOptions {
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Updates of the weights (default: the spec's, else 3000).")
  private Integer steps;

  @Option(
      names = {"--optimiser", "--optimizer"},
      paramLabel = "adam|adamw|sgd",
      description = "Default: the spec's, else adam.")
  private String optimizer;

  @Option(
      names = {"--rate", "--learning-rate"},
      paramLabel = "R",
      description = "The learning rate (default: the spec's, else 0.003).")
  private Double rate;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples in a minibatch (default: the spec's, else 64 or all).")
  private Integer batch;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Of sgd (default: the spec's, else 0.9).")
  private Double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description =
          "Decoupled from the gradient, as PyTorch's AdamW has it (default: the spec's, else 0.01 of"
              + " adamw, 0 of the others).")
  private Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "constant|cosine",
      description = "Of the learning rate (default: the spec's, else constant).")
  private String schedule;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Steps with a rising learning rate (default: the spec's, else 0).")
  private Integer warmup;

  @Option(
      names = "--checkpoints",
      paramLabel = "N|STEP,STEP,...|every N",
      description =
          "How many are kept, at which steps, or every how many (default: the spec's, else 14 in"
              + " equal ratios).")
  private String checkpoints;

  @Option(
      names = "--test",
      paramLabel = "SHARE|N",
      description = "Hold so many of the data out (default: the spec's, else none).")
  private Double test;

  /** The text of a spec with what is given here in it. */
  public String in(String text, String nameForMessages) {
    Map<String, Object> values = new LinkedHashMap<>();
    put(values, Keys.STEPS, steps);
    put(values, Keys.OPTIMIZER, optimizer);
    put(values, Keys.LEARNING_RATE, rate);
    put(values, Keys.BATCH, batch);
    put(values, Keys.MOMENTUM, momentum);
    put(values, Keys.WEIGHT_DECAY, weightDecay);
    put(values, Keys.SCHEDULE, schedule);
    put(values, Keys.WARMUP, warmup);
    put(values, Keys.CHECKPOINTS, checkpoints == null ? null : steps(checkpoints));
    // Those of another number of steps.
    Set<String> without = steps == null ? Set.of() : Set.of(Keys.CHECKPOINTS, Keys.EVALUATE_EVERY);
    String trained =
        values.isEmpty() ? text : SpecEdit.with(text, Keys.TRAIN, values, without, nameForMessages);
    return test == null
        ? trained
        : SpecEdit.with(
            trained, Keys.DATA, Map.of(Keys.TEST, shown(test)), Set.of(), nameForMessages);
  }

  /** Whether the size of a batch, or what it is a part of, is said. */
  public boolean saysBatch() {
    return batch != null || test != null;
  }

  private static Object shown(double number) {
    return number >= 1 && number == Math.rint(number) ? (Object) (long) number : number;
  }

  private static void put(Map<String, Object> values, String key, Object value) {
    if (value != null) {
      values.put(key, value);
    }
  }

  /** A number of checkpoints, some steps, or {@code every N}, as a spec has it. */
  private static Object steps(String text) {
    if (text.startsWith("every")) {
      return text;
    }
    try {
      List<Integer> steps =
          Arrays.stream(text.split(",")).map(String::strip).map(Integer::valueOf).toList();
      return text.contains(",") ? steps : (Object) steps.get(0);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "--checkpoints must be a number, steps joined by commas, or 'every N', got '"
              + text
              + "'",
          e);
    }
  }
}
