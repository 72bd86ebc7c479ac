package org.cusp.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sgld;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** A posterior in other coordinates, from the choice to the draws. */
class CoordinatesTest {
  private static final int N = 40;
  private static final Mlp MODEL =
      new Mlp(List.of(3, 5, 4, 2), Activation.RELU, new Likelihood.Gaussian(2, 1));
  private static final Coordinates LAYERS = new Coordinates(Optional.empty(), Localisation.LAYERS);

  private static DataSet data() {
    RandomStream stream = RandomStream.of(5, Purpose.INPUTS, 0);
    double[] x = new double[3 * N];
    double[] y = new double[2 * N];
    stream.normals(0, 0, x, x.length);
    stream.normals(1, 0, y, y.length);
    return new DataSet("noise", N, 3, x, new Targets.Values(y, 2));
  }

  private static double[] weights() {
    double[] w = MODEL.initialise(RandomStream.of(6, Purpose.INITIALISATION, 0));
    for (int i = 0; i < w.length; i++) {
      w[i] += 0.01 * (i % 7 - 3);
    }
    return w;
  }

  /** The same function: the first layer times a, the second layer's weights over a. */
  private static double[] rescaled(double a) {
    double[] w = weights();
    for (ParamSpace.Tensor tensor : MODEL.parameters().tensors().subList(0, 3)) {
      double factor = tensor.name().startsWith("layers.0") ? a : 1 / a;
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        w[i] *= factor;
      }
    }
    return w;
  }

  /** Loss differences of all chains and draws; nBeta, gamma and the step are the same for all. */
  private static double[] draws(Coordinates coordinates, double[] w) {
    Coordinates.Chart chart = coordinates.at(MODEL, data(), w, KernelProvider.best());
    Posterior posterior = new Posterior(chart.model(), data(), chart.centre(), 10, 5);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(
                posterior, Precision.FLOAT64, KernelProvider.named("simd"), workers)) {
      RunPlan plan = new RunPlan(new Sgld(1e-3), 2, new RunPlan.Length(0, 30, 1), 16, 9);
      Draws draws =
          new ChainRunner(KernelProvider.named("simd"), workers).run(shared, plan, Progress.NONE);
      return Arrays.stream(draws.deltaLoss()).flatMapToDouble(Arrays::stream).toArray();
    }
  }

  @Test
  void inLayerUnitsReluRescalingsLeaveEveryDrawAsItWas() {
    double[] expected = draws(LAYERS, weights());
    assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow()).isGreaterThan(1e-2);
    for (double a : new double[] {1e-4, 1e4}) {
      assertThat(draws(LAYERS, rescaled(a))).containsExactly(expected, within(1e-9));
    }
    double[] isotropic = draws(Coordinates.WHOLE, rescaled(100));
    assertThat(isotropic[20]).isNotCloseTo(draws(Coordinates.WHOLE, weights())[20], within(1e-2));
  }

  @Test
  void theWholeIsTheModelItself() {
    double[] w = weights();
    Coordinates.Chart chart = Coordinates.WHOLE.at(MODEL, data(), w, KernelProvider.best());
    assertThat(chart.model()).isSameAs(MODEL);
    assertThat(chart.centre()).isSameAs(w);
  }

  @Test
  void aRestrictionInLayerUnitsHasTheUnitsOfTheWhole() {
    Selection selection = Selection.only("layers.1,layers.2.bias", MODEL);
    Coordinates both = new Coordinates(Optional.of(selection), Localisation.LAYERS);
    double[] whole = LAYERS.at(MODEL, data(), weights(), KernelProvider.best()).centre();
    Coordinates.Chart chart = both.at(MODEL, data(), weights(), KernelProvider.best());
    assertThat(chart.model().size()).isEqualTo(5 * 4 + 4 + 2);
    assertThat(chart.centre()).isEqualTo(selection.restriction().select(whole));
    assertThat(chart.whole()).isEqualTo(whole);
    assertThat(selection.describe()).isEqualTo("--only layers.1,layers.2.bias");
  }
}
