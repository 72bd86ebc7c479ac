package org.cusp.estimate.influence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.model.DataLosses;
import org.cusp.model.LayerNetwork;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** Where a datum is a token each position of a sequence has an influence of its own. */
class TokenInfluenceTest {
  private static final int N = 5;
  private static final int T = 3;
  private static final int CLASSES = 4;
  private static final LayerNetwork MODEL =
      new LayerNetwork(
          Shape.vector(T),
          Layers.read(
              "model.",
              "layers.",
              List.of(
                  Map.of("embedding", Map.of("vocabulary", CLASSES, "width", 3)),
                  Map.of("dense", CLASSES))),
          new PerPosition(new Likelihood.Categorical(CLASSES), T, PerPosition.Datum.TOKEN));
  private static final DataSet DATA = data();
  private static final double[] W = new double[MODEL.size()];

  private static DataSet data() {
    double[] x = new double[N * T];
    int[] next = new int[N * T];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * i) % CLASSES;
      next[i] = (3 * i + 1) % CLASSES;
    }
    return new DataSet("tokens", N, T, x, new Targets.Sequences(next, CLASSES, T));
  }

  private record Kept(InfluenceEstimator.Outcome outcome, double[] covariance) {}

  private static Kept run(Phi phi) {
    RandomStream.of(2, Purpose.DESIGN, 0).normals(0, 0, W, W.length);
    LlcSpec settings = LlcSpec.defaults(1).withChains(2).edit().draws(40).build();
    double[][] covariance = new double[1][];
    try (Workers workers = new Workers(1)) {
      InfluenceEstimator.Outcome outcome =
          new InfluenceEstimator(
                  settings,
                  InfluenceEstimator.Queries.OF_THEMSELVES.asking(phi, DATA),
                  0.05,
                  3,
                  KernelProvider.best(),
                  workers)
              .estimate(
                  Target.of("tokens", MODEL, Precision.FLOAT64, DATA),
                  W,
                  Deadline.never(),
                  Progress.NONE,
                  (window, moments, questions) ->
                      (datum, query, block) -> covariance[0] = block.covariance());
      return new Kept(outcome, covariance[0]);
    }
  }

  /** The loss of a sequence is the mean over its positions, and so is its covariance. */
  @Test
  void tokensAreThePartsOfASequence() {
    Kept found = run(Phi.LOSS);
    int tokens = N * T;
    assertThat(found.covariance()).hasSize(tokens * tokens);
    assertThat(found.outcome().questions().data()).isEqualTo(tokens);
    double[] atCentre = found.outcome().atCentre();
    try (Workers workers = new Workers(1)) {
      double[] whole =
          DataLosses.at(MODEL, W, DATA, Precision.FLOAT64, KernelProvider.best(), workers)
              .perDatum();
      for (int i = 0; i < N; i++) {
        int first = i * T;
        double mean =
            IntStream.range(0, T).mapToDouble(t -> atCentre[first + t]).average().orElseThrow();
        assertThat(mean).isCloseTo(whole[i], within(1e-12));
      }
    }
    List<Entry> overall = found.outcome().found().overall();
    for (int i = 0; i < tokens; i++) {
      int row = i * tokens;
      double mean =
          IntStream.range(0, tokens)
              .mapToDouble(j -> found.covariance()[row + j])
              .average()
              .orElseThrow();
      // Draws are kept in float32.
      assertThat(-overall.get(i).influence()).isCloseTo(mean, within(1e-5 * Math.abs(mean) + 1e-7));
    }
  }

  /** The probability of what came is exp(-loss), token by token. */
  @Test
  void theProbabilityOfTheLabelIsThatOfTheLoss() {
    Kept found = run(Phi.parse("--phi", "probability:label"));
    int tokens = N * T;
    double[] atCentre = found.outcome().atCentre();
    assertThat(atCentre).hasSize(2 * tokens);
    for (int i = 0; i < tokens; i++) {
      assertThat(atCentre[tokens + i]).isCloseTo(Math.exp(-atCentre[i]), within(1e-12));
    }
    assertThat(found.outcome().questions().isSelf(4, 4)).isTrue();
    assertThat(found.outcome().questions().isSelf(4, 5)).isFalse();
    // More loss is less probability.
    assertThat(found.covariance()[0]).isNegative();
  }

  @Test
  void whatIsAskedIsReadAndRefused() {
    for (String text : List.of("loss", "logit:3", "logit:label-2", "probability:label")) {
      assertThat(Phi.parse("--phi", text).words()).isEqualTo(text);
    }
    double[] f = {Math.log(1), Math.log(2), Math.log(5)};
    assertThat(Phi.parse("--phi", "probability:2").at(f, 0, 3, 0))
        .isCloseTo(5.0 / 8, within(1e-15));
    assertThat(Phi.parse("--phi", "logit:label-1").at(f, 0, 3, 2))
        .isCloseTo(Math.log(2.5), within(1e-15));
    for (String text : List.of("logits", "logit:", "probability:1-2", "logit:-1")) {
      assertThatThrownBy(() -> Phi.parse("--phi", text))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("--phi must be");
    }
    assertThatThrownBy(() -> Phi.parse("--phi", "logit:9").require("--phi", MODEL.likelihood()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("outputs 0 to 3");
    assertThatThrownBy(
            () ->
                Phi.parse("--phi", "probability:0").require("--phi", new Likelihood.Gaussian(2, 1)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("needs classes");
  }
}
