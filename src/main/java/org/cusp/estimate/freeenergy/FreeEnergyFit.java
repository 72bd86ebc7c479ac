package org.cusp.estimate.freeenergy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;
import org.cusp.numerics.Jackknife;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The learning coefficient from free energies of several numbers of data, by least squares of
 *
 * <pre>F_n - n L_n(w_0) = lambda log n - (m - 1) log log n + c</pre>
 *
 * (S. Watanabe, Algebraic Geometry and Statistical Learning Theory, 2009, main formula II) with m
 * given, or m free. What is left of order 1 has a law that does not depend on n in the limit, so a
 * single data set determines c and lambda to its fluctuation only; the mean over data sets is
 * fitted.
 *
 * <p>The form leaves out what falls like a power of n: the poles of the zeta function beyond the
 * first. {@link #withNextPole} adds a term {@code r n^(-1/4)} for them, which takes most of the
 * bias where such a pole is near, and costs precision where none is.
 *
 * <p>Weights are one over the variance between data sets at each n, drawn towards the mean one over
 * all n, since of a few sets it is hardly known. Errors are those of the mean of the fits to each
 * data set alone: they hold whether the data of a set are drawn anew at each n or nested, whose
 * free energies are correlated. With few sets they are widened by the quantile of Student's law.
 *
 * @param multiplicity that was given; empty where m is free
 * @param lambda NaN error where there is one data set only and its errors are not known
 * @param m one plus the negative coefficient of log log n, with its error; exact where given
 * @param constant c
 * @param fitted at each n
 */
public record FreeEnergyFit(
    OptionalInt multiplicity, Estimate lambda, Estimate m, Estimate constant, double[] fitted) {
  /** The smallest n whose log log n is positive; below, the form says nothing. */
  public static final int LEAST_N = 3;

  private static final double NEXT_POLE = 0.25;
  private static final double SHRINKAGE = 8;

  /**
   * Free energies of several data sets at several n.
   *
   * @param n ascending
   * @param excess [set][n]: F_n - n L_n(w_0), nats
   * @param se [set][n]: Monte Carlo errors, used where there is one set only
   */
  public record Curve(int[] n, double[][] excess, double[][] se) {
    public Curve {
      Check.atLeast("data sets", excess.length, 1);
      requireFittable(n);
      for (double[] set : excess) {
        Check.equal("free energies of a data set", set.length, n.length);
      }
    }

    /** The mean over data sets at each n. */
    public double[] mean() {
      double[] mean = new double[n.length];
      for (int k = 0; k < mean.length; k++) {
        mean[k] = Moments.mean(column(k));
      }
      return mean;
    }

    /** Its error: from the spread of the sets, or that of the only one. */
    public double[] meanSe() {
      double[] result = new double[n.length];
      for (int k = 0; k < result.length; k++) {
        result[k] =
            excess.length == 1 ? se[0][k] : Math.sqrt(Moments.variance(column(k)) / excess.length);
      }
      return result;
    }

    private double[] column(int k) {
      return Arrays.stream(excess).mapToDouble(set -> set[k]).toArray();
    }

    private double[] weights() {
      double[] variances = new double[n.length];
      for (int k = 0; k < variances.length; k++) {
        variances[k] = excess.length == 1 ? se[0][k] * se[0][k] : Moments.variance(column(k));
      }
      double pooled = Arrays.stream(variances).average().orElseThrow();
      double own = excess.length - 1.0;
      return Arrays.stream(variances)
          .map(v -> excess.length == 1 ? v : (own * v + SHRINKAGE * pooled) / (own + SHRINKAGE))
          .map(v -> 1 / v)
          .toArray();
    }
  }

  /**
   * Numbers of data that a curve can be fitted to: two at least, ascending, and none so small that
   * log log n is not positive.
   *
   * @throws InvalidInput naming the one that is not
   */
  public static void requireFittable(int[] n) {
    Check.atLeast("--n: numbers of data for a fit", n.length, 2);
    for (int i = 0; i < n.length; i++) {
      if (n[i] < LEAST_N) {
        throw new InvalidInput(
            "--n: " + n[i] + " is too small for log log n, which needs at least " + LEAST_N);
      }
      if (i > 0 && n[i] <= n[i - 1]) {
        throw new InvalidInput("--n: every number of data once, got " + n[i] + " twice");
      }
    }
  }

  /** With m given. */
  public static FreeEnergyFit of(Curve curve, int multiplicity) {
    Check.atLeast("m", multiplicity, 1);
    return fit(curve, List.of(Math::log, x -> 1), OptionalInt.of(multiplicity));
  }

  /** With m free; absent with fewer than four n, of which three would be fitted exactly. */
  public static Optional<FreeEnergyFit> free(Curve curve) {
    return curve.n().length < 4
        ? Optional.empty()
        : Optional.of(
            fit(
                curve,
                List.of(Math::log, x -> 1, x -> -Math.log(Math.log(x))),
                OptionalInt.empty()));
  }

  /**
   * With m given and a next pole, {@code + r n^(-1/4)}; absent with fewer than four n. The exponent
   * is the distance of the poles of {@code a b^2}, the slowest of common examples; for another one
   * r takes a value that serves as well over a few decades.
   */
  public static Optional<FreeEnergyFit> withNextPole(Curve curve, int multiplicity) {
    Check.atLeast("m", multiplicity, 1);
    return curve.n().length < 4
        ? Optional.empty()
        : Optional.of(
            fit(
                curve,
                List.of(Math::log, x -> 1, x -> Math.pow(x, -NEXT_POLE)),
                OptionalInt.of(multiplicity)));
  }

  private static FreeEnergyFit fit(
      Curve curve, List<DoubleUnaryOperator> terms, OptionalInt multiplicity) {
    int[] n = curve.n();
    double known = multiplicity.orElse(1) - 1.0;
    double[][] design = new double[n.length][terms.size()];
    for (int k = 0; k < n.length; k++) {
      for (int j = 0; j < terms.size(); j++) {
        design[k][j] = terms.get(j).applyAsDouble(n[k]);
      }
    }
    double[][] functional = functional(design, curve.weights());
    List<Estimate> found = new ArrayList<>();
    for (double[] row : functional) {
      found.add(measured(curve, row, known));
    }
    double[] fitted = new double[n.length];
    for (int k = 0; k < n.length; k++) {
      fitted[k] = -known * Math.log(Math.log(n[k]));
      for (int j = 0; j < terms.size(); j++) {
        fitted[k] += found.get(j).value() * design[k][j];
      }
    }
    Estimate m =
        multiplicity.isPresent()
            ? Estimate.exactly(multiplicity.getAsInt())
            : new Estimate(1 + found.get(2).value(), found.get(2).se());
    return new FreeEnergyFit(multiplicity, found.get(0), m, found.get(1), fitted);
  }

  /** (X^T W X)^-1 X^T W: a coefficient is a row of it times the free energies. */
  private static double[][] functional(double[][] design, double[] weights) {
    RealMatrix x = new Array2DRowRealMatrix(design);
    RealMatrix weighted = x.copy();
    for (int k = 0; k < weights.length; k++) {
      weighted.setRowVector(k, x.getRowVector(k).mapMultiply(weights[k]));
    }
    RealMatrix normal = x.transposeMultiply(weighted);
    return new LUDecomposition(normal).getSolver().solve(weighted.transpose()).getData();
  }

  private static Estimate measured(Curve curve, double[] row, double known) {
    double[][] sets = curve.excess();
    double[] own = new double[sets.length];
    double variance = 0;
    for (int r = 0; r < sets.length; r++) {
      for (int k = 0; k < row.length; k++) {
        own[r] += row[k] * (sets[r][k] + known * Math.log(Math.log(curve.n()[k])));
        variance += Math.pow(row[k] * curve.se()[r][k], 2);
      }
    }
    double mean = Moments.mean(own);
    if (sets.length == 1) {
      return new Estimate(mean, Math.sqrt(variance));
    }
    double se = Math.sqrt(Moments.variance(own) / sets.length);
    return new Estimate(mean, Jackknife.widened(se, sets.length));
  }
}
