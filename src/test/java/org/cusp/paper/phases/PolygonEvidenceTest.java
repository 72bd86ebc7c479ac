package org.cusp.paper.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.paper.reproduction.Row;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.api.Test;

class PolygonEvidenceTest {
  private static final int COLUMNS = 6;

  /**
   * At n = 1e6 the hexagon is as Laplace has it: 120 copies, an orbit of length 2 pi l sqrt(6), the
   * prior at it, and sqrt(2 pi / (n h)) for each of 17 curvatures; corrections are of order 1e-3
   * (at n = 2,000 they are 0.1).
   */
  @Test
  void theHexagonIsAsLaplaceHasIt() {
    double n = 1e6;
    Problem hexagon = Problems.parse("tms:columns=6,gon=6,n=2", 1);
    double[] w = hexagon.truth();
    double squares = 0;
    for (double entry : w) {
      squares += entry * entry;
    }
    double radius = Math.hypot(w[0], w[COLUMNS]) * Math.sqrt(COLUMNS);
    double log = Math.log(120) + Math.log(2 * Math.PI * radius);
    log += -squares / 2 - w.length * Math.log(2 * Math.PI) / 2;
    for (double curvature : curvatures(hexagon)) {
      log += curvature > 1e-6 ? Math.log(2 * Math.PI / (n * curvature)) / 2 : 0;
    }
    PolygonEvidence.Value found = new PolygonEvidence(COLUMNS, 6).at(n, 4000, 1);
    assertThat(found.efficiency()).isGreaterThan(0.1);
    assertThat(found.log()).isCloseTo(log, within(5 * found.se() + 0.005));
    assertThat(found.se()).isLessThan(0.03);
  }

  private static double[] curvatures(Problem problem) {
    double[] w = problem.truth();
    double[][] hessian = new double[w.length][w.length];
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w.length; j++) {
        double step = 1e-4;
        hessian[i][j] =
            (at(problem, i, step, j, step)
                    - at(problem, i, step, j, -step)
                    - at(problem, i, -step, j, step)
                    + at(problem, i, -step, j, -step))
                / (4 * step * step);
      }
    }
    return new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(hessian)).getEigenvalues();
  }

  private static double at(Problem problem, int i, double a, int j, double b) {
    double[] w = problem.truth().clone();
    w[i] += a;
    w[j] += b;
    return problem.populationK().at(w).value();
  }

  /**
   * From n to 4 n at large n the evidence ratio changes by -3 n dL, and the learning coefficients,
   * 8.5 on both sides, cancel: the phase of 5 corners is then in its point of lowest loss, with a
   * constant output in the sixth column. dL from the closed form of H: (.412461 - 1/24 - .289154) /
   * 12.
   */
  @Test
  void theRatioFollowsLossAndLearningCoefficient() {
    double n = 5000;
    double change = ratio(4 * n) - ratio(n);
    double predicted = -3 * n * (0.412461 - 1 / 24.0 - 0.289154) / 12;
    // Standard errors of the ratios below 0.1 each; at n = 5,000 there is 0.1 of the other point.
    assertThat(change).isCloseTo(predicted, within(0.5));
  }

  private static double ratio(double n) {
    return new PolygonEvidence(COLUMNS, 5).at(n, 6000, 3).log()
        - new PolygonEvidence(COLUMNS, 6).at(n, 2000, 3).log();
  }

  @Test
  void phasesAreCounted() {
    for (int gon = 5; gon <= 6; gon++) {
      double[] w = Problems.parse("tms:columns=6,gon=" + gon + ",n=2", 1).truth();
      assertThat(PolygonEvidence.cornersOf(w, COLUMNS)).isEqualTo(gon);
    }
    assertThat(PolygonEvidence.cornersOf(new double[18], COLUMNS)).isZero();
    // 6 * 4! and 5!.
    assertThat(new PolygonEvidence(COLUMNS, 5).logCopies()).isCloseTo(Math.log(144), within(1e-12));
    assertThat(new PolygonEvidence(COLUMNS, 6).logCopies()).isCloseTo(Math.log(120), within(1e-12));
  }

  @Test
  void theCrossingIsOnTheLineBetweenNeighbours() {
    List<Row> table =
        List.of(
            Row.empty().with("n", 400).with("share", 0.9),
            Row.empty().with("n", 500).with("share", 0.6),
            Row.empty().with("n", 700).with("share", 0.4));
    assertThat(SuperpositionPhases.crossing(table, row -> row.number("share"))).isEqualTo(600);
    assertThat(SuperpositionPhases.crossing(table.subList(0, 2), row -> row.number("share")))
        .isNaN();
  }
}
