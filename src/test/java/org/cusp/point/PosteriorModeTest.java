package org.cusp.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class PosteriorModeTest {
  private static final KernelProvider KERNELS = KernelProvider.best();

  /** Curvatures over four orders of magnitude; the centre (1, 2, ...) is the mode. */
  @Test
  void theMinimumOfAQuadratic() {
    double[] curvatures = {0.01, 0.1, 1, 10, 100};
    try (PosteriorTensors shared = new Quadratic(curvatures, 50, 0.1).tensors(KERNELS)) {
      PosteriorMode mode = PosteriorMode.from(shared, new double[] {5, -3, 0, 1, 9}, KERNELS, 1000);
      assertThat(mode.w()).containsExactly(new double[] {1, 2, 3, 4, 5}, within(1e-3));
      assertThat(mode.energy()).isCloseTo(0, within(1e-6));
      assertThat(mode.promised()).isLessThan(1e-7);
      assertThat(mode.evaluations()).isLessThan(200);
    }
  }

  /**
   * One unit a tanh(b x) of true function zero, prior N(0, 1): near the origin the energy is that
   * of the prior, so the mode is the origin or, where the data happen to correlate with x, a pair
   * of opposite minima at which the gradient vanishes.
   */
  @Test
  void aSingularModel() {
    Problem problem = Problems.parse("tanh:hidden=1,n=60", 4);
    Posterior posterior =
        new Posterior(problem.model(), problem.data(), new double[2], problem.data().n(), 1);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, problem.precision(), KERNELS, workers)) {
      double[] start = {0.7, -0.4};
      PosteriorMode mode = PosteriorMode.from(shared, start, KERNELS, 1000);
      assertThat(mode.promised()).isLessThan(1e-7);
      assertThat(mode.energy()).isLessThanOrEqualTo(0.001);
      double[] w = mode.w();
      for (double[] step : new double[][] {{1e-2, 0}, {-1e-2, 0}, {0, 1e-2}, {0, -1e-2}}) {
        double[] moved = {w[0] + step[0], w[1] + step[1]};
        // A search of one evaluation says the energy of its start.
        assertThat(PosteriorMode.from(shared, moved, KERNELS, 1).energy())
            .isGreaterThan(mode.energy() - 1e-6);
      }
    }
  }
}
