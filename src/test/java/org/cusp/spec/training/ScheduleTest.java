package org.cusp.spec.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  @Test
  void cosineFallsToZeroAtTheLastStep() {
    Schedule cosine = new Schedule.Cosine(12);
    assertThat(cosine.factor(0)).isEqualTo(1);
    // cos 60 degrees = 1/2, cos 90 = 0, cos 120 = -1/2.
    assertThat(cosine.factor(4)).isCloseTo(0.75, within(1e-15));
    assertThat(cosine.factor(6)).isCloseTo(0.5, within(1e-15));
    assertThat(cosine.factor(8)).isCloseTo(0.25, within(1e-15));
    assertThat(cosine.factor(12)).isZero();
    Schedule toATenth = new Schedule.Cosine(12, 0.1);
    assertThat(toATenth.factor(0)).isEqualTo(1);
    assertThat(toATenth.factor(6)).isCloseTo(0.55, within(1e-15));
    assertThat(toATenth.factor(20)).isEqualTo(0.1);
  }

  @Test
  void stepsDecayAtTheirMultiples() {
    Schedule step = new Schedule.Step(10, 0.5);
    assertThat(List.of(step.factor(0), step.factor(9), step.factor(10), step.factor(35)))
        .containsExactly(1.0, 1.0, 0.5, 0.125);
  }

  @Test
  void warmupRisesLinearlyToTheSchedule() {
    Schedule warm = new Schedule.Warmup(4, new Schedule.Step(6, 0.5));
    assertThat(
            List.of(warm.factor(0), warm.factor(1), warm.factor(3), warm.factor(4), warm.factor(6)))
        .containsExactly(0.25, 0.5, 1.0, 1.0, 0.5);
  }

  @ParameterizedTest
  @CsvSource({"1,100", "2,100", "3,100", "14,3000", "10,9", "101,100", "50,60"})
  void checkpointsAreDistinctAndEndAtTheLastStep(int count, int steps) {
    List<Integer> chosen = CheckpointSteps.logSpaced(count, steps);
    assertThat(chosen).hasSize(count).isSorted().endsWith(steps);
    assertThat(new HashSet<>(chosen)).hasSize(count);
    assertThat(CheckpointSteps.checked(chosen, steps)).isEqualTo(chosen);
  }

  @Test
  void checkpointsHaveEqualRatios() {
    assertThat(CheckpointSteps.logSpaced(6, 10_000)).containsExactly(0, 1, 10, 100, 1000, 10_000);
    assertThat(CheckpointSteps.logSpaced(4, 3)).containsExactly(0, 1, 2, 3);
  }
}
