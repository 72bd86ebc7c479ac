package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At a smooth point of K = 0 whose Hessian has rank r, lambda is r / 2. */
class ModularAdditionProblemTest {
  private static final double STEP = 1e-5;

  /** Below and beyond the width from which on the outputs, not the units, are counted. */
  @ParameterizedTest
  @CsvSource({
    "3, 1, all, 4",
    "3, 5, all, 20",
    "3, 9, all, 31.5",
    "5, 4, all, 28",
    "3, 1, pairs, 3.5",
    "3, 3, pairs, 10.5",
    "3, 6, pairs, 13.5",
    "5, 4, pairs, 26"
  })
  void theRankOfTheHessianIsTwiceLambda(int prime, int hidden, String inputs, double lambda) {
    String text =
        "modular-addition:prime=%d,hidden=%d,inputs=%s,n=10".formatted(prime, hidden, inputs);
    Problem problem = Problems.parse(text, 1);
    assertThat(problem.exact().orElseThrow().lambdaValue()).isEqualTo(lambda);
    double[] values =
        new SingularValueDecomposition(new Array2DRowRealMatrix(hessian(problem)))
            .getSingularValues();
    double most = Arrays.stream(values).max().orElseThrow();
    long rank = Arrays.stream(values).filter(value -> value > 1e-7 * most).count();
    assertThat(rank / 2.0).isEqualTo(lambda);
  }

  /** The gradient is exact, so its differences have an error of STEP^2. */
  private static double[][] hessian(Problem problem) {
    double[] w = problem.truth();
    assertThat(problem.populationK().at(w).value()).isCloseTo(0, within(1e-20));
    double[][] hessian = new double[w.length][];
    for (int i = 0; i < w.length; i++) {
      double[] up = w.clone();
      double[] down = w.clone();
      up[i] += STEP;
      down[i] -= STEP;
      double[] above = problem.populationK().gradient(up);
      double[] below = problem.populationK().gradient(down);
      double[] row = new double[w.length];
      Arrays.setAll(row, j -> (above[j] - below[j]) / (2 * STEP));
      hessian[i] = row;
    }
    return hessian;
  }
}
