package org.cusp.paper.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.cusp.data.Targets.Values;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.Target;
import org.junit.jupiter.api.Test;

class PlateauPathTest {
  private static final Problem PROBLEM =
      Problems.parse("rrr:inputs=4,outputs=5,hidden=3,rank=2,singular=3x0.5,n=10,noise=0", 7);

  /** The truth times a root that grows: mode strengths are the square of it times s. */
  private static PlateauPath path() {
    LinearModes modes =
        LinearModes.of(PROBLEM.model().parameters(), PROBLEM.truth(), List.of(3.0, 0.5));
    TreeMap<Long, double[]> weights = new TreeMap<>();
    for (long step = 0; step <= 100; step += 10) {
      double[] w = PROBLEM.truth().clone();
      for (int i = 0; i < w.length; i++) {
        w[i] *= Math.sqrt(step / 100.0);
      }
      weights.put(step, w);
    }
    List<PlateauPath.Point> losses =
        List.of(
            new PlateauPath.Point(0, 4.6),
            new PlateauPath.Point(50, 0.25),
            new PlateauPath.Point(100, 0));
    return new PlateauPath(PROBLEM, modes, weights, losses, new double[] {20, 60});
  }

  @Test
  void measuresHalfStrengthBetweenCheckpoints() {
    assertThat(path().measured(1)).isCloseTo(50, within(1e-9));
    assertThat(path().measured(2)).isCloseTo(50, within(1e-9));
  }

  @Test
  void plateausAreBetweenThePredictedTimes() {
    assertThat(path().middle(0)).isEqualTo(10);
    assertThat(path().middle(1)).isEqualTo(40);
    assertThat(path().middle(2)).isEqualTo(100);
    assertThat(path().excess(50)).isEqualTo(0.25);
    assertThat(path().excess(51)).isNaN();
  }

  @Test
  void lossesSurviveTheTable() {
    double[][] curve = PlateauPath.parse(path().losses());
    assertThat(curve[0]).containsExactly(0, 50, 100);
    assertThat(curve[1]).containsExactly(4.6, 0.25, 0);
  }

  /** The layers reproduce their own outputs without error. */
  @Test
  void learnsItself() {
    Target own = path().learningItself(PROBLEM.truth());
    double[] y = ((Values) own.train().targets()).values();
    double[] x = own.train().x();
    LinearModes modes = path().modes();
    assertThat(modes.apply(PROBLEM.truth(), Arrays.copyOf(x, 4)))
        .containsExactly(Arrays.copyOf(y, 5), within(1e-12));
  }
}
