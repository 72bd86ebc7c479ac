package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers from an independent program, to the digits it printed. */
class NormalCrossingLlcTest {
  @ParameterizedTest
  @CsvSource({
    "1, 3, .1214, .0374, .1454",
    "1, 2, .1809, .0530, .2159",
    "0, 1, .4268, .1024, .4991",
    "1, 0, .4268, .1024, .4991",
    "1, 1, .3155, .0837, .3733",
    "2, 2, .1402, .0806, .1562",
    "0, 2, .2246, .1049, .2451",
    "0, 3, .1331, .0400, .1588",
    "2, 3, .0967, .0308, .1163",
    "3, 3, .0768, .0250, .0926",
  })
  void estimatorOverDataSets(int a, int b, double mean, double sd, double population) {
    NormalCrossingLlc llc = new NormalCrossingLlc(List.of(a, b), 1);
    NormalCrossingLlc.Spread spread = llc.estimator(1000, 0.5);
    double unit = 1.05e-4;
    assertThat(spread.mean()).isCloseTo(mean, within(unit));
    assertThat(spread.sd()).isCloseTo(sd, within(unit));
    assertThat(llc.population(2 * 1000 / Math.log(1000))).isCloseTo(population, within(unit));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, .24309 .24745 .24910 .24969",
    "3, 1, .15686 .16158 .16410 .16540",
    "4, 1, .11413 .11832 .12099 .12262",
    "1, 100, .37164 .47799 .49714 .49965",
    "2, 100, .03109 .09946 .17619 .22082",
    "3, 100, .00200 .01089 .03767 .07829",
  })
  void oneParameterWithLocalisation(int k, double gamma, String expected) {
    double n = 1e3;
    for (String value : expected.split(" ")) {
      assertThat(new NormalCrossingLlc(List.of(k), gamma).population(n / Math.log(n)))
          .isCloseTo(Double.parseDouble(value), within(6e-6));
      n *= 10;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, .3614 .3912 .4253 .4497 .4623",
    "1, 2, .2095 .2254 .2413 .2483 .2497",
    "1, 3, .1416 .1512 .1614 .1658 .1665",
    "2, 2, .1504 .1658 .1872 .2053 .2155",
    "3, 3, .0893 .0983 .1125 .1263 .1348",
  })
  void twoParametersWithLocalisation(int a, int b, String expected) {
    double[] sizes = {1e3, 1e4, 1e6, 1e9, 1e12};
    String[] values = expected.split(" ");
    for (int i = 0; i < sizes.length; i++) {
      assertThat(new NormalCrossingLlc(List.of(a, b), 1).population(sizes[i] / Math.log(sizes[i])))
          .isCloseTo(Double.parseDouble(values[i]), within(6e-5));
    }
  }

  /** A Gaussian in one direction: t/(2t + gamma). */
  @Test
  void regularDirection() {
    for (double gamma : List.of(0.01, 1.0, 300.0)) {
      assertThat(new NormalCrossingLlc(List.of(1), gamma).population(50))
          .isCloseTo(50 / (100 + gamma), within(1e-12));
    }
  }

  @Test
  void refusesWhatIsNotLocalised() {
    assertThatThrownBy(() -> new NormalCrossingLlc(List.of(1), 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("gamma must be in (0, inf), got 0.0");
    assertThatThrownBy(() -> new NormalCrossingLlc(List.of(0, 0), 1))
        .isInstanceOf(InvalidInput.class);
  }
}
