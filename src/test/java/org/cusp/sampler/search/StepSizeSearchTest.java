package org.cusp.sampler.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StepSizeSearchTest {
  /** An acceptance of exp(-step^2) is 0.8 at a step of sqrt(ln 1.25) = 0.4724. */
  @Test
  void settlesWhereTheAcceptanceIsTheTarget() {
    for (double first : new double[] {1e-3, 0.5, 30}) {
      StepSizeSearch search = new StepSizeSearch(first, 0.8);
      for (int t = 0; t < 500; t++) {
        search.learn(Math.exp(-search.current() * search.current()));
      }
      assertThat(search.settled()).isCloseTo(0.4724, within(0.02));
    }
  }

  @Test
  void widthIsTheWidestParameterAndNoMoreThanTheLocalisationAllows() {
    WidthSearch widths = new WidthSearch(2, 10);
    assertThat(widths.trajectoryLength()).isCloseTo(5 * Math.PI, within(1e-12));
    widths.learn(new double[] {5, 1}, new double[] {1, 1});
    widths.learn(new double[] {-3, 1}, new double[] {1, 1});
    widths.endWindow();
    assertThat(widths.trajectoryLength()).isCloseTo(2 * Math.PI, within(1e-12));
    widths.learn(new double[] {1001, 1}, new double[] {1, 1});
    widths.learn(new double[] {-999, 1}, new double[] {1, 1});
    widths.endWindow();
    assertThat(widths.trajectoryLength()).isCloseTo(5 * Math.PI, within(1e-12));
  }
}
