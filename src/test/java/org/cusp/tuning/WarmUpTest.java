package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.run.Draws;
import org.cusp.run.LiveChains;
import org.cusp.run.RunPlan;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Mala;
import org.cusp.sampler.Surroundings;
import org.cusp.sampler.Trajectory;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** Warm-up on a quadratic of 20 directions with precisions from 50 to 5000; all seeds are fixed. */
class WarmUpTest {
  private static final int SIZE = 20;
  private static final double GAMMA = 10;
  private static final KernelProvider KERNELS = KernelProvider.best();

  /**
   * Draws of what the warm-up finds from surroundings as curved as this.
   *
   * @param given settings that stay as they are
   */
  private static Draws draws(ExactSampler<?> start, double curvature, String... given) {
    double[] curvatures = new double[SIZE];
    Arrays.setAll(curvatures, i -> (50 * Math.pow(100, i / (SIZE - 1.0)) - GAMMA) / 100);
    try (Workers workers = new Workers(2);
        PosteriorTensors shared = new Quadratic(curvatures, 100, GAMMA).tensors(KERNELS);
        LiveChains live =
            new LiveChains(shared, start, 8, new BatchPlan(3, SIZE, SIZE), KERNELS, workers)) {
      ExactSampler<?> tuned = tuned(start, live, Set.of(given), curvature);
      int warmUp = live.drawn();
      assertThat(warmUp).isBetween(start.pace().least(), WarmUp.MOST);
      live.draw(600, 1);
      return live.draws(new RunPlan(tuned, 8, new RunPlan.Length(warmUp, 600, 1), SIZE, 3));
    }
  }

  private static <P> ExactSampler<P> tuned(
      ExactSampler<P> start, LiveChains live, Set<String> given, double curvature) {
    Surroundings around = Surroundings.onAllData(live.posterior(), curvature);
    return new WarmUp<P>(live, start.pace()).tune(start.adaptation(given, around), () -> false);
  }

  /** The curvature by which HMC starts at a step. */
  private static double startingAt(double step) {
    return (1 / (step * step) - GAMMA) / 100;
  }

  private static double acceptance(Draws draws) {
    return Arrays.stream(draws.acceptance()).average().orElseThrow();
  }

  @Test
  void hmcFindsStepAndLength() {
    Draws draws = draws(new Hmc(1, 1), startingAt(1e-3));
    Hmc tuned = (Hmc) draws.plan().sampler();
    // Three quarters of the transitions at the whole step accept 0.8 by design, the others nearly
    // all.
    assertThat(acceptance(draws)).isBetween(0.78, 0.95);
    // The widest direction has precision 50; its measured width is good to some 10%.
    assertThat(tuned.trajectoryLength()).isCloseTo(Math.PI / 2 / Math.sqrt(50), within(0.06));
    assertThat(tuned.stepSize()).isLessThan(2 / Math.sqrt(5000));
  }

  @Test
  void aStartFarTooLargeIsMended() {
    Draws draws = draws(new Hmc(1, 1), startingAt(10));
    assertThat(acceptance(draws)).isBetween(0.75, 0.95);
  }

  @Test
  void malaFindsItsStep() {
    Draws draws = draws(new Mala(1), startingAt(1e-2));
    assertThat(acceptance(draws)).isCloseTo(Mala.ACCEPTANCE, within(0.12));
  }

  @Test
  void whatIsGivenStaysAndTheRestIsFound() {
    Hmc ofStep = (Hmc) draws(new Hmc(0.01, 1), 1, "step").plan().sampler();
    assertThat(ofStep.stepSize()).isEqualTo(0.01);
    assertThat(ofStep.trajectoryLength()).isCloseTo(Math.PI / 2 / Math.sqrt(50), within(0.06));
    Draws ofLength = draws(new Hmc(1, 0.1), startingAt(1e-3), "length");
    assertThat(((Hmc) ofLength.plan().sampler()).trajectoryLength()).isEqualTo(0.1);
    assertThat(acceptance(ofLength)).isBetween(0.75, 0.95);
    Draws ofBoth = draws(new Hmc(0.01, 0.1), 1, "step", "length");
    assertThat(ofBoth.plan().sampler()).isEqualTo(new Hmc(0.01, 0.1));
    assertThat(ofBoth.plan().burnIn()).isEqualTo(new Hmc(0.01, 0.1).pace().least());
    assertThat(draws(new Mala(1e-4), 1, "step").plan().sampler()).isEqualTo(new Mala(1e-4));
  }

  @Test
  void timeEndsIt() {
    double[] curvatures = {1, 2};
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = new Quadratic(curvatures, 100, GAMMA).tensors(KERNELS);
        LiveChains live =
            new LiveChains(
                shared, new Hmc(0.1, 0.1), 2, new BatchPlan(3, 2, 2), KERNELS, workers)) {
      new WarmUp<Trajectory>(live, new Hmc(0.1, 0.1).pace())
          .tune(
              new Hmc(0.1, 0.1).adaptation(Set.of(), Surroundings.onAllData(shared.posterior(), 1)),
              () -> live.drawn() >= 7);
      assertThat(live.drawn()).isEqualTo(7);
    }
  }
}
