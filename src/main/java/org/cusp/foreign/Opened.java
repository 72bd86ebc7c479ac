package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code cusp open} says of a file.
 *
 * @param architecture in a few words
 * @param parameters tied ones once, buffers not
 * @param notes what was taken, left and assumed
 * @param missing what an LLC needs beyond the file
 * @param loss mean per datum in nats; null without data
 * @param accuracy null without data or classes
 * @param constantLoss of the best prediction that does not see the inputs; null without data
 * @param largestDifference from the outputs expected; null without
 * @param evaluation how they were computed; null without data
 */
public record Opened(
    String file,
    String format,
    String architecture,
    long parameters,
    List<Row> tensors,
    List<String> notes,
    List<String> missing,
    Double loss,
    Double accuracy,
    Double constantLoss,
    Double largestDifference,
    Evaluation evaluation) {
  /** One tensor. */
  public record Row(String name, String dtype, List<Integer> shape, int numbers, String role) {
    static Row of(HeldTensor held) {
      return new Row(
          held.name(),
          held.tensor().dtype(),
          Arrays.stream(held.tensor().shape()).boxed().toList(),
          held.count(),
          held.role().word());
    }
  }

  /** What a file holds, and how its network did where it was asked. */
  public static Opened of(
      Contents contents, Architecture architecture, Optional<Evaluation> evaluation) {
    List<String> notes = new ArrayList<>(contents.weights().notes());
    notes.addAll(architecture.notes());
    Optional<Fit> fit = evaluation.map(Evaluation::fit);
    return new Opened(
        contents.file().toString(),
        contents.weights().format(),
        architecture.name(),
        contents.parameters(),
        contents.tensors().stream().map(Row::of).toList(),
        notes,
        missing(architecture, evaluation),
        fit.map(Fit::loss).orElse(null),
        fit.map(Fit::accuracy).orElse(null),
        fit.map(Fit::constantLoss).orElse(null),
        evaluation.map(Evaluation::largestDifference).orElse(null),
        evaluation.orElse(null));
  }

  private static List<String> missing(Architecture architecture, Optional<Evaluation> evaluation) {
    return architecture.missing().stream()
        .filter(what -> evaluation.isEmpty() || !what.equals(Recogniser.ACTIVATION))
        .filter(what -> evaluation.isEmpty() || !what.equals(Recogniser.MOVES))
        .filter(what -> evaluation.isEmpty() || !Recogniser.DATA.contains(what))
        .toList();
  }
}
