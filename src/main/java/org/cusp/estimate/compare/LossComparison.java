package org.cusp.estimate.compare;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.LossGap;
import org.cusp.numerics.Quantiles;

/**
 * The losses of two models on the same data, datum by datum: with d_i = loss_i(B) - loss_i(A) in
 * nats,
 *
 * <pre>
 * mean            (1/n) sum d_i         what a comparison of the mean losses sees
 * meanAbsolute    (1/n) sum |d_i|       what it does not see where opposite effects cancel
 * rootMeanSquare  sqrt((1/n) sum d_i^2)
 * </pre>
 *
 * Standard errors are paired: of the n differences, not of two independent means. That of the root
 * mean square is by the delta method, sd(d^2) / (2 rms sqrt n); it is 0 where all differences are.
 *
 * @param n data, at least 2
 * @param lossA mean loss under A
 * @param lossB mean loss under B
 * @param correlation of the two losses over the data; NaN where one of them is constant
 * @param cancelled 1 - |mean| / meanAbsolute: 0 where all differences have one sign, 1 where they
 *     cancel; NaN where the two models do not differ
 * @param betterB the share of data with d_i &lt; 0
 * @param betterA the share of data with d_i &gt; 0
 * @param largest the datum with the largest |d_i|, the first of several
 * @param worstForB the datum with the largest d_i
 * @param worstForA the datum with the smallest d_i
 * @param quantiles of d at {@link #LEVELS}, interpolated between order statistics (Hyndman and Fan
 *     1996, type 7, doi:10.1080/00031305.1996.10473566)
 */
public record LossComparison(
    int n,
    @Estimate.Short Estimate lossA,
    @Estimate.Short Estimate lossB,
    double correlation,
    @Estimate.Short Estimate mean,
    @Estimate.Short Estimate meanAbsolute,
    @Estimate.Short Estimate rootMeanSquare,
    double cancelled,
    @Estimate.Short Estimate betterB,
    @Estimate.Short Estimate betterA,
    Datum largest,
    Datum worstForB,
    Datum worstForA,
    List<Quantile> quantiles) {
  /** Where the quantiles are taken. */
  static final List<Double> LEVELS = List.of(0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0);

  /**
   * One datum.
   *
   * @param row in the data, counted from 1
   * @param difference loss under B less loss under A
   */
  public record Datum(int row, double difference, double lossA, double lossB) {}

  /** The value that a share {@code level} of the differences does not exceed. */
  public record Quantile(double level, double difference) {}

  /**
   * Compares the losses of the same data in the same order.
   *
   * @throws InvalidInput if the numbers of data differ, are below 2, or a loss is not finite
   */
  public static LossComparison of(double[] a, double[] b) {
    Check.equal("losses under B", b.length, a.length);
    int n = Check.atLeast("data to compare on", a.length, 2);
    double[] d = differences(a, b);
    double[] sizes = Arrays.stream(d).map(Math::abs).toArray();
    Estimate mean = mean(d);
    Estimate absolute = mean(sizes);
    Estimate square = mean(Arrays.stream(d).map(x -> x * x).toArray());
    double rms = Math.sqrt(square.value());
    double[] sorted = d.clone();
    Arrays.sort(sorted);
    return new LossComparison(
        n,
        mean(a),
        mean(b),
        correlation(a, b),
        mean,
        absolute,
        new Estimate(rms, rms > 0 ? square.se() / (2 * rms) : 0),
        absolute.value() > 0 ? 1 - Math.abs(mean.value()) / absolute.value() : Double.NaN,
        mean(Arrays.stream(d).map(x -> x < 0 ? 1 : 0).toArray()),
        mean(Arrays.stream(d).map(x -> x > 0 ? 1 : 0).toArray()),
        datum(largest(sizes), a, b),
        datum(largest(d), a, b),
        datum(largest(Arrays.stream(d).map(x -> -x).toArray()), a, b),
        LEVELS.stream()
            .map(level -> new Quantile(level, Quantiles.ofSorted(sorted, level)))
            .toList());
  }

  /** What is a mean over data, by name. */
  Map<String, Estimate> means() {
    Map<String, Estimate> means = new LinkedHashMap<>();
    means.put("mean loss of A", lossA);
    means.put("mean loss of B", lossB);
    means.put("mean d", mean);
    means.put("mean |d|", meanAbsolute);
    means.put("root mean square d", rootMeanSquare);
    means.put("share better on B", betterB);
    means.put("share better on A", betterA);
    return means;
  }

  private static double[] differences(double[] a, double[] b) {
    double[] d = new double[a.length];
    for (int i = 0; i < d.length; i++) {
      requireFinite("A", i, a[i]);
      requireFinite("B", i, b[i]);
      d[i] = b[i] - a[i];
    }
    return d;
  }

  private static void requireFinite(String model, int i, double loss) {
    if (!Double.isFinite(loss)) {
      throw new InvalidInput(
          "the loss of row " + (i + 1) + " under " + model + " must be finite, got " + loss);
    }
  }

  private static Estimate mean(double[] values) {
    return LossGap.of(values, new double[values.length]).estimate();
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = mean(a).value();
    double meanB = mean(b).value();
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / Math.sqrt(squareA) / Math.sqrt(squareB);
  }

  private static Datum datum(int i, double[] a, double[] b) {
    return new Datum(i + 1, b[i] - a[i], a[i], b[i]);
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
