package org.cusp.problem;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;
import org.cusp.contract.ProblemString;
import org.cusp.problem.law.DataLaw;

/** What a problem takes in memory, refused before anything is made. */
final class Footprint {
  /** Of one array. */
  private static final double MOST_NUMBERS = Integer.MAX_VALUE - 8.0;

  /**
   * Of the data, at a time: those drawn, those in tensors or of a subsample, losses and shuffles.
   */
  private static final int COPIES = 4;

  private Footprint() {}

  /**
   * The number of data of a problem whose truth, inputs and targets fit into memory.
   *
   * @param otherwise n where the text does not give it
   * @param parameters of the model; a double, since products of widths are too large for longs
   * @param numbers inputs and targets of a datum
   */
  static int data(ProblemString text, int otherwise, double parameters, double numbers) {
    int n = Check.atLeast("n", text.intAt("n", otherwise), 1);
    String name = "problem " + text.name();
    requireArray(name + ": the model", parameters, " parameters");
    requireArray(name + ": n = " + n, (double) n * numbers, " numbers of data");
    double all = parameters + DataLaw.COPIES * n * numbers;
    Memory.requireDoubles(name + " with its parameters and data", all);
    return n;
  }

  private static void requireArray(String what, double count, String unit) {
    if (count > MOST_NUMBERS) {
      throw new InvalidInput(
          String.format(
              java.util.Locale.ROOT,
              "%s would have %.3g%s, about %s; at most %.3g fit into one array",
              what,
              count,
              unit,
              Memory.shown(Double.BYTES * count),
              MOST_NUMBERS));
    }
  }
}
