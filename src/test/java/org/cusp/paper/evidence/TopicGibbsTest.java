package org.cusp.paper.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TopicGibbsTest {
  /** One topic: all words are from it, and the rule of succession is exact. */
  @Test
  void oneTopicIsConjugate() {
    double[][] mean = new TopicGibbs(new int[][] {{3, 1, 0}, {2, 2, 4}}, 1, 1).predictive(0, 5);
    for (double[] document : mean) {
      assertThat(document)
          .containsExactly(new double[] {6 / 15.0, 4 / 15.0, 5 / 15.0}, within(1e-12));
    }
  }

  /**
   * Two words, one document, two topics: the likelihood is p^k (1 - p)^(n - k) with p = b s + (1 -
   * b) t and uniform b, s, t, here by the midpoint rule (error below 1e-4). 0.006 is over six
   * standard errors of the chain (false alarm below 1e-8).
   */
  @Test
  void agreesWithQuadrature() {
    double[] integral = new double[2];
    int points = 100;
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        for (int l = 0; l < points; l++) {
          double b = (i + 0.5) / points;
          double p = b * (j + 0.5) / points + (1 - b) * (l + 0.5) / points;
          double likelihood = Math.pow(p, 9) * (1 - p);
          integral[0] += likelihood;
          integral[1] += likelihood * p;
        }
      }
    }
    double exact = integral[1] / integral[0];
    double[][] mean = new TopicGibbs(new int[][] {{9, 1}}, 2, 1).predictive(1000, 60_000);
    assertThat(mean[0][0]).isCloseTo(exact, within(0.006));
    assertThat(mean[0][0] + mean[0][1]).isCloseTo(1, within(1e-12));
  }

  /** The same seed gives the same bits; another does not. */
  @Test
  void isAFunctionOfTheSeed() {
    int[][] counts = {{5, 2, 1}, {0, 4, 4}};
    double[][] once = new TopicGibbs(counts, 2, 7).predictive(5, 20);
    assertThat(new TopicGibbs(counts, 2, 7).predictive(5, 20)).isDeepEqualTo(once);
    assertThat(new TopicGibbs(counts, 2, 8).predictive(5, 20)[0][0]).isNotEqualTo(once[0][0]);
  }
}
