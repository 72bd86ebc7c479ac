package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cusp.format.Faults.assertFault;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class SyntheticTest {
  /** A source that gives these numbers and then fails. */
  private static DoubleSupplier source(double... numbers) {
    int[] next = {0};
    return () -> numbers[next[0]++];
  }

  private static double[] values(DataSet data) {
    return ((Targets.Values) data.targets()).values();
  }

  private static int[] labels(DataSet data) {
    return ((Targets.Classes) data.targets()).labels();
  }

  @Test
  void linearRegressionByHand() {
    DataSet data = Synthetic.linear(2, new double[] {2, -1}, 0.5, source(1, 2, 4, 3, 1, -2));
    assertThat(data.x()).containsExactly(1, 2, 3, 1);
    assertThat(values(data)).containsExactly(2 - 2 + 2, 6 - 1 - 1);
  }

  @Test
  void teacherByHand() {
    DataSet data =
        Synthetic.teacher(
            2, 1, 2, x -> new double[] {x[0] * x[0], -x[0]}, 0.25, source(3, 4, 8, -2, 0, -4));
    assertThat(data.x()).containsExactly(3, -2);
    assertThat(values(data)).containsExactly(9 + 1, -3 + 2, 4, 2 - 1);
    assertFault(
        () -> Synthetic.teacher(2, 1, 2, x -> x, 1, () -> 0),
        "outputs of the teacher must be 2, got 1");
  }

  @Test
  void blobsByHand() {
    DataSet data = Synthetic.blobs(3, 2, 2, 10, source(1, 2, -1, -2, .5, 0, 0, .5, -.5, -.5));
    assertThat(data.x()).containsExactly(10.5, 20, -10, -19.5, 9.5, 19.5);
    assertThat(labels(data)).containsExactly(0, 1, 0);
  }

  @Test
  void ringsHaveTheRadiusOfTheirClass() {
    DataSet data = Synthetic.rings(6, 3, 0, () -> 1e9, source(0, .25, .5, .75, .1, .2));
    double[] x = data.x();
    assertThat(x[0]).isEqualTo(1);
    assertThat(x[3]).isEqualTo(2);
    for (int row = 0; row < 6; row++) {
      assertThat(Math.hypot(x[2 * row], x[2 * row + 1]))
          .isCloseTo(1 + labels(data)[row], within(1e-14));
    }
    assertThat(labels(data)).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void noiseMovesBothCoordinates() {
    DataSet data = Synthetic.rings(2, 2, 0.5, source(2, -4, 0, 0), () -> 0);
    assertThat(data.x()).containsExactly(1 + 1, -2, 2, 0);
  }

  /** Half a turn on, at radius 1/2 with one turn, class 0 lies opposite; class 1 starts there. */
  @Test
  void spiralsTurnWithTheRadius() {
    DataSet data = Synthetic.spirals(4, 2, 1, 0, () -> 0, source(.5, .5, .25, .25));
    double[] expected = {-.5, 0, .5, 0, 0, .25, 0, -.25};
    for (int i = 0; i < expected.length; i++) {
      assertThat(data.x()[i]).isCloseTo(expected[i], within(1e-15));
    }
    assertThat(labels(data)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void modularAdditionIsTheWholeTable() {
    DataSet data = Synthetic.modularAddition(3);
    assertThat(data.n()).isEqualTo(9);
    assertThat(data.features()).isEqualTo(6);
    assertThat(labels(data)).containsExactly(0, 1, 2, 1, 2, 0, 2, 0, 1);
    // Row 5 is 1 + 2.
    assertThat(Arrays.copyOfRange(data.x(), 30, 36)).containsExactly(0, 1, 0, 0, 0, 1);
    assertThat(Arrays.stream(data.x()).sum()).isEqualTo(18);
  }

  @Test
  void exclusiveOr() {
    DataSet data = Synthetic.xor();
    for (int row = 0; row < 4; row++) {
      assertThat(labels(data)[row])
          .isEqualTo((int) data.x()[2 * row] ^ (int) data.x()[2 * row + 1]);
    }
  }

  @Test
  void refusesSizesThatCannotBe() {
    DoubleSupplier zero = () -> 0;
    assertFault(() -> Synthetic.linear(1, new double[2], 1, zero), "n must be in [2, inf), got 1");
    assertFault(
        () -> Synthetic.linear(2, new double[0], 1, zero), "features must be in [1, inf), got 0");
    assertFault(
        () -> Synthetic.linear(2, new double[1], -1, zero), "noise must be in [0, inf), got -1.0");
    assertFault(() -> Synthetic.blobs(2, 2, 1, 1, zero), "classes must be in [2, inf), got 1");
    assertFault(() -> Synthetic.rings(2, 1, 0, zero, zero), "classes must be in [2, inf), got 1");
    assertFault(
        () -> Synthetic.spirals(2, 2, Double.NaN, 0, zero, zero),
        "turns must be in (-inf, inf), got NaN");
    assertFault(() -> Synthetic.modularAddition(1), "modulus must be in [2, 812], got 1");
    assertFault(
        () -> Synthetic.blobs(2_000_000, 2_000, 2, 1, zero),
        "n times features must be below 2^31 - 8, got 4000000000");
  }
}
