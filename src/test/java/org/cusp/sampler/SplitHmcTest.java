package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.CoupledReferences;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.Clock;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Split HMC keeps the posterior whatever its reference and its step are. On a quadratic every
 * direction of precision A has the variance 1/A; a direction fails where the mean square of its
 * draws is more than 4.5 Monte Carlo standard errors off, by chance once in 147,000 times. The
 * class makes 34 such comparisons that must pass.
 */
class SplitHmcTest {
  private static final double[] PRECISIONS = {60, 200, 800, 1200};
  private static final double GAMMA = 40;
  private static final double N_BETA = 100;
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final QuadraticChains RUN = new QuadraticChains(5, 4, 300, 6_000);
  private static final double HALF = Math.sqrt(0.5);

  private static PosteriorTensors tensors() {
    return tensors(N_BETA);
  }

  private static PosteriorTensors tensors(double nBeta) {
    double[] curvatures = Arrays.stream(PRECISIONS).map(a -> (a - GAMMA) / N_BETA).toArray();
    return new Quadratic(curvatures, nBeta, GAMMA).tensors(KERNELS);
  }

  private static GaussianReference reference(double[] stiffness, double[]... directions) {
    return reference(KERNELS, Precision.FLOAT64, stiffness, directions);
  }

  private static GaussianReference reference(
      KernelProvider kernels, Precision precision, double[] stiffness, double[]... directions) {
    double[] all = Arrays.stream(directions).flatMapToDouble(Arrays::stream).toArray();
    Slab slab = Slab.row(kernels.memory(), precision, all);
    MatrixStack matrix = MatrixStack.of(slab, 0, directions.length, directions[0].length);
    return GaussianReference.of(GAMMA, stiffness, matrix);
  }

  /** All four directions as they are. */
  private static GaussianReference exact() {
    double[][] axes = new double[4][4];
    IntStream.range(0, 4).forEach(i -> axes[i][i] = 1);
    return reference(Arrays.stream(PRECISIONS).map(a -> a - GAMMA).toArray(), axes);
  }

  /** Two directions that are none of the posterior's, one of them too soft, one too stiff. */
  private static GaussianReference crude() {
    double[] mixed = {0, 0, HALF, HALF};
    double[] other = {0.6, 0.8, 0, 0};
    return reference(new double[] {700, 300}, mixed, other);
  }

