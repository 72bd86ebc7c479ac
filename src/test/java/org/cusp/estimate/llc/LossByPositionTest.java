package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Estimate;
import org.cusp.model.LayerNetwork;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.model.likelihood.PerPosition.Datum;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossByPositionTest {
  private static final int N = 30;
  private static final int T = 3;
  private static final double GAMMA = 2;

  private static LlcEstimator.Outcome run(LayerNetwork model, DataSet data, double[] w) {
    LlcSpec some = LlcSpec.defaults(5).withSampler("hmc").withChains(4);
    LlcSpec settings =
        new LlcSpec(
            some.sampler(),
            some.chains(),
            OptionalInt.of(400),
            OptionalInt.of(20),
            some.thin(),
            some.batch(),
            OptionalDouble.of(GAMMA),
            some.nBeta(),
            some.step(),
            some.precision(),
            some.budget(),
            some.seed());
    Target target = Target.of("net", model, Precision.FLOAT64, data);
    try (Workers workers = new Workers(1)) {
      List<DrawEstimator> also = DrawEstimators.named(List.of("by-position"));
      return new LlcEstimator(settings, KernelProvider.best(), workers, also)
          .estimate(target, w, Progress.NONE);
    }
  }

  private static LayerNetwork network(Shape inputs, Likelihood likelihood, Object... layers) {
    return new LayerNetwork(inputs, Layers.read("", "layers.", List.of(layers)), likelihood);
  }

  /**
   * f_t = w x_t with squares q_t of mean x_t^2: the posterior of w is normal with precision A =
   * nBeta sum q_t / s + gamma, where s is T, or 1 where sequences count whole, so LLC_t = nBeta q_t
   * / (2 A).
   */
  @ParameterizedTest
  @EnumSource(Datum.class)
  void aLineThroughTheOriginHasAClosedForm(Datum datum) {
    double[] x = new double[N * T];
    RandomStream.of(8, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    double[] q = new double[T];
    for (int i = 0; i < x.length; i++) {
      x[i] *= 1 + i % T;
      q[i % T] += x[i] * x[i] / N;
    }
    double[] y = Arrays.stream(x).map(v -> 0.5 * v).toArray();
    DataSet data = new DataSet("line", N, new Shape(List.of(T, 1)), x, new Targets.Values(y, T));
    LayerNetwork model =
        network(
            new Shape(List.of(T, 1)),
            new PerPosition(new Likelihood.Gaussian(1, 1), T, datum),
            Map.of("dense", Map.of("outputs", 1, "bias", false)));
    LlcEstimator.Outcome found = run(model, data, new double[] {0.5});
    double n = datum == Datum.TOKEN ? N * T : N;
    double nBeta = n / Math.log(n);
    assertThat(found.draws().posterior().nBeta()).isCloseTo(nBeta, within(1e-12 * nBeta));
    assertThat(found.draws().posterior().beta()).isCloseTo(1 / Math.log(n), within(1e-14));
    double share = datum == Datum.WHOLE ? 1 : 1.0 / T;
    double precision = nBeta * share * Arrays.stream(q).sum() + GAMMA;
    List<NamedEstimate> positions = found.beside().get("by-position");
    double sum = 0;
    for (int t = 0; t < T; t++) {
      Estimate one = positions.get(t).estimate();
      assertThat(positions.get(t).of()).isEqualTo("position " + t);
      assertThat(one.ess()).isGreaterThan(400);
      assertThat(one.value()).isCloseTo(nBeta * q[t] / (2 * precision), within(4.5 * one.se()));
      assertThat(one.value() / positions.get(0).estimate().value())
          .isCloseTo(q[t] / q[0], within(1e-9));
      sum += one.value();
    }
    assertThat(share * sum).isCloseTo(found.llc().estimate().value(), within(1e-9));
  }

  @Test
  void theLlcOfTokensIsTheMeanOfItsPositions() {
    double[] tokens = new double[N * T];
    int[] labels = new int[N * T];
    Arrays.setAll(tokens, i -> i * i % 5);
    Arrays.setAll(labels, i -> (i / 2 + i * i) % 4);
    DataSet data = new DataSet("tokens", N, T, tokens, new Targets.Sequences(labels, 4, T));
    LayerNetwork model =
        network(
            Shape.vector(T),
            new PerPosition(new Likelihood.Categorical(4), T, Datum.SEQUENCE),
            Map.of("embedding", Map.of("vocabulary", 5, "width", 2)),
            Map.of("dense", 4));
    double[] w = model.initialise(RandomStream.of(8, Purpose.INPUTS, 1));
    LlcEstimator.Outcome found = run(model, data, w);
    double mean =
        found.beside().get("by-position").stream()
            .mapToDouble(one -> one.estimate().value())
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(found.llc().estimate().value(), within(1e-9));
    LayerNetwork last =
        network(
            Shape.vector(T),
            new Likelihood.Categorical(4),
            Map.of("embedding", Map.of("vocabulary", 5, "width", 2)),
            Map.of("select", "last"),
            Map.of("dense", 4));
    DataSet single = new DataSet("one", N, T, tokens, new Targets.Classes(new int[N], 4));
    assertThatThrownBy(() -> run(last, single, w))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("one: --also by-position needs a network with outputs at several positions");
  }
}
