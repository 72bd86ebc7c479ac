package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samplers with a Metropolis step keep the posterior itself, whatever the step size: on a quadratic
 * every direction of precision A has the variance 1/A. A direction fails where the mean square of
 * its draws is more than 4.5 Monte Carlo standard errors off, after 400 effective draws; by chance
 * once in 147,000 times, and the class makes 24 such comparisons that must pass.
 */
class HamiltonianTest {
  private static final double[] PRECISIONS = {60, 200, 800, 1200};
  private static final double GAMMA = 40;
  private static final double N_BETA = 100;
  private static final QuadraticChains RUN = new QuadraticChains(5, 4, 300, 12_000);

  /** Stable below a time step of 2 / sqrt(1200) = 0.058; the largest rejects often. */
  static Stream<Sampler> samplers() {
    return Stream.of(
        new Mala(6e-4),
        new Mala(1.5e-3),
        new Hmc(0.01, 0.2),
        new Hmc(0.03, 0.2),
        new Hmc(0.045, 0.2),
        new Hmc(0.03, 0.03));
  }

  private static PosteriorTensors tensors(double gamma) {
    double[] curvatures = Arrays.stream(PRECISIONS).map(a -> (a - GAMMA) / N_BETA).toArray();
    return new Quadratic(curvatures, N_BETA, gamma).tensors(KernelProvider.best());
  }

  /** The directions whose draws do not have the variance 1/A. */
  private static int[] wrong(QuadraticChains.Start start, double gamma) {
    try (PosteriorTensors shared = tensors(gamma)) {
      double[][][] squares = RUN.squares(start, shared);
      return IntStream.range(0, PRECISIONS.length)
          .filter(
              i -> {
                assertThat(Ess.mean(squares[i])).isGreaterThan(400);
                double off = Moments.mean(squares[i]) - 1 / PRECISIONS[i];
                return Math.abs(off) > 4.5 * Mcse.mean(squares[i]);
              })
          .toArray();
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void stationaryLawIsThePosterior(Sampler sampler) {
    assertThat(wrong(sampler::start, GAMMA)).isEmpty();
  }

  /** Power: a localisation of 44 for 40 is found where it weighs most. */
  @Test
  void anotherLocalisationIsFound() {
    assertThat(wrong(new Hmc(0.03, 0.2)::start, 1.1 * GAMMA)).contains(0);
  }

  /** Power: without the Metropolis step the stiff directions are too wide, by 1/(1 - A e^2/4). */
  @Test
  void aMissingMetropolisStepIsFound() {
    assertThat(wrong(new Sgld(1.5e-3)::start, GAMMA)).contains(2, 3);
  }

  @Test
  void momentaAtRestFollowTheForce() {
    // One leapfrog step from rest is a gradient step of epsilon^2 / 2: MALA's drift.
    try (PosteriorTensors shared = tensors(GAMMA)) {
      QuadraticChains one = new QuadraticChains(5, 1, 0, 1);
      double[][][] still = one.squares(new Mala(1e-12)::start, shared);
      assertThat(still[0][0][0]).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void lengthsAreEvenInTheLogarithmAndStepsReducedInAQuarterOfTheTransitions() {
    Hmc sampler = new Hmc(0.01, 1.28);
    int count = 3 * 4096;
    long whole = IntStream.range(0, count).filter(t -> sampler.timeStep(t) == 0.01).count();
    assertThat(whole / (double) count).isCloseTo(0.75, within(1e-3));
    assertThat(IntStream.range(0, count).mapToDouble(sampler::timeStep).min().orElseThrow())
        .isCloseTo(0.01 / 64, within(1e-15));
    int[] lengths =
        IntStream.range(0, count)
            .filter(t -> sampler.timeStep(t) == 0.01)
            .map(sampler::leapfrogs)
            .toArray();
    assertThat(Arrays.stream(lengths).max().orElseThrow()).isEqualTo(128);
    assertThat(Arrays.stream(lengths).min().orElseThrow()).isEqualTo(8);
    double middle = Arrays.stream(lengths).filter(l -> l < 32).count() / (double) lengths.length;
    assertThat(middle).isCloseTo(0.5, within(0.02));
  }

  /** A proposal that leaves the finite numbers is refused, so that the chain stays where it is. */
  @Test
  void proposalsThatAreNotFiniteAreRefused() {
    try (PosteriorTensors shared = tensors(GAMMA)) {
      QuadraticChains few = new QuadraticChains(5, 2, 0, 20);
      double[][][] squares = few.squares(new Mala(1e300)::start, shared);
      assertThat(Arrays.stream(squares[0][1]).sum()).isZero();
    }
  }

  @Test
  void theSameNumbersComeBack() {
    try (PosteriorTensors shared = tensors(GAMMA)) {
      QuadraticChains few = new QuadraticChains(5, 2, 0, 20);
      QuadraticChains.Start start = HamiltonianTest::start;
      assertThat(few.squares(start, shared)).isDeepEqualTo(few.squares(start, shared));
    }
  }

  private static Sampler.Chains start(org.cusp.posterior.PosteriorPass pass, RandomStream[] noise) {
    return new Hmc(0.03, 0.2).start(pass, noise);
  }
}
