package org.cusp.gold.quadrature;

import java.util.PriorityQueue;

/**
 * Globally adaptive integration of a vector of functions on a line: the panel with the largest
 * error estimate is halved until the sum of all is below a relative tolerance. Each panel has the
 * 15-point Kronrod rule, with the embedded 7-point Gauss rule for its error (R. Piessens et al.,
 * QUADPACK, 1983, routine qk15).
 */
public final class AdaptiveIntegral {
  private static final double[] NODES = {
    0.991455371120812639206854697526329,
    0.949107912342758524526189684047851,
    0.864864423359769072789712788640926,
    0.741531185599394439863864773280788,
    0.586087235467691130294144691258380,
    0.405845151377397166906606412076961,
    0.207784955007898467600689403773245,
    0
  };
  private static final double[] KRONROD = {
    0.022935322010529224963732008058970,
    0.063092092629978553290700663189204,
    0.104790010322250183839876322541518,
    0.140653259715525918745189590510238,
    0.169004726639267902826583426598550,
    0.190350578064785409913256402421014,
    0.204432940075298892414161999234649,
    0.209482141084727828012999174891714
  };
  private static final double[] GAUSS = {
    0.129484966168869693270611432679082,
    0.279705391489276667901467771423780,
    0.381830050505118944950369775488975,
    0.417959183673469387755102040816327
  };

  private AdaptiveIntegral() {}

  /** A vector of functions at one point, into {@code out}. */
  public interface Integrand {
    void at(double x, double[] out);
  }

  /**
   * The integrals over all panels between neighbouring edges.
   *
   * @param components of the vector
   * @param edges ascending
   * @param tolerance relative, on the integral of each component
   * @param most panels; when they are used up the best value so far is returned, not converged
   */
  public static Approximation of(
      Integrand f, int components, double[] edges, double tolerance, int most) {
    return of(f, components, components, edges, tolerance, most);
  }

  /**
   * The same where the tolerance is for the first components alone.
   *
   * @param driving how many components are to be accurate; the others come along
   */
  public static Approximation of(
      Integrand f, int components, int driving, double[] edges, double tolerance, int most) {
    PriorityQueue<Part> parts = new PriorityQueue<>((a, b) -> Double.compare(b.rank, a.rank));
    double[] sum = new double[components];
    double[] error = new double[components];
    for (int k = 0; k + 1 < edges.length; k++) {
      if (edges[k + 1] > edges[k]) {
        parts.add(new Part(f, components, edges[k], edges[k + 1]));
      }
    }
    for (Part part : parts) {
      add(sum, part.value, 1);
      add(error, part.error, 1);
    }
    rank(parts, sum, driving);
    while (parts.size() < most && isAbove(error, sum, tolerance, driving)) {
      Part worst = parts.poll();
      double middle = (worst.from + worst.to) / 2;
      if (!(middle > worst.from && middle < worst.to)) {
        break;
      }
      add(sum, worst.value, -1);
      add(error, worst.error, -1);
      for (Part half :
          new Part[] {
            new Part(f, components, worst.from, middle), new Part(f, components, middle, worst.to)
          }) {
        add(sum, half.value, 1);
        add(error, half.error, 1);
        half.rankAgainst(sum, driving);
        parts.add(half);
      }
    }
    // Summed afresh: the running sums carry the rounding of every change.
    double[] total = new double[components];
    double[] left = new double[components];
    parts.forEach(part -> add(total, part.value, 1));
    parts.forEach(part -> add(left, part.error, 1));
    boolean isConverged = true;
    for (int c = 0; c < driving; c++) {
      isConverged &= Double.isFinite(total[c]) && left[c] <= tolerance * Math.abs(total[c]);
    }
    return new Approximation(total, left, isConverged);
  }

  private static void rank(PriorityQueue<Part> parts, double[] sum, int driving) {
    Part[] all = parts.toArray(Part[]::new);
    parts.clear();
    for (Part part : all) {
      part.rankAgainst(sum, driving);
      parts.add(part);
    }
  }

  private static void add(double[] sum, double[] value, int sign) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += sign * value[c];
    }
  }

  private static boolean isAbove(double[] error, double[] sum, double tolerance, int driving) {
    for (int c = 0; c < driving; c++) {
      if (error[c] > tolerance * Math.abs(sum[c])) {
        return true;
      }
    }
    return false;
  }

  /** One panel with its value and error. */
  private static final class Part {
    final double from;
    final double to;
    final double[] value;
    final double[] error;
    double rank;

    Part(Integrand f, int components, double from, double to) {
      this.from = from;
      this.to = to;
      value = new double[components];
      error = new double[components];
      double half = (to - from) / 2;
      double centre = from + half;
      double[] at = new double[components];
      double[] gauss = new double[components];
      for (int k = 0; k < NODES.length; k++) {
        double offset = half * NODES[k];
        accumulate(f, centre - offset, k, at, gauss);
        if (k < NODES.length - 1) {
          accumulate(f, centre + offset, k, at, gauss);
        }
      }
      for (int c = 0; c < components; c++) {
        value[c] *= half;
        error[c] = Math.abs(value[c] - half * gauss[c]);
      }
    }

    private void accumulate(Integrand f, double x, int node, double[] at, double[] gauss) {
      f.at(x, at);
      for (int c = 0; c < at.length; c++) {
        value[c] += KRONROD[node] * at[c];
        gauss[c] += node % 2 == 1 ? GAUSS[node / 2] * at[c] : 0;
      }
    }

    void rankAgainst(double[] sum, int driving) {
      rank = 0;
      for (int c = 0; c < driving; c++) {
        double size = Math.abs(sum[c]);
        rank = Math.max(rank, size > 0 ? error[c] / size : error[c]);
      }
    }
  }
}
