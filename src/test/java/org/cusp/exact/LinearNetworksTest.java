package org.cusp.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reduced-rank regression and deep linear networks against two formulas from other theories. */
class LinearNetworksTest {

  /** 2 lambda and m by contact loci: a minimum over the rank j of the degenerate block. */
  private static long[] contactLoci(int m, int n, int h, int r) {
    int mu = m - r;
    int nu = n - r;
    int eta = h - r;
    int k = Math.min(mu, eta);
    int d = Math.abs(mu - eta);
    long best = Long.MAX_VALUE;
    long count = 0;
    for (long j = 0; j <= k; j++) {
      long value = j * (j + d) + (long) nu * (k - j);
      if (value < best) {
        best = value;
        count = 0;
      }
      count += value == best ? 1 : 0;
    }
    return new long[] {(long) r * (m + n - r) + best, count};
  }

  @Test
  void reducedRankAndTwoLayerNetworkAgreeWithContactLociUpToWidthEight() {
    int cases = 0;
    for (int m = 1; m <= 8; m++) {
      for (int n = 1; n <= 8; n++) {
        for (int h = 1; h <= 8; h++) {
          for (int r = 0; r <= Math.min(h, Math.min(m, n)); r++) {
            long[] expected = contactLoci(m, n, h, r);
            String where = m + "," + n + "," + h + "," + r;
            for (Rlct rlct :
                List.of(new ReducedRank(m, n, h, r).rlct(), DeepLinear.of(r, m, h, n).rlct())) {
              assertThat(rlct.lambda().multiply(2))
                  .as(where)
                  .isEqualTo(Fractions.of(expected[0], 1));
              assertThat((long) rlct.multiplicity()).as(where).isEqualTo(expected[1]);
              assertThat(rlct.isExact()).isTrue();
            }
            cases++;
          }
        }
      }
    }
    assertThat(cases).isEqualTo(1808);
  }

  @ParameterizedTest
  @CsvSource({
    "1,0,3,2",
    "2,0,11/2,1",
    "3,0,8,2",
    "4,0,10,1",
    "5,0,12,2",
    "6,0,27/2,1",
    "1,1,11/2,1",
    "2,1,8,2",
    "3,1,10,1",
    "4,1,12,2",
    "5,1,27/2,1",
    "6,1,15,2",
    "2,2,10,1",
    "3,2,12,2",
    "4,2,27/2,1",
    "5,2,15,2",
    "6,2,16,1",
    "3,3,27/2,1",
    "4,3,15,2",
    "5,3,16,1",
    "6,3,17,2",
    "4,4,16,1",
    "5,4,17,2",
    "6,4,35/2,1",
    "5,5,35/2,1",
    "6,5,18,2",
    "6,6,18,1",
    "1,3,11/2,1",
    "2,3,10,1"
  })
  void sixBySixTable(int hidden, int rank, String lambda, int m) {
    Rlct rlct = new ReducedRank(6, 6, hidden, rank).rlct();
    assertThat(rlct.lambdaText()).isEqualTo(lambda);
    assertThat(rlct.multiplicity()).isEqualTo(m);
  }

  @ParameterizedTest
  @CsvSource({
    "1x1x1x1,0,1/2,3",
    "2x2x2,0,3/2,1",
    "2x2x2x2,0,3/2,3",
    "3x3x3,0,7/2,2",
    "3x3x3x3,0,3,1",
    "3x3x3x3,1,4,3",
    "5x5x5x5,2,11,1",
    "10x10x10x10x10,3,41,4",
    "10x8x6x9x10,4,36,2",
    "3x1x3,0,3/2,2",
    "3x2x3,1,7/2,2",
    "6x4x6,3,15,2",
    "2x2x2x2x2,0,3/2,5",
    "1x1x1x1x1x1,0,1/2,5",
    "10x10x10x10,3,42,3"
  })
  void deepLinearTable(String widths, int rank, String lambda, int m) {
    Rlct rlct =
        new DeepLinear(List.of(widths.split("x")).stream().map(Integer::valueOf).toList(), rank)
            .rlct();
    assertThat(rlct.lambdaText()).isEqualTo(lambda);
    assertThat(rlct.multiplicity()).isEqualTo(m);
  }

  /**
   * Half the codimension of the fibre of the product map, by brute force over the orbits of the
   * equioriented quiver of type A (Lehalleur and Rimanyi 2024, Theorem 8.6).
   */
  private static long twiceLambdaByOrbits(int[] widths, int rank) {
    int nodes = widths.length;
    List<int[]> intervals = new ArrayList<>();
    for (int a = 0; a < nodes; a++) {
      for (int b = a; b < nodes; b++) {
        if (a != 0 || b != nodes - 1) {
          intervals.add(new int[] {a, b});
        }
      }
    }
    int[] left = new int[nodes];
    for (int s = 0; s < nodes; s++) {
      left[s] = widths[s] - rank;
    }
    List<int[]> chosen = new ArrayList<>(Collections.nCopies(rank, new int[] {0, nodes - 1}));
    long smallestEnd = smallestEndomorphisms(intervals, 0, left, chosen);
    long codimension = smallestEnd + (long) rank * (widths[0] + widths[nodes - 1] - rank);
    for (int s = 0; s < nodes; s++) {
      codimension -= (long) widths[s] * widths[s];
      codimension += s + 1 < nodes ? (long) widths[s] * widths[s + 1] : 0;
    }
    return codimension;
  }

