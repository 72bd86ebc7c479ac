package org.cusp.foreign.given;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * (x - mean) / deviation of every input, as torchvision users have it.
 *
 * @param means one, or one for each channel: an example is that many runs of equal length
 * @param deviations as many, positive
 */
public record Normalisation(List<Double> means, List<Double> deviations) {
  public Normalisation {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    means.forEach(mean -> Check.finite("--normalise mean", mean));
    deviations.forEach(deviation -> Check.positive("--normalise deviation", deviation));
  }

  /** From {@code MEAN,DEVIATION}, or the means of all channels and then their deviations. */
  public static Normalisation parse(String text) {
    String[] words = text.split(",", -1);
    try {
      List<Double> numbers =
          Arrays.stream(words).map(String::strip).map(Double::parseDouble).toList();
      if (numbers.size() % 2 == 0) {
        int channels = numbers.size() / 2;
        return new Normalisation(
            numbers.subList(0, channels), numbers.subList(channels, numbers.size()));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new InvalidInput(
        "--normalise must be MEAN,DEVIATION, or the means of all channels and then their"
            + " deviations, got '"
            + text
            + "'");
  }

  /**
   * Normalises examples of so many inputs.
   *
   * @throws InvalidInput if they are not runs of equal length
   */
  public double[] of(double[] x, int features) {
    if (features % means.size() != 0) {
      throw new InvalidInput(
          "--normalise has "
              + means.size()
              + " channels, and the "
              + features
              + " inputs are not that many runs of equal length");
    }
    int run = features / means.size();
    double[] values = new double[x.length];
    Arrays.setAll(
        values,
        i -> {
          int channel = i % features / run;
          return (x[i] - means.get(channel)) / deviations.get(channel);
        });
    return values;
  }

  public String words() {
    return "less " + joined(means) + ", divided by " + joined(deviations);
  }

  /** As in the scaling of a spec file. */
  String specText() {
    String comma = ",";
    return "normalise "
        + joined(means).replace(", ", comma)
        + " "
        + joined(deviations).replace(", ", comma);
  }

  private static String joined(List<Double> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
