package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.clock.Deadline;
import org.cusp.clock.Ticks;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.point.Curvature;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.tensor.KernelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SgldStepTest {
  private static final Quadratic LOSS = new Quadratic(new double[] {0.5, 30, 2, 11}, 100, 40);

  /** A gap of 30 to 11: 15 iterations leave (11/30)^30 of the error, far below 1e-3. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void largestCurvatureOfAQuadratic(long seed) {
    try (PosteriorTensors shared = LOSS.tensors(KernelProvider.best());
        PosteriorPass pass =
            new PosteriorPass(
                shared, new BatchPlan(seed, 4, 4), KernelProvider.best().create(), 0, 1)) {
      assertThat(new Curvature(LOSS.posterior().size(), seed).at(pass))
          .isCloseTo(30, within(30e-3));
      assertThat(pass.w().getRow(0)).containsExactly(1, 2, 3, 4);
    }
  }

  /**
   * y = a b x around a = b = 0 with y = x: the Hessian of (ab - 1)^2/2 is [[0, -1], [-1, 0]], whose
   * eigenvalues are 1 and -1; the largest absolute one is 1.
   */
  @Test
  void curvatureIsInAbsoluteValue() {
    DataSet data =
        new DataSet(
            "line", 2, 1, new double[] {1, -1}, new Targets.Values(new double[] {1, -1}, 1));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(1, 1, 1), new Likelihood.Gaussian(1, 1));
    Posterior posterior = new Posterior(model, data, new double[2], 10, 1);
    KernelProvider kernels = KernelProvider.best();
    try (org.cusp.tensor.Workers workers = new org.cusp.tensor.Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, org.cusp.tensor.Precision.FLOAT64, kernels, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(1, 2, 2), kernels.create(), 0, 1)) {
      assertThat(new Curvature(2, 1).at(pass)).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void stepByHandFullBatch() {
    // 4 0.1 / (100 30 + 40) = 0.4 / 3040.
    assertThat(SgldStep.step(LOSS.posterior(), 4, 30)).isCloseTo(0.4 / 3040, within(1e-15));
  }

  @Test
  void stepByHandMinibatch() {
    // B = 1 of n = 4: noise 1 + (100/1)(1 - 1/4) = 76.
    assertThat(SgldStep.step(LOSS.posterior(), 1, 30)).isCloseTo(0.4 / 3040 / 76, within(1e-17));
    // B = 2: 1 + 50/2 = 26.
    assertThat(SgldStep.step(LOSS.posterior(), 2, 30)).isCloseTo(0.4 / 3040 / 26, within(1e-16));
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void aQuadraticIsAsCurvedEverywhere(KernelProvider kernels) {
    try (PosteriorTensors shared = LOSS.tensors(kernels)) {
      double step = SgldStep.of(shared, 4, 1, kernels);
      assertThat(step).isCloseTo(0.4 / 3040, within(0.4 / 3040 * 1e-3));
      assertThat(SgldStep.of(shared, 4, 1, kernels)).isEqualTo(step);
    }
  }

  /** 8 (30 + 40/100) where time is up in the first pilot: what is met at w* alone is no bound. */
  @Test
  void withoutTimeForAPilotTheStepIsSmaller() {
    KernelProvider kernels = KernelProvider.best();
    double[] met = new double[2];
    try (PosteriorTensors shared = LOSS.tensors(kernels)) {
      Ticks clock = new Ticks();
      SgldStep.curvatureMet(shared.within(Deadline.after(clock, 1e9)), 4, 1, kernels);
      double asked = clock.count();
      met[0] = met(shared, 0.9 * asked, kernels);
      met[1] = met(shared, 2 * asked, kernels);
    }
    assertThat(met[0]).isCloseTo(243.2, within(0.3));
    assertThat(met[1]).isCloseTo(30, within(0.03));
  }

  private static double met(PosteriorTensors shared, double ticks, KernelProvider kernels) {
    return SgldStep.curvatureMet(shared.within(Deadline.after(new Ticks(), ticks)), 4, 1, kernels);
  }

  /** A flat loss and no localisation: the step is finite all the same. */
  @Test
  void flatLoss() {
    Posterior flat = new Quadratic(new double[] {0, 0}, 100, 0).posterior();
    assertThat(SgldStep.step(flat, 2, 0)).isPositive().isFinite();
  }
}