  private static long smallestEndomorphisms(
      List<int[]> intervals, int from, int[] left, List<int[]> chosen) {
    if (from == intervals.size()) {
      for (int rest : left) {
        if (rest != 0) {
          return Long.MAX_VALUE;
        }
      }
      return endomorphisms(chosen);
    }
    int[] interval = intervals.get(from);
    long best = smallestEndomorphisms(intervals, from + 1, left, chosen);
    int room = Integer.MAX_VALUE;
    for (int s = interval[0]; s <= interval[1]; s++) {
      room = Math.min(room, left[s]);
    }
    int added = 0;
    while (added < room) {
      added++;
      chosen.add(interval);
      for (int s = interval[0]; s <= interval[1]; s++) {
        left[s]--;
      }
      best = Math.min(best, smallestEndomorphisms(intervals, from + 1, left, chosen));
    }
    for (int k = 0; k < added; k++) {
      chosen.remove(chosen.size() - 1);
      for (int s = interval[0]; s <= interval[1]; s++) {
        left[s]++;
      }
    }
    return best;
  }

  private static long endomorphisms(List<int[]> chosen) {
    long count = 0;
    for (int[] ab : chosen) {
      for (int[] ce : chosen) {
        count += ce[0] <= ab[0] && ab[0] <= ce[1] && ce[1] <= ab[1] ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void deepLinearIsHalfTheCodimensionOfTheFibre() {
    int cases = 0;
    for (int[] widths : tuples(1, 3, 5)) {
      cases += checkOrbits(widths);
    }
    for (int[] widths : tuples(1, 4, 3)) {
      cases += checkOrbits(widths);
    }
    for (int[] widths : tuples(1, 5, 2)) {
      cases += checkOrbits(widths);
    }
    assertThat(cases).isGreaterThanOrEqualTo(244);
  }

  private static int checkOrbits(int[] widths) {
    int smallest = Integer.MAX_VALUE;
    for (int width : widths) {
      smallest = Math.min(smallest, width);
    }
    for (int rank = 0; rank <= smallest; rank++) {
      Rlct rlct = DeepLinear.of(rank, widths).rlct();
      assertThat(rlct.lambda().multiply(2))
          .as(java.util.Arrays.toString(widths) + " rank " + rank)
          .isEqualTo(Fractions.of(twiceLambdaByOrbits(widths, rank), 1));
    }
    return smallest + 1;
  }

  private static List<int[]> tuples(int low, int length, int high) {
    List<int[]> all = new ArrayList<>();
    int[] tuple = new int[length];
    java.util.Arrays.fill(tuple, low);
    while (true) {
      all.add(tuple.clone());
      int s = length - 1;
      while (s >= 0 && tuple[s] == high) {
        tuple[s] = low;
        s--;
      }
      if (s < 0) {
        return all;
      }
      tuple[s]++;
    }
  }

  @Test
  void coefficientLiesBetweenZeroAndHalfTheParameters() {
    for (int[] widths : tuples(1, 4, 5)) {
      double parameters = 0;
      for (int s = 0; s + 1 < widths.length; s++) {
        parameters += widths[s] * widths[s + 1];
      }
      double lambda = DeepLinear.of(0, widths).rlct().lambdaValue();
      assertThat(lambda).isPositive().isLessThanOrEqualTo(parameters / 2);
    }
  }

  @Test
  void wideNetworksDoNotOverflow() {
    DeepLinear deep = new DeepLinear(Collections.nCopies(40, 3000), 0);
    Rlct rlct = deep.rlct();
    // l = 39, S = 120000 = 39 * 3076 + 36, so a = 36 and m = 36 * 3 + 1.
    assertThat(rlct.multiplicity()).isEqualTo(109);
    int huge = Integer.MAX_VALUE;
    // One layer is regular: lambda is half the number of entries.
    assertThat(DeepLinear.of(0, huge, huge).rlct().lambdaText()).isEqualTo("4611686014132420609/2");
    assertThat(new ReducedRank(huge, huge, huge, huge).rlct().lambdaText())
        .isEqualTo("4611686014132420609/2");
  }

  @Test
  void impossibleRanksNameTheBound() {
    assertThatThrownBy(() -> new ReducedRank(3, 2, 2, 3))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("rank must be at most min(inputs, outputs) = 2, got 3");
    assertThatThrownBy(() -> DeepLinear.of(5, 6, 4, 6))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("rank must be at most the smallest width 4, got 5");
    assertThatThrownBy(() -> DeepLinear.of(0, 6)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> DeepLinear.of(-1, 6, 6)).isInstanceOf(InvalidInput.class);
  }
}
