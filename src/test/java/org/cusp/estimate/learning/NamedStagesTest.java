package org.cusp.estimate.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.cusp.train.TrajectoryRow;
import org.junit.jupiter.api.Test;

/** Names of stages on records that are made so that it is known what happens when. */
class NamedStagesTest {
  /** Training accuracy is 1 from step 300; held-out accuracy rises from 0 to 1 in 1000 .. 2000. */
  private static List<TrajectoryRow> grokking(double best) {
    return rows(
        step -> step < 300 ? 4 - step / 100 : 300 / step,
        step -> step < 300 ? 4 + step / 100 : step < 2000 ? 7 : 0.1,
        step -> Math.min(1, step / 300),
        step -> best * Math.max(0, Math.min(1, (step - 1000) / 1000)));
  }

  private static List<TrajectoryRow> rows(
      DoubleUnaryOperator train,
      DoubleUnaryOperator test,
      DoubleUnaryOperator accuracy,
      DoubleUnaryOperator testAccuracy) {
    List<TrajectoryRow> rows = new ArrayList<>();
    for (long step = 0; step <= 4000; step += 50) {
      rows.add(
          new TrajectoryRow(
              step,
              0,
              new TrajectoryRow.Losses(
                  train.applyAsDouble(step),
                  at(test, step),
                  at(accuracy, step),
                  at(testAccuracy, step)),
              0.1,
              1,
              0));
    }
    return rows;
  }

  private static OptionalDouble at(DoubleUnaryOperator curve, long step) {
    return curve == null ? OptionalDouble.empty() : OptionalDouble.of(curve.applyAsDouble(step));
  }

  private static NavigableMap<Long, Double> norms(DoubleUnaryOperator curve, int every) {
    NavigableMap<Long, Double> norms = new TreeMap<>();
    for (long step = 0; step <= 4000; step += every) {
      norms.put(step, curve.applyAsDouble(step));
    }
    return norms;
  }

  private static NamedStages named(List<TrajectoryRow> rows, NavigableMap<Long, Double> norms) {
    return NamedStages.of(rows, Stages.of(rows, 0), 0, () -> norms);
  }

  private static List<String> names(NamedStages found) {
    return found.stages().stream().map(NamedStage::name).toList();
  }

  @Test
  void lateHeldOutAccuracyIsGrokking() {
    NamedStages found = named(grokking(1), norms(step -> 100 - step / 100, 250));
    assertThat(names(found))
        .containsExactly("memorising", "circuit formation", "clean-up", "generalised");
    assertThat(found.stages().stream().map(NamedStage::to))
        .containsExactly(300L, 1100L, 1900L, 4000L);
    assertThat(found.stages().get(1).line())
        .startsWith("circuit formation, step 300 to 1100: training loss 1.000 to 0.2727")
        .contains("held-out accuracy 0.000 to 0.1000")
        .endsWith("|w|^2 (steps 500 to 1000) 95.00 to 90.00");
    assertThat(found.rule()).contains("arXiv:2301.05217");
  }

  /** What is not seen to fall is not called by what makes it fall. */
  @Test
  void withoutAFallOfTheWeightsTheNamesSayLess() {
    List<String> plain = List.of("memorising", "delay", "late generalisation", "generalised");
    assertThat(names(named(grokking(1), norms(step -> 100 + step, 250)))).isEqualTo(plain);
    assertThat(names(named(grokking(1), Collections.emptyNavigableMap()))).isEqualTo(plain);
    assertThat(names(named(grokking(1), norms(step -> 100 - step / 100, 3000))))
        .containsExactly("memorising", "circuit formation", "clean-up", "generalised");
  }

  /** A rise of less than a half is none: the losses name the stages. */
  @Test
  void littleHeldOutAccuracyIsNot() {
    assertThat(names(named(grokking(0.45), Collections.emptyNavigableMap())))
        .doesNotContain("memorising")
        .contains("overfitting", "fitting");
  }

  @Test
  void plateausAndDropsOfALossAreNumbered() {
    List<TrajectoryRow> rows =
        rows(
            step ->
                step < 500 ? 8 : step < 1000 ? 8 * Math.pow(500 / step, 3) : step < 2000 ? 1 : 0.2,
            null,
            null,
            null);
    NamedStages found = named(rows, Collections.emptyNavigableMap());
    assertThat(names(found)).startsWith("plateau 1", "drop").endsWith("plateau 3");
    assertThat((double) found.stages().get(0).to()).isBetween(450.0, 560.0);
    assertThat(found.stages().get(0).from()).isZero();
    for (int i = 1; i < found.stages().size(); i++) {
      assertThat(found.stages().get(i).from()).isEqualTo(found.stages().get(i - 1).to());
    }
  }

  @Test
  void bothLossesNameAStage() {
    List<TrajectoryRow> rows =
        rows(
            step -> 4 / (1 + step / 20),
            step -> step < 1000 ? 4 / (1 + step / 20) : 4.0 / 51 * Math.pow(step / 1000, 2),
            null,
            null);
    assertThat(names(named(rows, Collections.emptyNavigableMap())))
        .containsExactly("learning", "overfitting");
  }

  @Test
  void aLossThatFallsStraightHasNoStages() {
    List<TrajectoryRow> rows = rows(step -> 4 / (1 + step), null, null, null);
    NamedStages none = named(rows, Collections.emptyNavigableMap());
    assertThat(none.stages()).isEmpty();
    assertThat(none.withWarmUp(0, 1, 1)).isSameAs(none);
    assertThat(none.withWarmUp(100, 1e-5, 1e-3).stages())
        .singleElement()
        .extracting(NamedStage::line)
        .isEqualTo("learning-rate warm-up, step 0 to 100: learning rate 1.000e-05 to 0.001000");
  }
}
