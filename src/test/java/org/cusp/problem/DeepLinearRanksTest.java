package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.ExactProblems;
import org.cusp.exact.LayerRanks;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.SufficientData;
import org.cusp.problem.law.LayerProduct;
import org.cusp.problem.law.LinearMap;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepLinearRanksTest {
  private static final double NEGLIGIBLE = 1e-9;

  private static int rank(double[][] matrix) {
    double[] values =
        new SingularValueDecomposition(MatrixUtils.createRealMatrix(matrix)).getSingularValues();
    return (int) Arrays.stream(values).filter(v -> v > NEGLIGIBLE * values[0] && v > 0).count();
  }

  /** Row ij of J is the gradient of the product's entry ij. */
  private static double[][] jacobian(LinearMap map, double[] w) {
    double[][] rows = new double[map.outputs() * map.inputs()][w.length];
    for (int k = 0; k < rows.length; k++) {
      double[][] entry = new double[map.outputs()][map.inputs()];
      entry[k / map.inputs()][k % map.inputs()] = 1;
      map.addGradient(w, entry, rows[k]);
    }
    return rows;
  }

  /** The ranks that the closed forms take are those that the drawn truth has. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "widths=4x5x3,ranks=4x3",
        "widths=4x5x3,ranks=2x3",
        "widths=6x5x4x6,ranks=3x4x2",
        "widths=6x5x4x6,ranks=2x4x3",
        "widths=5x7x5x6x4,ranks=3x5x2x4",
        "widths=3x3x3,ranks=1x2",
        "widths=8x5x8,ranks=5x5",
      })
  void truthHasTheRanksAndTheJacobianItsClosedForm(String keys) {
    ProblemString text = ProblemString.parse("dln:" + keys + ",n=20");
    LayerRanks ranks = new LayerRanks(text.intListAt("widths"), text.intListAt("ranks"));
    Problem problem = Problems.parse(text.toString(), 3);
    DeepLinearNetwork model = (DeepLinearNetwork) problem.model();
    LinearMap map = new LayerProduct(model);
    assertThat(rank(map.at(problem.truth()))).isEqualTo(ranks.product());
    assertThat(rank(jacobian(map, problem.truth()))).isEqualTo((int) ranks.jacobian());
    assertThat(problem.exact()).contains(ranks.network().rlct());
    assertThat(ExactProblems.answer(text).rlct()).isEqualTo(problem.exact().orElseThrow());
  }

  @Test
  void rankAndRanksOfOneReducedLayerDrawTheSameTruth() {
    double[] one = Problems.parse("dln:widths=5x4,rank=2,n=9", 1).truth();
    double[] other = Problems.parse("dln:widths=5x4,ranks=2,n=9", 1).truth();
    assertThat(one).isEqualTo(other);
  }

  @Test
  void withoutNoiseTheOutputsAreTheTruths() {
    Problem problem = Problems.parse("dln:widths=4x3x2,ranks=2x2,n=30,noise=0", 1);
    double[][] map = new LayerProduct((DeepLinearNetwork) problem.model()).at(problem.truth());
    double[] x = problem.data().x();
    double[] y = ((Targets.Values) problem.data().targets()).values();
    for (int row = 0; row < 30; row++) {
      for (int i = 0; i < 2; i++) {
        double sum = 0;
        for (int j = 0; j < 4; j++) {
          sum += map[i][j] * x[row * 4 + j];
        }
        assertThat(y[row * 2 + i]).isCloseTo(sum, within(1e-12));
      }
    }
  }

  /** With no noise the examples are a function of the inputs alone: both ways must agree. */
  @Test
  void sufficientExamplesAreThoseOfTheDrawnData() {
    Problem problem = Problems.parse("dln:widths=4x3x2,ranks=2x2,n=500,noise=0", 1);
    DataSet few = SufficientData.of(problem.model(), problem.data()).orElseThrow();
    DataSet streamed = problem.law().drawSufficient(500, 1).orElseThrow();
    assertThat(streamed.n()).isEqualTo(4);
    assertThat(streamed.x()).containsExactly(few.x(), within(1e-9));
    assertThat(((Targets.Values) streamed.targets()).values())
        .containsExactly(((Targets.Values) few.targets()).values(), within(1e-9));
    assertThat(problem.law().drawSufficient(4, 1)).isEmpty();
  }

  /**
   * Over seeds n (L_n(w*) - min L_n) / (noise^2 / sigma^2) = |Q^T E|^2 / (2 noise^2) is half a
   * chi-squared of features x outputs degrees. 400 seeds, 5 standard errors: false alarm 6e-7.
   */
  @Test
  void sufficientExamplesHaveTheNoise() {
    int seeds = 400;
    int n = 50;
    Problem problem = Problems.parse("dln:widths=4x3x2,ranks=2x2,n=50", 1);
    double[][] map = new LayerProduct((DeepLinearNetwork) problem.model()).at(problem.truth());
    double sum = 0;
    for (int seed = 0; seed < seeds; seed++) {
      DataSet few = problem.law().drawSufficient(n, seed).orElseThrow();
      double[] y = ((Targets.Values) few.targets()).values();
      for (int row = 0; row < 4; row++) {
        for (int i = 0; i < 2; i++) {
          double residual = y[row * 2 + i];
          for (int j = 0; j < 4; j++) {
            residual -= map[i][j] * few.x()[row * 4 + j];
          }
          sum += residual * residual * n / 4.0;
        }
      }
    }
    assertThat(sum / seeds).isCloseTo(8, within(5 * Math.sqrt(16.0 / seeds)));
  }

  @Test
  void impossibleRanksAreOneLine() {
    for (String keys :
        List.of(
            "widths=4x3x2,ranks=2",
            "widths=4x3x2,ranks=4x2",
            "widths=4x3x2,ranks=2x2,rank=2",
            "widths=4x3x2,noise=-1")) {
      assertThatThrownBy(() -> Problems.parse("dln:" + keys, 1))
          .isInstanceOf(InvalidInput.class)
          .message()
          .doesNotContain("\n");
    }
  }
}
