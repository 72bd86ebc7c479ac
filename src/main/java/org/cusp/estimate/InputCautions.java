package org.cusp.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.FittedScaling;
import org.cusp.data.InputScaling;
import org.cusp.data.Targets;

/**
 * What is odd about inputs: one row that lies far beyond the others, or a scaling that was done
 * before or is missing. Tokens are numbers of words and have no size.
 */
final class InputCautions {
  /** Largest inputs of rows differ by less in data that are meant. */
  private static final double BEYOND = 100;

  /** Pixels of a byte that were divided already have 255 times less than this. */
  private static final double DIVIDED_TWICE = 1.5;

  /** Inputs in [0, 1] after a division have less. */
  private static final double NOT_ENOUGH = 2;

  /** The largest byte, and from where on a largest input speaks of bytes. */
  private static final double BYTE = 255;

  private static final double OF_BYTES = 200;

  /** Fewer numbers are no image. */
  private static final int IMAGE = 64;

  private InputCautions() {}

  /** Lines for people; none where nothing is odd. */
  static List<String> of(DataSet data, InputScaling scaling) {
    if (data.targets() instanceof Targets.Sequences) {
      return List.of();
    }
    double[] largest = new double[data.n()];
    int[] column = new int[data.n()];
    int features = data.features();
    boolean[] isOfBytes = {features >= IMAGE && scaling.map().isEmpty()};
    data.inputs()
        .forEach(
            (from, count, x) -> {
              for (int i = 0; i < count * features; i++) {
                int row = from + i / features;
                isOfBytes[0] &= x[i] >= 0 && x[i] <= BYTE && x[i] == Math.rint(x[i]);
                if (Math.abs(x[i]) > largest[row]) {
                  largest[row] = Math.abs(x[i]);
                  column[row] = i % features;
                }
              }
            });
    List<String> cautions = new ArrayList<>();
    outlier(largest, column).ifPresent(cautions::add);
    double most = Arrays.stream(largest).max().orElse(0);
    if (isOfBytes[0] && most > OF_BYTES) {
      cautions.add(
          String.format(
              Locale.ROOT,
              "inputs are whole numbers up to %.0f, as the bytes of images are: did the network"
                  + " learn from them undivided (scaling: divide 255)?",
              most));
    }
    scaling.map().flatMap(map -> scale(map, most)).ifPresent(cautions::add);
    return cautions;
  }

  private static Optional<String> outlier(double[] largest, int[] column) {
    int row = 0;
    for (int i = 1; i < largest.length; i++) {
      row = largest[i] > largest[row] ? i : row;
    }
    double[] sorted = largest.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    return largest.length > 2 && median > 0 && largest[row] > BEYOND * median
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "row %d, column %d is %.3g in size, half of the rows have nothing beyond %.3g: is it"
                    + " a datum?",
                row + 1,
                column[row] + 1,
                largest[row],
                median))
        : Optional.empty();
  }

  /** Of a division by one number, which is for inputs that reach up to it. */
  private static Optional<String> scale(FittedScaling map, double largest) {
    double divisor = map.scale()[0];
    boolean isDivision =
        divisor >= NOT_ENOUGH
            && Arrays.stream(map.shift()).allMatch(shift -> shift == 0)
            && Arrays.stream(map.scale()).allMatch(scale -> scale == divisor);
    if (!isDivision || largest == 0) {
      return Optional.empty();
    }
    if (largest * divisor <= DIVIDED_TWICE) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "inputs reach %.3g before they are divided by %s: are they divided already?",
              largest * divisor,
              divisor));
    }
    return largest > NOT_ENOUGH
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "inputs reach %.3g, %.3g after they are divided by %s: do they have the scale of"
                    + " those that the spec divides?",
                largest * divisor,
                largest,
                divisor))
        : Optional.empty();
  }
}
