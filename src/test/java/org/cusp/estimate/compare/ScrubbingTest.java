package org.cusp.estimate.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.part.Taps;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** A network with one hidden layer, whose losses with a donor's hidden units are written out. */
class ScrubbingTest {
  private static final int N = 25;
  private static final int SWAPS = 4;
  private static final Mlp MODEL =
      new Mlp(List.of(2, 3, 2), Activation.TANH, new Likelihood.Categorical(2));
  private static final double[] W = new double[MODEL.size()];
  private static final DataSet DATA = data();

  private static DataSet data() {
    RandomStream.of(5, Purpose.DESIGN, 0).normals(0, 0, W, W.length);
    double[] x = new double[2 * N];
    RandomStream.of(5, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    int[] labels = IntStream.range(0, N).map(i -> x[2 * i] + x[2 * i + 1] > 0 ? 1 : 0).toArray();
    return new DataSet("plane", N, 2, x, new Targets.Classes(labels, 2));
  }

  /** Where units are those of the donor. */
  private static double loss(int datum, int donor, boolean... units) {
    double[] h = new double[3];
    for (int k = 0; k < 3; k++) {
      int of = units[k] ? donor : datum;
      h[k] =
          Math.tanh(W[2 * k] * DATA.x()[2 * of] + W[2 * k + 1] * DATA.x()[2 * of + 1] + W[6 + k]);
    }
    double[] f = new double[2];
    for (int c = 0; c < 2; c++) {
      f[c] = W[15 + c];
      for (int k = 0; k < 3; k++) {
        f[c] += W[9 + 3 * c + k] * h[k];
      }
    }
    int label = ((Targets.Classes) DATA.targets()).labels()[datum];
    return Math.log(Math.exp(f[0]) + Math.exp(f[1])) - f[label];
  }

  @Test
  void lossesAreThoseWithTheDonorsUnits() {
    List<int[]> sets = List.of(new int[] {0}, new int[] {1}, new int[] {1, 2});
    Scrubbing.Found found;
    try (Workers workers = new Workers(2)) {
      found =
          new Scrubbing(
                  new Taps(MODEL),
                  W,
                  List.of("layers.0", "layers.0[2]", "layers.0[0]"),
                  KernelProvider.best(),
                  workers)
              .of(DATA, sets, new Donors(DATA, Donors.Rule.ANY, 1), SWAPS);
    }
    for (int i = 0; i < N; i++) {
      assertThat(found.own()[i]).isCloseTo(loss(i, i, true, true, true), within(1e-12));
      for (int s = 0; s < SWAPS; s++) {
        double whole = loss(i, found.donors()[0][s][i], true, true, true);
        assertThat(found.swapped()[0][s][i]).isCloseTo(whole, within(1e-12));
        double third = loss(i, found.donors()[1][s][i], false, false, true);
        assertThat(found.swapped()[1][s][i]).isCloseTo(third, within(1e-12));
      }
    }
  }

  @Test
  void donorsAreThoseTheRuleAllows() {
    int[] labels = ((Targets.Classes) DATA.targets()).labels();
    for (Donors.Rule rule : Donors.Rule.values()) {
      Donors donors = new Donors(DATA, rule, 7);
      boolean[] seen = new boolean[N];
      for (int swap = 0; swap < 40; swap++) {
        int[] of = donors.of(0, swap);
        for (int i = 0; i < N; i++) {
          assertThat(of[i]).isNotEqualTo(i);
          boolean same = labels[of[i]] == labels[i];
          assertThat(rule == Donors.Rule.ANY || same == (rule == Donors.Rule.SAME)).isTrue();
          seen[of[i]] = true;
        }
      }
      assertThat(seen).doesNotContain(false);
      assertThat(donors.of(1, 0)).isNotEqualTo(donors.of(0, 0));
    }
  }

  @Test
  void whoHasNobodyIsNamed() {
    DataSet one =
        new DataSet("few", 3, 1, new double[3], new Targets.Classes(new int[] {0, 1, 1}, 2));
    assertThatThrownBy(() -> new Donors(one, Donors.Rule.SAME, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("datum 0 has no donor");
    DataSet values = new DataSet("line", 3, 1, new double[3], new Targets.Values(new double[3], 1));
    assertThatThrownBy(() -> new Donors(values, Donors.Rule.OTHER, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("need a class");
  }
}
