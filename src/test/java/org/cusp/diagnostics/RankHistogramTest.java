package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;

class RankHistogramTest {

  @Test
  void countsTheRanksOfEachChain() {
    // Ranks of chain 1: 1, 3, 8, 4; of chain 2: 2, 7, 5, 6. Four bins: 1-2, 3-4, 5-6, 7-8.
    double[][] draws = {{-5, 0.1, 90, 0.2}, {-4, 80, 3, 7}};
    assertThat(RankHistogram.counts(draws, 4))
        .isDeepEqualTo(new int[][] {{1, 2, 0, 1}, {1, 0, 2, 1}});
  }

  @Test
  void chainsApartFillDifferentBins() {
    double[][] draws = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    assertThat(RankHistogram.counts(draws, 4))
        .isDeepEqualTo(new int[][] {{2, 2, 0, 0}, {0, 0, 2, 2}});
  }

  @Test
  void equalDrawsShareTheMeanOfTheirRanks() {
    // The four draws of 7 have the ranks 3..6, whose mean 4.5 falls into the second of two bins.
    double[][] draws = {{1, 2, 7, 7}, {7, 7, 8, 9}};
    assertThat(RankHistogram.counts(draws, 2)).isDeepEqualTo(new int[][] {{2, 2}, {0, 4}});
  }

  @Test
  void refusesWhatHasNoRank() {
    assertThatThrownBy(() -> RankHistogram.counts(new double[][] {{1, Double.NaN}}, 2))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> RankHistogram.counts(new double[][] {{1, 2}, {3}}, 2))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> RankHistogram.counts(new double[][] {{1, 2}}, 0))
        .isInstanceOf(InvalidInput.class);
  }
}
