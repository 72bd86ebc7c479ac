package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecimateTest {

  @Test
  void keepsAllOfAFewPoints() {
    double[] place = {0, 0.1, 0.1, 1};
    assertThat(Decimate.columns(place, new double[4], 2)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void keepsTheLowestAndTheHighestPointOfEachColumnInOrder() {
    double[] place = {0, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 1};
    double[] height = {3, 9, -1, 4, 2, 2, 2, 7};
    assertThat(Decimate.columns(place, height, 2)).containsExactly(1, 2, 4, 7);
  }

  @Test
  void neverLosesAnExtremeAndKeepsToTheLimit() {
    Random random = new Random(5);
    double[] place = IntStream.range(0, 30_000).mapToDouble(i -> i / 29_999.0).toArray();
    double[] height = Arrays.stream(place).map(x -> random.nextGaussian()).toArray();
    double[] kept = Decimate.pick(height, Decimate.columns(place, height, 600));
    assertThat(kept.length).isBetween(600, 1200);
    assertThat(Arrays.stream(kept).max()).isEqualTo(Arrays.stream(height).max());
    assertThat(Arrays.stream(kept).min()).isEqualTo(Arrays.stream(height).min());
  }

  @Test
  void keepsABreak() {
    double[] place = {0, 0.1, 0.2, 0.3, 0.4, 1};
    double[] height = {1, 2, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    double[] kept = Decimate.pick(height, Decimate.columns(place, height, 2));
    assertThat(kept[kept.length - 1]).isNaN();
  }

  @Test
  void marksKeepTheirDistance() {
    assertThat(Decimate.spaced(new double[] {0, 0.01, 0.03, 0.04, 0.2}, 0.025))
        .containsExactly(0, 2, 4);
    assertThat(Decimate.spaced(new double[0], 0.025)).isEmpty();
  }
}
