package org.cusp.estimate.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.cusp.train.TrajectoryRow;
import org.junit.jupiter.api.Test;

class StagesTest {
  private static final double FLOOR = -3;

  private static List<TrajectoryRow> rows(DoubleUnaryOperator train, DoubleUnaryOperator test) {
    List<TrajectoryRow> rows = new ArrayList<>();
    Random random = new Random(3);
    for (long step = 0; step <= 10_000; step += 20) {
      double noise = Math.exp(0.01 * random.nextGaussian());
      OptionalDouble held =
          test == null ? OptionalDouble.empty() : OptionalDouble.of(test.applyAsDouble(step));
      rows.add(
          new TrajectoryRow(
              step,
              0,
              new TrajectoryRow.Losses(
                  FLOOR + noise * train.applyAsDouble(step),
                  held,
                  OptionalDouble.empty(),
                  OptionalDouble.empty()),
              0.1,
              1,
              0));
    }
    return rows;
  }

  private static List<Stages.Kind> kinds(Stages found) {
    return found.stages().stream().map(Stages.Stage::kind).toList();
  }

  /** 4 until step 1,000, down by the power 3 of the steps to 0.5 at step 2,000, then 0.5. */
  @Test
  void twoPlateausWithAFallBetween() {
    DoubleUnaryOperator loss =
        step -> step < 1000 ? 4 : step < 2000 ? 4 * Math.pow(1000 / step, 3) : 0.5;
    Stages found = Stages.of(rows(loss, null), FLOOR).get(0);
    assertThat(found.loss()).isEqualTo(Stages.TRAINING);
    assertThat(kinds(found))
        .containsExactly(Stages.Kind.PLATEAU, Stages.Kind.FALLING, Stages.Kind.PLATEAU);
    assertThat((double) found.changePoints()[0]).isCloseTo(1000, within(60.0));
    assertThat((double) found.changePoints()[1]).isCloseTo(2000, within(120.0));
    assertThat(found.stages().get(0).lossAtEnd()).isCloseTo(4 + FLOOR, within(0.1));
    assertThat(found.stages().get(2).lossAtEnd()).isCloseTo(0.5 + FLOOR, within(0.02));
    assertThat(found.lines().get(1)).startsWith("training loss, step ").contains(": falling, ");
  }

  /** A sudden step between two levels is a change of plateau. */
  @Test
  void aJump() {
    Stages found = Stages.of(rows(step -> step < 3000 ? 2 : 1, null), FLOOR).get(0);
    assertThat(kinds(found)).containsExactly(Stages.Kind.PLATEAU, Stages.Kind.PLATEAU);
    assertThat((double) found.changePoints()[0]).isCloseTo(3000, within(150.0));
  }

  /** A power law is one stage, however long. */
  @Test
  void aPowerLawHasNoChangePoint() {
    Stages found = Stages.of(rows(step -> Math.pow(step + 1, -0.5), null), FLOOR).get(0);
    assertThat(kinds(found)).containsExactly(Stages.Kind.FALLING);
    assertThat(found.changePoints()).isEmpty();
  }

  @Test
  void heldOutLossesHaveTheirOwn() {
    List<Stages> found =
        Stages.of(rows(step -> 1, step -> FLOOR + (step < 500 ? 1 : step / 500)), FLOOR);
    assertThat(found).extracting(Stages::loss).containsExactly(Stages.TRAINING, Stages.HELD_OUT);
    assertThat(kinds(found.get(0))).containsExactly(Stages.Kind.PLATEAU);
    assertThat(kinds(found.get(1))).containsExactly(Stages.Kind.PLATEAU, Stages.Kind.RISING);
  }

  @Test
  void aShortOrInfiniteTrajectoryHasNone() {
    assertThat(Stages.of(rows(step -> 1, null).subList(0, 5), FLOOR)).isEmpty();
    assertThat(Stages.of(rows(step -> Double.NaN, null), FLOOR)).isEmpty();
    assertThat(Stages.of(List.of(), FLOOR)).isEmpty();
  }
}
