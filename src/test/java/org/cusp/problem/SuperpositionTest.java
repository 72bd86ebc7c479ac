package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The critical points of the toy model of superposition: lengths, biases and losses computed
 * independently from the closed form of H, ranks from Chen et al. 2023 (arXiv:2310.06301).
 */
class SuperpositionTest {
  @ParameterizedTest
  @CsvSource({
    "6, 2, 0, 1, 0, .222222",
    "6, 3, 0, 1, 0, .166667",
    "6, 4, 0, 1, 0, .111111",
    "6, 4, 1, 1, 0, .104167",
    "6, 4, 2, 1, 0, .097222",
    "6, 5, 0, 1.17046, -.28230, .068744",
    "6, 5, 1, 1.17046, -.28230, .061799",
    "6, 6, 0, 1.32053, -.61814, .048192",
    "8, 7, 0, 1.44839, -.96691, .114529",
    "8, 8, 0, 1.55045, -1.29119, .115546"
  })
  void lengthBiasAndLoss(int columns, int gon, int plus, double length, double bias, double loss) {
    double[] w = point(columns, gon, plus).truth();
    assertThat(w[0]).isCloseTo(length, within(5.1e-6));
    assertThat(w[columns]).isZero();
    assertThat(w[2 * columns]).isCloseTo(bias, within(5.1e-6));
    assertThat(h(columns, w) / columns).isCloseTo(loss, within(6e-7));
  }

  /** H = sum_i int_0^1 |u e_i - f(u e_i)|^2 du, term by term, at a point of no symmetry. */
  @Test
  void populationLossAgreesWithTheClosedForm() {
    for (int seed = 0; seed < 20; seed++) {
      double[] w = Evaluation.near(point(6, 5, 1), 0.6, seed);
      assertThat(h(6, w)).isCloseTo(closedForm(6, w), within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"6, 5, 0, 14", "6, 5, 1, 17", "6, 6, 0, 17", "8, 7, 0, 20", "8, 8, 0, 23"})
  void analyticPointsAreMinimaWhoseHessianHasTheRank(int columns, int gon, int plus, int rank) {
    Problem problem = point(columns, gon, plus);
    assertThat(problem.populationK().gradient(problem.truth()))
        .usingComparatorWithPrecision(1e-12)
        .containsOnly(0);
    double[] eigenvalues = hessianEigenvalues(problem);
    assertThat(Arrays.stream(eigenvalues).filter(e -> e > 1e-4).count()).isEqualTo(rank);
    assertThat(Arrays.stream(eigenvalues).filter(e -> Math.abs(e) < 1e-8).count())
        .isEqualTo(3L * columns - rank);
    assertThat(problem.exact().orElseThrow().lambdaValue()).isEqualTo(rank / 2.0);
    assertThat(problem.exact().orElseThrow().multiplicity()).isEqualTo(1);
    assertThat(problem.scope()).isEqualTo(Problem.Scope.LOCAL);
  }

  @Test
  void pointsAtAKinkHaveNoExactAnswer() {
    assertThat(point(6, 4, 0).exact()).isEmpty();
    assertThat(point(6, 2, 0).exact()).isEmpty();
  }

  private static Problem point(int columns, int gon, int plus) {
    return Problems.parse("tms:columns=" + columns + ",gon=" + gon + ",plus=" + plus + ",n=10", 1);
  }

  /** H from K, as the excess over a network whose outputs are all zero, for which H = c / 3. */
  private static double h(int columns, double[] w) {
    double[] silent = new double[3 * columns];
    Arrays.fill(silent, 2 * columns, 3 * columns, -1);
    double excess = SuperpositionProblem.populationK(columns, silent).at(w).value();
    return 2 * columns * excess + columns / 3.0;
  }

  private static double closedForm(int columns, double[] w) {
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        double g = w[i] * w[j] + w[columns + i] * w[columns + j];
        double b = w[2 * columns + j];
        sum += i == j ? diagonal(g, b) : offDiagonal(g, b);
      }
    }
    return sum;
  }

  /** int_0^1 relu(g u + b)^2 du = ([g + b]_+^3 - [b]_+^3) / (3 g). */
  private static double offDiagonal(double g, double b) {
    double square = Math.max(b, 0) * Math.max(b, 0);
    return Math.abs(g) < 1e-12
        ? square
        : (Math.pow(Math.max(g + b, 0), 3) - Math.pow(Math.max(b, 0), 3)) / (3 * g);
  }

  /** int_0^1 (u - relu(g u + b))^2 du for g >= 0: u^2 up to the kink, ((1 - g) u - b)^2 beyond. */
  private static double diagonal(double g, double b) {
    double kink = b >= 0 ? 0 : g + b <= 0 ? 1 : -b / g;
    double slope = 1 - g;
    double beyond =
        slope * slope * (1 - Math.pow(kink, 3)) / 3
            - slope * b * (1 - kink * kink)
            + b * b * (1 - kink);
    return Math.pow(kink, 3) / 3 + beyond;
  }

  private static double[] hessianEigenvalues(Problem problem) {
    double[] w = problem.truth();
    double[][] hessian = new double[w.length][];
    for (int i = 0; i < w.length; i++) {
      int index = i;
      hessian[i] =
          Evaluation.centralDifferences(
              moved -> problem.populationK().gradient(moved)[index], w, 1e-5);
    }
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < i; j++) {
        hessian[i][j] = hessian[j][i] = (hessian[i][j] + hessian[j][i]) / 2;
      }
    }
    return new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(hessian)).getEigenvalues();
  }
}
