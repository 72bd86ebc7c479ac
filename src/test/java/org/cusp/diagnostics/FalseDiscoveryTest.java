package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.FalseDiscovery.NullLaw;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {
  /** scipy.stats.t: 2 * t.sf(2.5, 20) and 2 * t.sf(6, 63). */
  @Test
  void studentsLawIsThatOfScipy() {
    assertThat(NullLaw.student(20).pValue(2.5)).isCloseTo(0.021233545439132, within(1e-12));
    assertThat(NullLaw.student(63).pValue(-6)).isCloseTo(1.0614928055e-07, within(1e-15));
  }

  private static double[] statistics(long seed, int count, int real) {
    double[] t = new double[count];
    RandomStream.of(seed, Purpose.INPUTS, 0).normals(0, 0, t, count);
    for (int i = 0; i < real; i++) {
      t[i] += i % 2 == 0 ? 4 : -4;
    }
    return t;
  }

  private static FalseDiscovery of(double[] statistics) {
    FalseDiscovery seen = new FalseDiscovery();
    Arrays.stream(statistics).forEach(seen::add);
    return seen;
  }

  /** The definition, on sorted p-values. */
  private static long stepUp(double[] statistics, NullLaw law, double share) {
    double[] p = Arrays.stream(statistics).map(law::pValue).sorted().toArray();
    int last = 0;
    for (int k = 1; k <= p.length; k++) {
      last = p[k - 1] <= share * k / p.length ? k : last;
    }
    return last;
  }

  @Test
  void discoveriesAreThoseOfBenjaminiAndHochberg() {
    NullLaw law = NullLaw.student(40);
    for (long seed = 1; seed <= 5; seed++) {
      double[] t = statistics(seed, 4000, 400);
      FalseDiscovery seen = of(t);
      Thresholds thresholds = seen.thresholds(0.05, law);
      long exact = stepUp(t, law, 0.05);
      assertThat(exact).isBetween(250L, 420L);
      // Bins of a thousandth may lose one at the edge.
      assertThat(seen.count(thresholds)).isBetween(exact - 2, exact);
      assertThat(Arrays.stream(t).filter(thresholds::standsOut).count())
          .isEqualTo(seen.count(thresholds));
    }
  }

  /** Each of 400 families of nothing has a discovery with probability 5%; 36 and more: 1e-3. */
  @Test
  void amongNothingThereIsRarelyAnything() {
    NullLaw normal = NullLaw.student(1e7);
    int families = 0;
    for (long seed = 1; seed <= 400; seed++) {
      FalseDiscovery seen = of(statistics(seed, 200, 0));
      families += seen.count(seen.thresholds(0.05, normal)) > 0 ? 1 : 0;
    }
    assertThat(families).isBetween(1, 36);
  }

  /** Where the null is three times as wide, Student's law finds what is not there; its own not. */
  @Test
  void theLawOfAControlKnowsItsTails() {
    double[] wide = Arrays.stream(statistics(1, 100_000, 0)).map(t -> 3 * t).toArray();
    double[] control = Arrays.stream(statistics(2, 100_000, 0)).map(t -> 3 * t).toArray();
    FalseDiscovery seen = of(wide);
    assertThat(seen.count(seen.thresholds(0.05, NullLaw.student(63)))).isGreaterThan(10_000);
    assertThat(seen.count(seen.thresholds(0.05, of(control).asLaw()))).isLessThan(10);
    assertThat(of(control).quantileOfSize(0.95)).isCloseTo(3 * 1.96, within(0.06));
  }

  @Test
  void nothingStandsOutOfNothing() {
    FalseDiscovery empty = new FalseDiscovery();
    Thresholds none = empty.thresholds(0.05, NullLaw.student(10));
    assertThat(none.below()).isInfinite();
    assertThat(none.above()).isInfinite();
    assertThat(none.standsOut(1e9)).isFalse();
    assertThatThrownBy(() -> empty.thresholds(1, NullLaw.student(10)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("got 1.0");
  }
}
