package org.cusp.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
  @Test
  void returnsTheValueWhenItIsAllowed() {
    assertThat(Check.positive("step", 0.5)).isEqualTo(0.5);
    assertThat(Check.inRange("k", 3, 3, 3)).isEqualTo(3);
  }

  @Test
  void namesTheArgumentTheValueAndTheInterval() {
    assertThatThrownBy(() -> Check.nonNegative("gamma", -1))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("gamma must be in [0, inf), got -1.0");
    assertThatThrownBy(() -> Check.atLeast("chains", 0, 1))
        .hasMessage("chains must be in [1, inf), got 0");
  }

  @Test
  void nanIsNeverAllowed() {
    assertThatThrownBy(() -> Check.positive("x", Double.NaN)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Check.inRange("x", Double.NaN, 0.0, 1.0))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void suggestsTheNearestWord() {
    assertThat(Nearest.unknown("key in train", "learningrate", List.of("steps", "learningRate")))
        .hasMessageContaining("did you mean 'learningRate'");
  }
}