  /** The axes, with directions in common that the posterior does not have. */
  private static GaussianReference coupled() {
    double[][] along = {{.5, .5, .5, .5}, {.5, -.5, .5, -.5}};
    double[] stiffness = {20, 160, 760, 1160};
    return CoupledReferences.of(
        GAMMA, 4, stiffness, new double[] {1, 4}, along, KERNELS, Precision.FLOAT64);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        Arguments.of("exact, one kick", 1.5, 1.5, exact()),
        Arguments.of("exact, some kicks", 0.3, 1.8, exact()),
        Arguments.of("crude", 0.25, 1.8, crude()),
        Arguments.of("with directions in common", 0.25, 1.8, coupled()),
        Arguments.of("crude, too large", 0.42, 1.8, crude()),
        Arguments.of("localisation alone", 0.1, 1.8, GaussianReference.isotropic(GAMMA)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void stationaryLawIsThePosterior(
      String name, double step, double angle, GaussianReference reference) {
    SplitHmc sampler = new SplitHmc(step, angle, Optional.of(reference));
    assertThat(wrong(sampler::start)).isEmpty();
  }

  /**
   * Long trajectories are evenly spread in the logarithm between 0.7 times the few kicks and all:
   * the mean of m (f/m)^u is (m - f) / ln(m/f).
   */
  @Test
  void trajectoriesOfManyKicksAreMostlyShort() {
    SplitHmc sampler = new SplitHmc(0.02, 1.6, Optional.empty());
    int[] kicks =
        IntStream.range(0, 1024).map(t -> sampler.unreduced().leapfrogs(t)).sorted().toArray();
    double fewest = 0.7 * 8;
    assertThat(kicks[0]).isEqualTo(6);
    assertThat(kicks[1023]).isEqualTo(80);
    assertThat(Arrays.stream(kicks).average().orElseThrow())
        .isCloseTo((80 - fewest) / Math.log(80 / fewest), within(0.5));
  }

  /** Power: velocities of one reference, with the energies of another. */
  @Test
  void velocitiesOfAnotherReferenceAreFound() {
    assertThat(wrong((pass, noise) -> broken(0.25, pass, noise, exact(), crude()))).isNotEmpty();
  }

  /** Power: velocities that know of directions in common, with energies that do not. */
  @Test
  void directionsInCommonThatEnergiesLackAreFound() {
    assertThat(wrong((pass, noise) -> broken(0.25, pass, noise, coupled(), exact()))).isNotEmpty();
  }

  /** Power: the sign of the stiff part turned in the law of the velocities. */
  @Test
  void aSignOfTheStiffPartIsFound() {
    double[] first = {1, 0, 0, 0};
    QuadraticChains.Start start =
        (pass, noise) ->
            broken(
                0.1,
                pass,
                noise,
                reference(new double[] {20}, first),
                reference(new double[] {-20}, first));
    assertThat(wrong(start)).contains(0);
  }

  /** A posterior five times as cold, tempered to the one whose law is known. */
  @Test
  void anotherTemperatureHasItsOwnLaw() {
    SplitHmc sampler = new SplitHmc(0.3, 1.8, Optional.of(crude()));
    assertThat(
            wrong(
                (pass, noise) -> {
                  HamiltonianChains chains = sampler.chains(pass, noise);
                  chains.temper(N_BETA);
                  return chains;
                },
                tensors(5 * N_BETA)))
        .isEmpty();
  }

  /** Power: momenta are those of the cold posterior, energies those of the other temperature. */
  @Test
  void momentaOfAnotherTemperatureAreFound() {
    assertThat(
            wrong(
                (pass, noise) -> {
                  Rotation rotation = new Rotation(pass, crude());
                  HamiltonianChains chains =
                      new HamiltonianChains(
                          new SplitHmc(0.3, 1.8, Optional.empty()),
                          new Forgetful(rotation, pass.posterior().nBeta()),
                          pass,
                          noise);
                  chains.temper(N_BETA);
                  return chains;
                },
                tensors(5 * N_BETA)))
        .isNotEmpty();
  }

  private record Forgetful(Rotation rotation, double cold) implements Dynamics {
    @Override
    public void refresh(NoiseStreams streams, Clock clock) {
      rotation.temper(cold);
      rotation.refresh(streams, clock);
      rotation.temper(N_BETA);
    }

    @Override
    public Slab kinetic() {
      return rotation.kinetic();
    }

    @Override
    public void move(double nBeta, double time, int steps) {
      rotation.move(nBeta, time, steps);
    }

    @Override
    public void close() {
      rotation.close();
    }
  }

  /** Power: without the Metropolis step a long time between kicks is seen. */
  @Test
  void aMissingMetropolisStepIsFound() {
    assertThat(wrong((pass, noise) -> unmetropolised(0.3, pass, noise))).contains(2, 3);
  }

  /** Draws momenta about one reference and moves and judges about another. */
  private static Sampler.Chains broken(
      double step,
      PosteriorPass pass,
      RandomStream[] noise,
      GaussianReference ofMomenta,
      GaussianReference ofEnergies) {
    Rotation right = new Rotation(pass, ofEnergies);
    GaussianReference.OfPass other = ofMomenta.of(pass.kernels(), pass.w());
    Dynamics wrong =
        new Dynamics() {
          @Override
          public void refresh(NoiseStreams streams, Clock clock) {
            pass.kernels().normals(right.velocity(), streams, clock);
            other.velocities(right.velocity());
          }

          @Override
          public Slab kinetic() {
            return right.kinetic();
          }

          @Override
          public void move(double nBeta, double time, int steps) {
            right.move(nBeta, time, steps);
          }

          @Override
          public void close() {
            right.close();
            other.close();
          }
        };
    return new HamiltonianChains(new SplitHmc(step, 1.8, Optional.empty()), wrong, pass, noise);
  }

  private static Sampler.Chains unmetropolised(
      double step, PosteriorPass pass, RandomStream[] noise) {
    Rotation rotation = new Rotation(pass, GaussianReference.isotropic(GAMMA));
    StepInfo info = StepInfo.of(pass);
    NoiseStreams streams = NoiseStreams.of(pass.w().memory(), noise);
    return new Sampler.Chains() {
      @Override
      public void state(org.cusp.state.State at) {
        // Nobody takes it up.
      }

      @Override
      public StepInfo step(long t) {
        if (t == 0) {
          pass.evaluateAll();
        }
        pass.clock().set(t);
        rotation.refresh(streams, pass.clock());
        rotation.move(N_BETA, step, 4 + (int) (t % 3));
        return info;
      }

      @Override
      public void close() {
        rotation.close();
      }
    };
  }

  /** The directions whose draws do not have the variance 1/A. */
  private static int[] wrong(QuadraticChains.Start start) {
    return wrong(start, tensors());
  }

  private static int[] wrong(QuadraticChains.Start start, PosteriorTensors all) {
    try (PosteriorTensors shared = all) {
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

  /** Where the reference is the posterior nothing kicks, and every proposal is accepted. */
  @Test
  void aGaussianIsFollowedExactlyAtAnyStep() {
    for (double step : new double[] {0.01, 0.7, 1.5, 3}) {
      try (PosteriorTensors shared = tensors();
          PosteriorPass pass =
              new PosteriorPass(shared, new BatchPlan(1, 4, 4), KERNELS.create(), 0, 2);
          Sampler.Chains chains =
              new SplitHmc(step, 3, Optional.of(exact())).start(pass, noise(0, 2))) {
        for (int t = 0; t < 50; t++) {
          StepInfo info = chains.step(t);
          assertThat(info.acceptance().values()).containsExactly(new double[] {1, 1}, within(1e-9));
        }
      }
    }
  }

  /** And one quarter turn forgets where it began: draws are independent. */
  @Test
  void aQuarterTurnIsAnIndependentDraw() {
    QuadraticChains few = new QuadraticChains(7, 4, 10, 2_000);
    try (PosteriorTensors shared = tensors()) {
      double[][][] squares =
          few.squares(
              (pass, noise) -> {
                Trajectory quarter =
                    new Trajectory() {
                      @Override
                      public double timeStep(long t) {
                        return Math.PI / 2;
                      }

                      @Override
                      public int leapfrogs(long t) {
                        return 1;
                      }
                    };
                return new HamiltonianChains(quarter, new Rotation(pass, exact()), pass, noise);
              },
              shared);
      for (double[][] ofDirection : squares) {
        assertThat(Ess.mean(ofDirection)).isBetween(6_500.0, 9_500.0);
      }
    }
  }

  private static RandomStream[] noise(int first, int count) {
    RandomStream[] noise = new RandomStream[count];
    Arrays.setAll(noise, i -> RandomStream.of(5, Purpose.NOISE, first + i));
    return noise;
  }

  static Stream<Arguments> kernels() {
    return KernelProvider.usable().stream()
        .flatMap(k -> Arrays.stream(Precision.values()).map(p -> Arguments.of(k, p)));
  }

  /** What SamplerContractTest asks, with stiff directions. */
  @ParameterizedTest
  @MethodSource("kernels")
  void chainsTogetherAreChainsOneByOne(KernelProvider kernels, Precision precision) {
    double[][] together = positions(kernels, precision, 0, 3);
    assertThat(positions(kernels, precision, 0, 3)).isDeepEqualTo(together);
    for (int chain = 0; chain < 3; chain++) {
      assertThat(positions(kernels, precision, chain, 1)[0]).isEqualTo(together[chain]);
    }
  }

  private static double[][] positions(
      KernelProvider kernels, Precision precision, int first, int chains) {
    double[] curvatures = Arrays.stream(PRECISIONS).map(a -> (a - GAMMA) / N_BETA).toArray();
    Posterior posterior = new Quadratic(curvatures, N_BETA, GAMMA).posterior();
    double[] mixed = {0, 0, HALF, HALF};
    GaussianReference reference = reference(kernels, precision, new double[] {700}, mixed);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = PosteriorTensors.of(posterior, precision, kernels, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(5, 4, 4), kernels.create(), first, chains);
        Sampler.Chains running =
            new SplitHmc(0.2, 1.8, Optional.of(reference)).start(pass, noise(first, chains))) {
      for (int t = 0; t < 6; t++) {
        running.step(t);
      }
      double[][] w = new double[chains][];
      Arrays.setAll(w, pass.w()::getRow);
      return w;
    }
  }

  @Test
  void withoutALocalisationThereIsNoReference() {
    assertThatThrownBy(() -> GaussianReference.isotropic(0))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("gamma");
  }
}
