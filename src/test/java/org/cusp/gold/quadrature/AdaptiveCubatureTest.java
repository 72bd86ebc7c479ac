package org.cusp.gold.quadrature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveCubatureTest {
  private static final double[] UNIT = {0, 1};

  private static double integral(
      AdaptiveCubature.Integrand f, List<double[]> edges, double tolerance, int most) {
    return AdaptiveCubature.of(f, 1, edges, tolerance, most).value()[0];
  }

  /** One cell is exact up to degree 7, and not at degree 8. */
  @ParameterizedTest
  @CsvSource({"7, 0", "5, 2", "3, 4", "2, 2", "6, 0", "0, 0"})
  void oneCellIsExactForDegreeSeven(int a, int b) {
    double exact = 1.0 / ((a + 1) * (b + 1));
    AdaptiveCubature.Integrand plane = (x, o) -> o[0] = Math.pow(x[0], a) * Math.pow(x[1], b);
    assertThat(integral(plane, List.of(UNIT, UNIT), 1, 1)).isCloseTo(exact, within(1e-14));
    AdaptiveCubature.Integrand space = (x, o) -> o[0] = Math.pow(x[2], a) * Math.pow(x[1], b);
    assertThat(integral(space, List.of(UNIT, UNIT, UNIT), 1, 1)).isCloseTo(exact, within(1e-13));
  }

  @Test
  void oneCellIsNotExactForDegreeEight() {
    AdaptiveCubature.Integrand f = (x, o) -> o[0] = Math.pow(x[0], 4) * Math.pow(x[1], 4);
    assertThat(Math.abs(integral(f, List.of(UNIT, UNIT), 1, 1) - 0.04)).isGreaterThan(1e-6);
  }

  /** A ridge of width s along the diagonal, which touches cells of the first grid of 16 x 16. */
  @Test
  void aNarrowRidgeIsFollowed() {
    double s = 5e-3;
    double[] edges = new double[17];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = i / 16.0;
    }
    AdaptiveCubature.Integrand f =
        (x, o) -> o[0] = Math.exp(-(x[0] - x[1]) * (x[0] - x[1]) / (2 * s * s));
    double exact = Math.sqrt(2 * Math.PI) * s - 2 * s * s;
    assertThat(integral(f, List.of(edges, edges), 1e-5, 200_000))
        .isCloseTo(exact, within(1e-6 * exact));
  }

  /** Gaussian in three dimensions, with its error estimate above the true error. */
  @Test
  void theErrorEstimateBoundsTheError() {
    double[] edges = {-6, 0, 6};
    Approximation sums =
        AdaptiveCubature.of(
            (x, o) -> o[0] = Math.exp(-(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) / 2),
            1,
            List.of(edges, edges, edges),
            1e-4,
            100_000);
    double exact = Math.pow(2 * Math.PI, 1.5);
    double miss = Math.abs(sums.value()[0] - exact);
    assertThat(sums.error()[0]).isBetween(miss, 1e-4 * exact);
  }
}
