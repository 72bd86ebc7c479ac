package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
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
  void refusesSizesThatCannotBe() {
    DoubleSupplier zero = () -> 0;
    assertFault(() -> Synthetic.teacher(1, 1, 1, x -> x, 1, zero), "n must be in [2, inf), got 1");
    assertFault(
        () -> Synthetic.teacher(2, 0, 1, x -> x, 1, zero), "features must be in [1, inf), got 0");
    assertFault(
        () -> Synthetic.teacher(2, 1, 1, x -> x, -1, zero), "noise must be in [0, inf), got -1.0");
    assertFault(() -> Synthetic.modularAddition(1), "modulus must be in [2, 812], got 1");
    assertFault(
        () -> Synthetic.teacher(2_000_000, 2_000, 1, x -> x, 1, zero),
        "n times features must be below 2^31 - 8, got 4000000000");
  }
}
