package org.cusp.paper;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * The evidence of a phase of the toy model of superposition on expected losses: the integral of
 * exp(-n (K(w) - K(hexagon))) times the prior N(0, I) around all copies of a polygon, by importance
 * sampling.
 *
 * <p>A rotation leaves the loss as it is: with w = R_theta v and v in the slice through the polygon
 * w* across the rotation's direction t, dw = |(J v, t)| dtheta dv, J the generator. In the slice
 * the proposal is normal with covariance 1.5 (n H + I)^-1 in the directions in which the loss is
 * curved, and N(0, 0.4^2) and N(-1/2, 1) in weights and bias of a column that is off, since those
 * of small weights and negative bias are as good as each other. The polygon of k corners on c
 * columns has c! / ((c - k)! k) copies that no rotation joins: as many as cyclic orders of k among
 * c columns.
 *
 * @param columns c
 * @param corners k, of a point that is analytic
 */
record PolygonEvidence(int columns, int corners) {
  private static final double DIFFERENCE = 1e-5;
  private static final double INFLATION = 1.5;

  private static final double OFF_BIAS = -0.5;
  private static final double OFF_WIDTH = 0.4;

  /** Curvatures below this are none. */
  private static final double FLAT = 1e-6;

  /**
   * An estimate.
   *
   * @param log of the evidence
   * @param se of the log, from the weights
   * @param efficiency effective draws in one draw
   */
  record Value(double log, double se, double efficiency) {}

  /** The phase of a parameter: how many columns give back more than half of a full input. */
  static int cornersOf(double[] w, int columns) {
    return (int)
        IntStream.range(0, columns)
            .filter(i -> w[i] * w[i] + w[columns + i] * w[columns + i] + w[2 * columns + i] > 0.5)
            .count();
  }

  /** ln of the number of copies that no rotation joins. */
  double logCopies() {
    double log = -Math.log(corners);
    for (int i = 0; i < corners; i++) {
      log += Math.log(columns - i);
    }
    return log;
  }

  private Problem polygon(int gon) {
    return Problems.parse("tms:columns=%d,gon=%d,n=2".formatted(columns, gon), 1);
  }

  /** ln Z(n), relative to exp(-n L) at the polygon of all columns. */
  Value at(double n, int draws, long seed) {
    Problem own = polygon(corners);
    Problem whole = polygon(columns);
    double[] centre = own.truth();
    double[] tangent = unit(generator(centre));
    Slice slice = slice(own, n);
    RandomStream stream = RandomStream.of(seed, Purpose.DESIGN, corners);
    double[] logs = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      Point point = slice.draw(centre, stream, draw);
      double turn = dot(generator(point.w()), tangent);
      boolean inside = turn > 0 && cornersOf(point.w(), columns) == corners;
      logs[draw] =
          inside
              ? Math.log(turn)
                  + logNormal(point.w())
                  - n * whole.populationK().at(point.w()).value()
                  - point.logDensity()
              : Double.NEGATIVE_INFINITY;
    }
    return value(logs, logCopies() + Math.log(2 * Math.PI));
  }

  private static Value value(double[] logs, double shift) {
    double top = Arrays.stream(logs).max().orElseThrow();
    double mean = 0;
    double square = 0;
    for (double log : logs) {
      double weight = Math.exp(log - top);
      mean += weight / logs.length;
      square += weight * weight / logs.length;
    }
    double efficiency = mean * mean / square;
    double se = Math.sqrt((1 / efficiency - 1) / logs.length);
    return new Value(shift + top + Math.log(mean), se, efficiency);
  }

  /** A draw of the proposal and the log of its density in the slice. */
  private record Point(double[] w, double logDensity) {}

  /**
   * The proposal.
   *
   * @param directions of the slice, orthonormal
   * @param deviations along them
   * @param shifts of the mean from the centre along them
   */
  private record Slice(double[][] directions, double[] deviations, double[] shifts) {
    Point draw(double[] centre, RandomStream stream, int draw) {
      double[] w = centre.clone();
      double log = 0;
      for (int k = 0; k < directions.length; k++) {
        double z = stream.normal(draw, k);
        double shift = shifts[k] + deviations[k] * z;
        for (int i = 0; i < w.length; i++) {
          w[i] += shift * directions[k][i];
        }
        log -= z * z / 2 + Math.log(deviations[k]) + Math.log(2 * Math.PI) / 2;
      }
      return new Point(w, log);
    }
  }

  /** Curved directions by their curvature, then the parameters of columns that are off. */
  private Slice slice(Problem problem, double n) {
    double[][] hessian = hessian(problem);
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(hessian));
    int size = hessian.length;
    int off = 3 * (columns - corners);
    double[][] directions = new double[size - 1][];
    double[] deviations = new double[size - 1];
    double[] shifts = new double[size - 1];
    int at = 0;
    for (int k = 0; k < size; k++) {
      double curvature = eigen.getEigenvalue(k);
      if (curvature > FLAT) {
        directions[at] = eigen.getEigenvector(k).toArray();
        deviations[at++] = Math.sqrt(INFLATION / (n * curvature + 1));
      }
    }
    if (at != size - 1 - off) {
      throw new IllegalStateException("%d curved directions of %d".formatted(at, size));
    }
    for (int column = corners; column < columns; column++) {
      for (int part = 0; part < 3; part++) {
        double[] axis = new double[size];
        axis[part * columns + column] = 1;
        directions[at] = axis;
        boolean bias = part == 2;
        shifts[at] = bias ? OFF_BIAS - problem.truth()[2 * columns + column] : 0;
        deviations[at++] = bias ? 1 : OFF_WIDTH;
      }
    }
    return new Slice(directions, deviations, shifts);
  }

  private static double[][] hessian(Problem problem) {
    double[] w = problem.truth();
    double[][] hessian = new double[w.length][];
    for (int i = 0; i < w.length; i++) {
      double[] up = moved(problem, w, i, DIFFERENCE);
      double[] down = moved(problem, w, i, -DIFFERENCE);
      hessian[i] = new double[w.length];
      for (int j = 0; j < w.length; j++) {
        hessian[i][j] = (up[j] - down[j]) / (2 * DIFFERENCE);
      }
    }
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < i; j++) {
        hessian[i][j] = hessian[j][i] = (hessian[i][j] + hessian[j][i]) / 2;
      }
    }
    return hessian;
  }

  private static double[] moved(Problem problem, double[] w, int i, double shift) {
    double[] other = w.clone();
    other[i] += shift;
    return problem.populationK().gradient(other);
  }

  /** The derivative of a rotation of all columns. */
  private double[] generator(double[] w) {
    double[] turned = new double[w.length];
    for (int i = 0; i < columns; i++) {
      turned[i] = -w[columns + i];
      turned[columns + i] = w[i];
    }
    return turned;
  }

  private static double logNormal(double[] w) {
    return -dot(w, w) / 2 - w.length * Math.log(2 * Math.PI) / 2;
  }

  private static double[] unit(double[] v) {
    double norm = Math.sqrt(dot(v, v));
    return Arrays.stream(v).map(x -> x / norm).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
