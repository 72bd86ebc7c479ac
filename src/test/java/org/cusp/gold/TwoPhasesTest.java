package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers from independent programs, to the digits they printed. */
class TwoPhasesTest {
  @ParameterizedTest
  @CsvSource({
    ".05, 1315.8, 1456.8, .6019, .7059, .5808",
    ".1, 244.9, 282.1, .5929, .6226, .0316",
    ".2, 37.9, 48.5, , , ",
    ".3, 8.7, , , , "
  })
  void population(
      double d, double crossover, Double naive, Double at10, Double at100, Double at1000) {
    TwoPhases phases = new TwoPhases(d);
    assertThat(phases.crossover()).isCloseTo(crossover, within(0.051));
    assertThat(phases.probabilityOfA(phases.crossover())).isCloseTo(0.5, within(1e-9));
    if (naive != null) {
      assertThat(phases.naiveCrossover()).isCloseTo(naive, within(0.051));
    }
    if (at10 != null) {
      assertThat(phases.probabilityOfA(10)).isCloseTo(at10, within(6e-5));
      assertThat(phases.probabilityOfA(100)).isCloseTo(at100, within(6e-5));
      assertThat(phases.probabilityOfA(1000)).isCloseTo(at1000, within(6e-5));
    }
  }

  /** Midpoint rule for the two integrals. */
  @Test
  void freeEnergiesAreTheirIntegrals() {
    TwoPhases phases = new TwoPhases(0.1);
    int panels = 200_000;
    double a = 0;
    double b = 0;
    for (int i = 0; i < panels; i++) {
      double w = (i + 0.5) / panels;
      a += Math.exp(-300 * (0.01 + w * w * w * w) / 2) / panels;
      b += Math.exp(-300 * w * w / 2) / panels;
    }
    assertThat(phases.freeEnergyOfA(300)).isCloseTo(-Math.log(a), within(1e-9));
    assertThat(phases.freeEnergyOfB(300)).isCloseTo(-Math.log(b), within(1e-9));
  }

  /** E[F_n - n S_n] of w^2 from an independent program; of w it is regular and known. */
  @Test
  void meansOverDataSets() {
    TwoPhases phases = new TwoPhases(0.05);
    assertThat(phases.meanFreeEnergyOfA(100)).isCloseTo(0.125 + 0.9201411158586497, within(1e-9));
    double regular = -0.5 - Math.log(Math.sqrt(2 * Math.PI) / 2);
    assertThat(phases.meanFreeEnergyOfB(100)).isCloseTo(regular + Math.log(100) / 2, within(1e-9));
    assertThat(phases.meanFreeEnergyOfA(1e4)).isCloseTo(12.5 + 2.07144, within(1.1e-5));
    assertThat(phases.meanFreeEnergyOfB(1e4)).isCloseTo(regular + Math.log(1e4) / 2, within(1e-9));
    double n = phases.meanCrossover();
    assertThat(phases.meanFreeEnergyOfA(n)).isCloseTo(phases.meanFreeEnergyOfB(n), within(1e-7));
    assertThat(n).isLessThan(phases.crossover());
  }

  /** n d^2/2 = (1/4) log n has a solution for d^2 up to 1/(2 e), which is 0.429 squared. */
  @Test
  void noCrossoverIsNaN() {
    assertThat(new TwoPhases(0.43).naiveCrossover()).isNaN();
    assertThat(new TwoPhases(0.42).naiveCrossover()).isFinite();
    assertThat(new TwoPhases(3).crossover()).isNaN();
    assertThatThrownBy(() -> new TwoPhases(0)).isInstanceOf(InvalidInput.class);
  }
}
