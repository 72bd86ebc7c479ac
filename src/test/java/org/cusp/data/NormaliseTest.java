package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;

/** Two channels of two pixels each: (x / 10 - mean) / deviation of the channel. */
class NormaliseTest {
  private static final DataSet DATA =
      new DataSet(
          "d",
          2,
          4,
          new double[] {10, 20, 30, 40, 0, 0, 50, 0},
          new Targets.Values(new double[2], 1));

  @Test
  void eachChannelHasItsOwn() {
    Scaling scaling = new Scaling.Normalise(10, List.of(1.0, 3.0), List.of(0.5, 2.0));
    assertThat(scaling.fit(DATA).apply(DATA).x()).containsExactly(0, 2, 0, 0.5, -2, -2, 1, -1.5);
    Scaling one = new Scaling.Normalise(1, List.of(10.0), List.of(10.0));
    assertThat(one.fit(DATA).apply(DATA).x()).containsExactly(0, 1, 2, 3, -1, -1, 4, -1);
  }

  @Test
  void channelsAreEqualRuns() {
    Scaling three = new Scaling.Normalise(1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    assertThatThrownBy(() -> three.fit(DATA))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("4 inputs are not 3 channels");
    assertThatThrownBy(() -> new Scaling.Normalise(1, List.of(0.0), List.of(0.0)))
        .isInstanceOf(InvalidInput.class);
  }
}
