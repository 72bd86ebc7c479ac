package org.cusp.estimate.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.estimate.LossGap;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class KnTest {
  private static final Provenance PROVENANCE = Provenance.of("kl", 1, "none", 1);

  @Test
  void gapByHand() {
    // Differences 1, -2, 0, 3: mean 0.5, variance (0.25 + 6.25 + 0.25 + 6.25)/3 = 13/3.
    LossGap gap = LossGap.of(new double[] {2, 0, 5, 7}, new double[] {1, 2, 5, 4});
    assertThat(gap.value()).isEqualTo(0.5);
    assertThat(gap.se()).isCloseTo(Math.sqrt(13 / 3.0 / 4), within(1e-15));
    assertThat(gap.n()).isEqualTo(4);
  }

  @Test
  void gapMayBeNegativeAndIsZeroAgainstItself() {
    assertThat(LossGap.of(new double[] {1, 1}, new double[] {2, 3}).value()).isEqualTo(-1.5);
    LossGap none = LossGap.of(new double[] {1.7, 2.9}, new double[] {1.7, 2.9});
    assertThat(none.value()).isZero();
    assertThat(none.se()).isZero();
  }

  @Test
  void gapOfOtherDataIsRefused() {
    assertThatThrownBy(() -> LossGap.of(new double[2], new double[3]))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("losses must be 3, got 2");
  }

  /** y = w x with x = +-1, y = +-optimum: the loss per datum is (w - optimum)^2/2 + ln(2 pi)/2. */
  private static DataSet data(double optimum) {
    return new DataSet(
        "line",
        2,
        1,
        new double[] {1, -1},
        new Targets.Values(new double[] {optimum, -optimum}, 1));
  }

  private static KnResult kn(Optional<DataSet> test, Optional<double[]> truth) {
    List<Target.Point> points = new ArrayList<>();
    double[] weights = {1.5, 0.5, 1.125};
    for (int i = 0; i < weights.length; i++) {
      double[] w = {weights[i]};
      points.add(new Target.Point("point " + i, OptionalLong.of(10 * i), () -> w));
    }
    Target target =
        Target.of(
                "line",
                new DeepLinearNetwork(List.of(1, 1), new Likelihood.Gaussian(1, 1)),
                Precision.FLOAT64,
                data(1))
            .withPoints(points);
    if (test.isPresent()) {
      target = target.withTest(test.get());
    }
    if (truth.isPresent()) {
      target = target.withKnown(Target.Known.NOTHING.withTruth(truth.get()));
    }
    try (Workers workers = new Workers(1)) {
      Kn kn = new Kn(KernelProvider.best(), workers);
      List<Kn.Losses> losses = new ArrayList<>();
      for (Target.Point point : target.points()) {
        losses.add(kn.losses(target, point.weights().get()));
      }
      return kn.of(target, losses, PROVENANCE);
    }
  }

  private static List<Double> train(KnResult result) {
    return result.results().stream().map(row -> row.train().value()).toList();
  }

  @Test
  void againstTheTruthWhereItIsKnown() {
    KnResult result = kn(Optional.of(data(0.5)), Optional.of(new double[] {1}));
    assertThat(result.reference()).isEqualTo("the true parameter");
    // (w - 1)^2/2 on the training data; (w - 0.5)^2/2 - 0.125 on the held-out data.
    assertThat(train(result)).containsExactly(0.125, 0.125, 0.0078125);
    assertThat(result.results())
        .extracting(row -> row.test().value())
        .containsExactly(0.5 - 0.125, -0.125, 0.1953125 - 0.125);
    assertThat(result.results()).extracting(KnResult.Row::step).containsExactly(0L, 10L, 20L);
  }

  @Test
  void againstTheBestOnHeldOutData() {
    KnResult result = kn(Optional.of(data(0.5)), Optional.empty());
    assertThat(result.reference())
        .isEqualTo("the checkpoint with the lowest held-out loss, point 1");
    assertThat(train(result)).containsExactly(0.0, 0.0, 0.0078125 - 0.125);
    assertThat(result.results())
        .extracting(row -> row.test().value())
        .containsExactly(0.5, 0.0, 0.1953125);
  }

  @Test
  void againstTheBestOnTrainingDataWithoutOthers() {
    KnResult result = kn(Optional.empty(), Optional.empty());
    assertThat(result.reference())
        .isEqualTo("the checkpoint with the lowest training loss, point 2");
    assertThat(train(result)).containsExactly(0.125 - 0.0078125, 0.125 - 0.0078125, 0.0);
    assertThat(result.results()).allMatch(row -> row.test() == null);
    assertThat(result.quantity()).contains("may be negative");
  }
}
