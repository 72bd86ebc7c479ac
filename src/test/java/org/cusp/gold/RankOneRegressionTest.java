package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers from an independent program, to the digits it printed. */
class RankOneRegressionTest {
  private static final double[] T = {1e2, 1e4, 1e6, 1e8, 1e12};

  @ParameterizedTest
  @CsvSource({
    "1, 1, .3388 .4067 .4347 .4498 .4657",
    "2, 1, .4619 .4960 .4996 .5000 .5000",
    "2, 2, .7945 .8928 .9282 .9461 .9640",
    "3, 2, .9394 .9938 .9994 .9999 1.0000",
    "3, 3, 1.2670 1.3853 1.4249 1.4442 1.4631",
    "6, 4, 1.9656 1.9992 2.0000 2.0000 2.0000",
  })
  void energies(int inputs, int outputs, String expected) {
    String[] values = expected.split(" ");
    for (int i = 0; i < T.length; i++) {
      assertThat(new RankOneRegression(inputs, outputs).energy(T[i]))
          .isCloseTo(Double.parseDouble(values[i]), within(6e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1.40952 3.15267 5.09768 7.13741 11.36257",
    "2, 2, 3.74022 7.67060 11.87451 16.19408 25.00104",
    "3, 3, 6.40398 12.56960 19.05311 25.66388 39.06471",
    "6, 4, 11.33333 20.50101 29.71048 38.92080 57.34148",
  })
  void freeEnergies(int inputs, int outputs, String expected) {
    String[] values = expected.split(" ");
    for (int i = 0; i < T.length; i++) {
      assertThat(new RankOneRegression(inputs, outputs).freeEnergy(T[i]))
          .isCloseTo(Double.parseDouble(values[i]), within(6e-6));
    }
  }
}
