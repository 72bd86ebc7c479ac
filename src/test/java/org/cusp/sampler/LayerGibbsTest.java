package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaugeMoves;
import org.cusp.sampler.reference.LayerSweep;
import org.cusp.sampler.reference.LinearStack;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tensor.dense.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gibbs sweeps of the layers and moves along their fibres keep posteriors whose truth is known. A
 * number fails where it is more than 4.5 Monte Carlo standard errors off, by chance once in 147,000
 * times; eight comparisons must pass.
 */
class LayerGibbsTest {
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final double GAMMA = 2;
  private static final double N_BETA = 60;

  /** y = W_2 W_1 x at x = 1, with weights of (1, 1): exp(-nBeta (w2 w1 - 1)^2 / 2 - ...). */
  private static Posterior valley() {
    DataSet one =
        new DataSet("one", 1, 1, new double[] {1}, new Targets.Values(new double[] {1}, 1));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(1, 1, 1), new Likelihood.Gaussian(1, 1));
    return new Posterior(model, one, new double[] {1, 1}, N_BETA, GAMMA);
  }

  private static LinearStack stack(Posterior posterior) {
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(1, 1, 1), KERNELS.create(), 0, 1)) {
      return LinearStack.of(pass);
    }
  }

  /** Means of the energy and of (w_1 - 1)^2, by a sum over a grid of 2401^2 points. */
  private static double[] quadrature() {
    double[] sums = new double[3];
    for (int i = 0; i <= 2400; i++) {
      for (int j = 0; j <= 2400; j++) {
        double a = -6 + i * 0.005;
        double b = -6 + j * 0.005;
        double energy = N_BETA / 2 * (a * b - 1) * (a * b - 1);
        double weight = Math.exp(-energy - GAMMA / 2 * ((a - 1) * (a - 1) + (b - 1) * (b - 1)));
        sums[0] += weight;
        sums[1] += weight * energy;
        sums[2] += weight * (a - 1) * (a - 1);
      }
    }
    return new double[] {sums[1] / sums[0], sums[2] / sums[0]};
  }

  @Test
  void aValleyHasTheLawOfQuadrature() {
    Posterior posterior = valley();
    LayerGibbs sampler = new LayerGibbs(0.4);
    int steps = 8_000;
    double[][] energies = new double[4][steps];
    QuadraticChains run = new QuadraticChains(3, 4, 0, steps);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers)) {
      double[][][] squares =
          run.squares((pass, noise) -> recording(sampler.start(pass, noise), energies), shared);
      double[] exact = quadrature();
      assertWithin(energies, N_BETA, exact[0]);
      assertWithin(squares[0], 1, exact[1]);
      assertWithin(squares[1], 1, exact[1]);
    }
  }

  /** Squares of what a layer holds overflow, and what is not finite has no eigenvectors. */
  @Test
  void aChainBeyondTheFiniteNumbersIsLostAndTheOtherGoesOn() {
    double[] identity = {1, 0, 0, 1};
    DataSet two = new DataSet("two", 2, 2, identity, new Targets.Values(identity, 2));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(2, 2, 2), new Likelihood.Gaussian(2, 1));
    Posterior posterior = new Posterior(model, two, new double[8], N_BETA, GAMMA);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(1, 2, 2), KERNELS.create(), 0, 2)) {
      double[] far = new double[8];
      Arrays.fill(far, 1e200);
      pass.w().setRow(0, far);
      RandomStream[] noise = {
        RandomStream.of(1, Purpose.NOISE, 0), RandomStream.of(1, Purpose.NOISE, 1)
      };
      try (Sampler.Chains chains = new LayerGibbs(0.4).start(pass, noise)) {
        StepInfo info = chains.step(0);
        assertThat(info.finite(0)).isFalse();
        assertThat(info.finite(1)).isTrue();
        assertThat(chains.step(1).finite(1)).isTrue();
      }
    }
  }

  private static Sampler.Chains recording(Sampler.Chains chains, double[][] into) {
    return new Sampler.Chains() {
      @Override
      public void state(org.cusp.state.State at) {
        // Nobody takes it up.
      }

      @Override
      public StepInfo step(long t) {
        StepInfo info = chains.step(t);
        for (int chain = 0; chain < into.length; chain++) {
          into[chain][(int) t] = info.deltaLoss(chain);
        }
        return info;
      }

      @Override
      public void close() {
        chains.close();
      }
    };
  }

  private static void assertWithin(double[][] draws, double factor, double exact) {
    assertThat(Ess.mean(draws)).isGreaterThan(400);
    assertThat(factor * Moments.mean(draws))
        .isCloseTo(exact, within(4.5 * factor * Mcse.mean(draws)));
  }

  /** A stack of 2, 3 and 1 units: inputs and outputs of the hidden layer differ by one. */
  private static Posterior lopsided() {
    DataSet two =
        new DataSet("two", 1, 2, new double[] {1, 0.5}, new Targets.Values(new double[] {0}, 1));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(2, 3, 1), new Likelihood.Gaussian(1, 1));
    double[] centre = {0.5, -0.2, 0.3, 0.8, -0.6, 0.1, 0.4, 0.7, -0.3};
    return new Posterior(model, two, centre, 1, GAMMA);
  }

  /** Moves along the fibre between fresh draws of the localisation's normal law. */
  private static double[][] gauged(double gammaOfMoves) {
    Posterior posterior = lopsided();
    LinearStack stack = stack(posterior);
    double[] centre = posterior.centre();
    GaugeMoves moves = new GaugeMoves(stack, gammaOfMoves, stack.weights(centre));
    double[][] found = new double[2][40_000];
    for (int i = 0; i < found[0].length; i++) {
      RandomStream noise = RandomStream.of(4, Purpose.NOISE, i);
      double[] z = new double[centre.length];
      noise.normals(0, 0, z, z.length);
      double[] start = new double[centre.length];
      Arrays.setAll(start, k -> centre[k] + z[k] / Math.sqrt(GAMMA));
      Matrix[] w = stack.weights(start);
      for (int sweep = 0; sweep < 3; sweep++) {
        moves.sweep(w, 0.5, noise, sweep);
      }
      double[] end = stack.vector(w);
      for (int k = 0; k < end.length; k++) {
        double square = (end[k] - centre[k]) * (end[k] - centre[k]);
        found[k < 6 ? 0 : 1][i] += square;
      }
    }
    return found;
  }

  /**
   * From independent draws of the normal law the moves lead to such draws again: the squares of W_1
   * have mean 6/gamma, those of W_2 3/gamma.
   */
  @Test
  void gaugeMovesKeepTheLocalisation() {
    double[][] squares = gauged(GAMMA);
    assertThat(z(squares[0], 6 / GAMMA)).isBetween(-4.5, 4.5);
    assertThat(z(squares[1], 3 / GAMMA)).isBetween(-4.5, 4.5);
  }

  private static double z(double[] squares, double exact) {
    return (Moments.mean(squares) - exact) / Moments.standardError(squares);
  }

  /** Power: moves for a localisation of 1.2 gamma. */
  @Test
  void gaugeMovesOfAnotherLocalisationAreFound() {
    double[][] squares = gauged(1.2 * GAMMA);
    assertThat(z(squares[0], 6 / GAMMA)).isLessThan(-6);
  }

  /** Outputs, and so losses, stay as they are, whatever moves. */
  @Test
  void gaugeMovesChangeNoFunction() {
    Posterior posterior = lopsided();
    LinearStack stack = stack(posterior);
    Matrix[] w = stack.weights(posterior.centre());
    double[] before = product(posterior.centre());
    GaugeMoves moves = new GaugeMoves(stack, GAMMA, stack.weights(posterior.centre()));
    double accepted = 0;
    for (int t = 0; t < 100; t++) {
      accepted += moves.sweep(w, 0.5, RandomStream.of(1, Purpose.NOISE, 0), t);
    }
    assertThat(accepted).isBetween(50.0, 99.9);
    assertThat(product(stack.vector(w))).containsExactly(before, within(1e-10));
    assertThat(stack.vector(w)).isNotEqualTo(posterior.centre());
    assertThat(stack.layers()).isEqualTo(2);
  }

  private static double[] product(double[] w) {
    double[] product = new double[2];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        product[j] += w[6 + i] * w[2 * i + j];
      }
    }
    return product;
  }

  /** Without noise a sweep would put the mean in; with it the squares must have the precision. */
  @ParameterizedTest
  @EnumSource(LayerSweep.Order.class)
  void aLayerGivenTheOthersIsAsRegressionSays(LayerSweep.Order order) {
    LinearStack stack = stack(lopsided());
    double[] centre = lopsided().centre();
    LayerSweep sweep = new LayerSweep(stack, 1, GAMMA, stack.weights(centre));
    int last = order == LayerSweep.Order.UPWARD ? 1 : 0;
    double[][] energies = new double[1][20_000];
    for (int i = 0; i < energies[0].length; i++) {
      Matrix[] w = stack.weights(centre);
      sweep.run(w, order, RandomStream.of(6, Purpose.NOISE, i), 0);
      energies[0][i] = mahalanobis(w, last, stack, centre);
    }
    // A quadratic form of a Gaussian in its own precision: chi^2 of as many degrees as entries.
    double degrees = last == 1 ? 3 : 6;
    assertThat(z(energies[0], degrees)).isBetween(-4.5, 4.5);
  }

  /** (v - mean)' K (v - mean) of one layer, from the normal equations written out. */
  private static double mahalanobis(Matrix[] w, int layer, LinearStack stack, double[] centre) {
    double[] x = {1, 0.5};
    double[] features = new double[layer == 1 ? 3 : 6];
    for (int i = 0; i < 3; i++) {
      double out = w[1].values()[i];
      if (layer == 1) {
        features[i] = w[0].values()[2 * i] * x[0] + w[0].values()[2 * i + 1] * x[1];
      } else {
        features[2 * i] = out * x[0];
        features[2 * i + 1] = out * x[1];
      }
    }
    int from = layer == 1 ? 6 : 0;
    // K = f f' + gamma, and the mean is w* - K^-1 f f'w*, by Sherman and Morrison.
    double norm = 0;
    double atCentre = 0;
    for (int i = 0; i < features.length; i++) {
      norm += features[i] * features[i];
      atCentre += features[i] * centre[from + i];
    }
    double pull = atCentre / (GAMMA + norm);
    double along = 0;
    double squares = 0;
    for (int i = 0; i < features.length; i++) {
      double off = w[layer].values()[i] - (centre[from + i] - pull * features[i]);
      along += features[i] * off;
      squares += off * off;
    }
    return along * along + GAMMA * squares;
  }

  @Test
  void otherModelsAreRefused() {
    DataSet data =
        new DataSet("one", 1, 1, new double[] {1}, new Targets.Values(new double[] {1}, 1));
    Mlp model = new Mlp(List.of(1, 1, 1), Activation.TANH, new Likelihood.Gaussian(1, 1));
    Posterior posterior = new Posterior(model, data, new double[model.size()], 10, 1);
    Surroundings around = Surroundings.onAllData(posterior, 1);
    assertThatThrownBy(() -> new LayerGibbs(1).adaptation(Set.of(), around))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("deep linear network");
  }

  static Stream<Arguments> kernels() {
    return KernelProvider.usable().stream()
        .flatMap(k -> Arrays.stream(Precision.values()).map(p -> Arguments.of(k, p)));
  }

  /** What SamplerContractTest asks, of a network that suits it. */
  @ParameterizedTest
  @MethodSource("kernels")
  void chainsTogetherAreChainsOneByOne(KernelProvider kernels, Precision precision) {
    double[][] together = positions(kernels, precision, 0, 3);
    assertThat(positions(kernels, precision, 0, 3)).isDeepEqualTo(together);
    assertThat(together[0]).isNotEqualTo(together[1]);
    for (int chain = 0; chain < 3; chain++) {
      assertThat(positions(kernels, precision, chain, 1)[0]).isEqualTo(together[chain]);
    }
  }

  private static double[][] positions(
      KernelProvider kernels, Precision precision, int first, int chains) {
    Posterior posterior = lopsided();
    LayerGibbs sampler = new LayerGibbs(0.4);
    RandomStream[] noise = new RandomStream[chains];
    Arrays.setAll(noise, i -> RandomStream.of(5, Purpose.NOISE, first + i));
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = PosteriorTensors.of(posterior, precision, kernels, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(5, 1, 1), kernels.create(), first, chains);
        Sampler.Chains running = sampler.start(pass, noise)) {
      for (int t = 0; t < 6; t++) {
        running.step(t);
      }
      double[][] w = new double[chains][];
      Arrays.setAll(w, pass.w()::getRow);
      return w;
    }
  }
}
