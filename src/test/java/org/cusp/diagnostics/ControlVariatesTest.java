package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

/** e = 3 + 2 c1 - c2 + z of normals, in chains of an autoregression with known variance. */
class ControlVariatesTest {
  private static final int CHAINS = 4;
  private static final int DRAWS = 250;
  private static final double PHI = 0.5;

  private static double[][] series(long seed) {
    double[][] all = new double[CHAINS][DRAWS];
    for (int chain = 0; chain < CHAINS; chain++) {
      double[] z = new double[DRAWS + 1];
      RandomStream.of(seed, Purpose.NOISE, chain).normals(0, 0, z, z.length);
      double state = z[DRAWS];
      for (int t = 0; t < DRAWS; t++) {
        state = PHI * state + Math.sqrt(1 - PHI * PHI) * z[t];
        all[chain][t] = state;
      }
    }
    return all;
  }

  private static double[][] energies(double[][] first, double[][] second, double[][] rest) {
    double[][] e = new double[CHAINS][DRAWS];
    for (int chain = 0; chain < CHAINS; chain++) {
      for (int t = 0; t < DRAWS; t++) {
        e[chain][t] = 3 + 2 * first[chain][t] - second[chain][t] + rest[chain][t];
      }
    }
    return e;
  }

  /**
   * Of variance 6 one is left: errors are those of z, sqrt((1 + phi)/(1 - phi)/S), and 400 scores
   * have a mean square of 1, here 0.8 to 1.2: 2.8 standard deviations of it.
   */
  @Test
  void whatControlsExplainIsTakenOutAndTheErrorIsRight() {
    double squares = 0;
    double errors = 0;
    int count = 400;
    for (int i = 0; i < count; i++) {
      double[][] first = series(3L * i);
      double[][] second = series(3L * i + 1);
      double[][] e = energies(first, second, series(3L * i + 2));
      Estimate found = ControlVariates.mean(e, List.of(first, second)).orElseThrow();
      double score = (found.value() - 3) / found.se();
      squares += score * score / count;
      errors += found.se() / count;
      assertThat(found.se()).isLessThan(Mcse.mean(e));
    }
    double exact = Math.sqrt((1 + PHI) / (1 - PHI) / (CHAINS * DRAWS));
    assertThat(errors / exact).isCloseTo(1, within(0.05));
    assertThat(squares).isBetween(0.8, 1.2);
  }

  /** A control without a part in e can only add to its error. */
  @Test
  void whatExplainsNothingIsLeftOut() {
    int used = 0;
    for (int i = 0; i < 50; i++) {
      double[][] e = series(1000 + 2L * i);
      used +=
          ControlVariates.mean(e, List.<double[][]>of(series(1001 + 2L * i))).isPresent() ? 1 : 0;
    }
    assertThat(used).isLessThan(35);
  }

  @Test
  void fewDrawsAndControlsThatAreOneHaveNone() {
    double[][] first = series(1);
    double[][] few = {{1, 2, 3, 2, 1}, {2, 3, 1, 2, 2}};
    assertThat(ControlVariates.mean(few, List.<double[][]>of(few))).isEmpty();
    assertThat(ControlVariates.mean(energies(first, first, series(2)), List.of(first, first)))
        .isEmpty();
    assertThat(ControlVariates.mean(first, List.of())).isEmpty();
  }
}
