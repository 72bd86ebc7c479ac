package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.format.Faults.assertFault;

import org.junit.jupiter.api.Test;

class NumericArrayTest {
  @Test
  void theProductOfTheShapeIsTheNumberOfValues() {
    assertThat(new NumericArray(new int[0], new double[] {7}).rank()).isZero();
    assertThat(new NumericArray(new int[] {0, 5}, new double[0]).rank()).isEqualTo(2);
    assertFault(
        () -> new NumericArray(new int[] {2, 3}, new double[5]),
        "shape [2, 3] has 6 elements, but there are 5 values");
  }

  @Test
  void refusesNegativeAndOverflowingShapes() {
    assertFault(
        () -> new NumericArray(new int[] {-1, -1}, new double[1]),
        "shape [-1, -1] must have lengths >= 0 and at most 2147483639 elements");
    assertFault(
        () -> new NumericArray(new int[] {65536, 65536}, new double[0]),
        "shape [65536, 65536] must have lengths >= 0 and at most 2147483639 elements");
  }
}
