package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.problem.law.PopulationK;
import org.cusp.tensor.KernelProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of the catalogue, and its population K, against central differences. */
class GradientsTest {
  private static final double STEP = 1e-5;

  static Stream<String> problems() {
    return Stream.of(
        "rrr:inputs=3,outputs=2,hidden=2,rank=1,n=40,sigma=0.5",
        "dln:widths=3x2x4x2,rank=1,n=40",
        "monomial:powers=1x3x0x2,n=40,sigma=0.5",
        "normal-mean:powers=1x2x3,n=40",
        "normal-mean:powers=1x2,h=1,n=40",
        "two-phase:phase=a,n=40",
        "two-phase:phase=b,n=40",
        "twocomponent:at=1x0.3,n=40",
        "tanh:hidden=3,n=40",
        "tms:columns=6,gon=5,n=40",
        "tms:columns=5,gon=4,plus=1,n=40",
        "polynomial-network:layers=3,power=3,n=40",
        "polynomial-network:layers=1,power=2,n=40",
        "conjugate:dimension=4,n=40",
        "mixture:components=2,true=1,n=40",
        "mixture:components=3,true=3,n=40",
        "mixture:components=1,true=1,n=40");
  }

  @ParameterizedTest
  @MethodSource("problems")
  void ofTheLoss(String text) {
    Problem problem = Problems.parse(text, 3);
    DataSet data = problem.data();
    double[] w = Evaluation.near(problem, 0.5, 1);
    double[] differences =
        Evaluation.centralDifferences(
            moved -> Evaluation.mean(Evaluation.losses(problem.model(), data, moved)), w, STEP);
    for (KernelProvider kernels : KernelProvider.usable()) {
      double[] gradient = Evaluation.gradient(kernels, problem.model(), data, w);
      assertThat(Evaluation.relativeDistance(gradient, differences)).isLessThan(1e-7);
      gradient[0] = gradient[0] * 1.0001 + 1e-3;
      assertThat(Evaluation.relativeDistance(gradient, differences))
          .as("a wrong one")
          .isGreaterThan(1e-7);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void ofPopulationK(String text) {
    Problem problem = Problems.parse(text, 3);
    PopulationK k = problem.populationK();
    double[] w = Evaluation.near(problem, 0.5, 1);
    double[] differences = Evaluation.centralDifferences(moved -> k.at(moved).value(), w, STEP);
    assertThat(Evaluation.relativeDistance(k.gradient(w), differences)).isLessThan(1e-7);
  }
}
