package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cusp.format.Faults.assertFault;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScalingTest {
  private static DataSet data(int features, double... x) {
    int n = x.length / features;
    return new DataSet("d", n, features, x, new Targets.Values(new double[n], 1));
  }

  @Test
  void noneChangesNothing() {
    DataSet data = data(2, 1, 2, 3, 4);
    assertThat(new Scaling.None().fit(data).apply(data).x()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void dividesEverythingByOneNumber() {
    DataSet data = data(1, 0, 51, 255);
    assertThat(new Scaling.DivideBy(255).fit(data).apply(data).x()).containsExactly(0, 0.2, 1);
    assertFault(() -> new Scaling.DivideBy(0), "divisor must not be 0");
    assertFault(() -> new Scaling.DivideBy(Double.NaN), "divisor must be in (-inf, inf), got NaN");
  }

  /** 2 4 4 4 5 5 7 9 has mean 5 and population standard deviation 2. */
  @Test
  void standardisesByTheTrainingPartOnly() {
    FittedScaling fitted = new Scaling.Standardise().fit(data(1, 2, 4, 4, 4, 5, 5, 7, 9));
    assertThat(fitted.shift()).containsExactly(5);
    assertThat(fitted.scale()).containsExactly(2);
    assertThat(fitted.apply(data(1, 5, 105)).x()).containsExactly(0, 50);
  }

  @Test
  void columnsDoNotMix() {
    DataSet train = data(2, 0, 10, 2, 30);
    assertThat(new Scaling.Standardise().fit(train).apply(train).x()).containsExactly(-1, -1, 1, 1);
  }

  /** Summing 0.1 ten times and dividing by ten does not give 0.1 in doubles. */
  @Test
  void aConstantColumnIsOnlyCentred() {
    double[] x = new double[10];
    Arrays.fill(x, 0.1);
    FittedScaling fitted = new Scaling.Standardise().fit(data(1, x));
    assertThat(fitted.apply(data(1, x)).x()).containsOnly(0);
    assertThat(fitted.apply(data(1, 0.6, 0.1)).x()[0]).isCloseTo(0.5, within(1e-15));
  }

  /** One pass of sums of squares would lose all digits here. */
  @Test
  void aLargeMeanDoesNotSpoilTheDeviation() {
    FittedScaling fitted = new Scaling.Standardise().fit(data(1, 1e9, 1e9 + 1, 1e9 + 2));
    assertThat(fitted.scale()[0]).isCloseTo(Math.sqrt(2.0 / 3), within(1e-15));
  }

  @Test
  void refusesOtherColumnsAndHopelessOnes() {
    FittedScaling fitted = new Scaling.Standardise().fit(data(2, 0, 10, 2, 30));
    assertFault(() -> fitted.apply(data(1, 1, 2)), "d: features must be 2, got 1");
    assertFault(
        () -> new Scaling.Standardise().fit(data(1, 1e308, -1e308)),
        "d: column 1 cannot be standardised, its standard deviation is Infinity");
    assertFault(
        () -> new Scaling.DivideBy(1e-300).fit(data(1, 1, 2)).apply(data(1, 1e300, 0)),
        "d: row 1, column 1 must be finite, got Infinity");
  }

  @Test
  void targetsAndNamesStay() {
    DataSet data = ExclusiveOr.data();
    DataSet scaled = new Scaling.Standardise().fit(data).apply(data);
    assertThat(scaled.targets()).isSameAs(data.targets());
    assertThat(scaled.name()).isEqualTo("xor");
    assertThat(scaled.x()).containsExactly(-1, -1, -1, 1, 1, -1, 1, 1);
  }
}
