package org.cusp.paper.phases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cusp.numerics.LogSum;
import org.cusp.numerics.Vectors;
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
 * the proposal is a mixture in equal parts: around each critical point of the phase normal laws
 * with 1, 2 and 4 times the covariance (n H + I)^-1 in the directions in which the loss is curved
 * there. These points are the polygon and, where a column is off, the polygon with that column's
 * output constant: of lower loss, but curved in three more directions. Weights and bias of a column
 * that is off are drawn from N(0, 0.4^2) and N(-1/2, 1), since those of small weights and negative
 * bias are as good as each other. The polygon of k corners on c columns has c! / ((c - k)! k)
 * copies that no rotation joins: as many as cyclic orders of k among c columns.
 *
 * @param columns c
 * @param corners k, of a point that is analytic
 */
record PolygonEvidence(int columns, int corners) {
  private static final double DIFFERENCE = 1e-5;
  private static final double[] INFLATIONS = {1, 2, 4};

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

  private Problem polygon(int gon, int plus) {
    return Problems.parse(
        String.format(Locale.ROOT, "tms:columns=%d,gon=%d,plus=%d,n=2", columns, gon, plus), 1);
  }

  /** ln Z(n), relative to exp(-n L) at the polygon of all columns. */
  Value at(double n, int draws, long seed) {
    Problem own = polygon(corners, 0);
    Problem whole = polygon(columns, 0);
    double[] centre = own.truth();
    double[] tangent = Vectors.unit(generator(centre));
    List<Slice> slices = slices(n);
    RandomStream stream = RandomStream.of(seed, Purpose.DESIGN, corners);
    double[] logs = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      double[] w = slices.get(draw % slices.size()).draw(stream, draw);
      double turn = Vectors.dot(generator(w), tangent);
      boolean inside = turn > 0 && cornersOf(w, columns) == corners;
      logs[draw] =
          inside
              ? Math.log(turn)
                  + logNormal(w)
                  - n * whole.populationK().at(w).value()
                  - LogSum.mean(slices.stream().mapToDouble(slice -> slice.logDensity(w)).toArray())
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

  /**
   * A normal law in the slice.
   *
   * @param mean a parameter in the slice
   * @param directions of the slice, orthonormal
   * @param deviations along them
   */
  private record Slice(double[] mean, double[][] directions, double[] deviations) {
    double[] draw(RandomStream stream, int draw) {
      double[] w = mean.clone();
      for (int k = 0; k < directions.length; k++) {
        double shift = deviations[k] * stream.normal(draw, k);
        for (int i = 0; i < w.length; i++) {
          w[i] += shift * directions[k][i];
        }
      }
      return w;
    }

    double logDensity(double[] w) {
      double log = -directions.length * Math.log(2 * Math.PI) / 2;
      for (int k = 0; k < directions.length; k++) {
        double z =
            (Vectors.dot(w, directions[k]) - Vectors.dot(mean, directions[k])) / deviations[k];
        log -= z * z / 2 + Math.log(deviations[k]);
      }
      return log;
    }
  }

  /** For each number of columns whose output is constant one of each width. */
  private List<Slice> slices(double n) {
    return IntStream.rangeClosed(0, columns - corners)
        .boxed()
        .flatMap(plus -> Arrays.stream(INFLATIONS).mapToObj(wide -> slice(plus, n, wide)))
        .toList();
  }

  /** Curved directions by their curvature, then the parameters of columns that are off. */
  private Slice slice(int plus, double n, double inflation) {
    Problem point = polygon(corners, plus);
    double[] mean = point.truth().clone();
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(hessian(point)));
    List<double[]> directions = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int k = 0; k < mean.length; k++) {
      double curvature = eigen.getEigenvalue(k);
      if (curvature > FLAT) {
        directions.add(eigen.getEigenvector(k).toArray());
        deviations.add(Math.sqrt(inflation / (n * curvature + 1)));
      }
    }
    for (int column = corners + plus; column < columns; column++) {
      mean[2 * columns + column] = OFF_BIAS;
      for (int part = 0; part < 3; part++) {
        double[] axis = new double[mean.length];
        axis[part * columns + column] = 1;
        directions.add(axis);
        deviations.add(part == 2 ? 1 : OFF_WIDTH);
      }
    }
    if (directions.size() != mean.length - 1) {
      throw new IllegalStateException(directions.size() + " directions of " + mean.length);
    }
    return new Slice(
        mean,
        directions.toArray(double[][]::new),
        deviations.stream().mapToDouble(Double::doubleValue).toArray());
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
    return -Vectors.dot(w, w) / 2 - w.length * Math.log(2 * Math.PI) / 2;
  }
}
