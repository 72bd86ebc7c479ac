package org.cusp.paper.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PriorAndSgdTest {
  private static final PriorAndSgd EXPERIMENT = new PriorAndSgd(10_000, 400, 3);

  /**
   * n E[K] is 1/4 for SGD under either prior, and for Bayes 0.25 and 1.0 (exact at n = 1e4: 0.24999
   * and 1.0, by quadrature elsewhere). 4 standard errors: 1 false alarm in 16,000 seeds for each.
   */
  @Test
  void thePriorActsOnThePosteriorAndNotOnSgd() {
    PriorAndSgd.Outcome flat = EXPERIMENT.under(0);
    PriorAndSgd.Outcome steep = EXPERIMENT.under(3);
    assertThat(flat.sgd()).isEqualTo(steep.sgd());
    assertThat(flat.sgd()).isCloseTo(0.25, within(4 * flat.sgdSe()));
    assertThat(flat.sgdSe()).isLessThan(0.04);
    assertThat(flat.bayes()).isCloseTo(0.24999, within(1e-4));
    assertThat(steep.bayes()).isCloseTo(1.0, within(1e-3));
    assertThat(steep.lambda()).isEqualTo(1);
    assertThat(flat.map()).isCloseTo(0.25, within(4 * flat.mapSe()));
    assertThat(steep.map()).isCloseTo(1, within(4 * steep.mapSe()));
  }

  @Test
  void sgdEndsAtTheMaximumLikelihood() {
    for (int set = 0; set < 10; set++) {
      double[] path = EXPERIMENT.trajectory(set);
      double end = path[path.length - 1];
      // h = 0: w^2 = max(mean, 0); where that is 0 the way there is as 1 / (4 rate t).
      double least = EXPERIMENT.mapSquare(EXPERIMENT.meanOf(set), 0);
      assertThat(end * end).isCloseTo(least, within(5e-3));
      assertThat(EXPERIMENT.trajectory(set)).isEqualTo(path);
    }
  }

  /** Of L_n(w) - (h / n) ln w = (w^4 - 2 m w^2) / 2 - (h / n) ln w + const. */
  @Test
  void mapIsTheMinimum() {
    PriorAndSgd small = new PriorAndSgd(50, 2, 1);
    for (double mean : new double[] {-0.3, 0, 0.2}) {
      double w = Math.sqrt(small.mapSquare(mean, 3));
      assertThat(objective(w, mean)).isLessThan(objective(w * 1.01, mean));
      assertThat(objective(w, mean)).isLessThan(objective(w * 0.99, mean));
    }
  }

  private static double objective(double w, double mean) {
    return (Math.pow(w, 4) - 2 * mean * w * w) / 2 - 3.0 / 50 * Math.log(w);
  }
}
