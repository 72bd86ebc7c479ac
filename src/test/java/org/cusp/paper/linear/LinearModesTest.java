package org.cusp.paper.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class LinearModesTest {
  private static final List<Double> SINGULAR = List.of(3.0, 0.5);
  private static final Problem PROBLEM =
      Problems.parse("rrr:inputs=4,outputs=5,hidden=3,rank=2,singular=3x0.5,n=10,noise=0", 7);
  private static final double TINY = 1e-6;
  private static final LinearModes MODES =
      LinearModes.of(PROBLEM.model().parameters(), PROBLEM.truth(), SINGULAR);

  @Test
  void theTruthHasEveryModeAtItsSingularValue() {
    for (int k = 0; k < MODES.count(); k++) {
      assertThat(MODES.strength(PROBLEM.truth(), k)).isCloseTo(SINGULAR.get(k), within(1e-12));
    }
    assertThat(MODES.lossAfter(0)).isEqualTo((9 + 0.25) / 2);
    assertThat(MODES.lossAfter(2)).isZero();
  }

  @Test
  void appliesTheLayers() {
    double[] x = {1, -2, 0.5, 3};
    double[] y = MODES.apply(PROBLEM.truth(), x);
    double[] expected = new double[5];
    for (int k = 0; k < MODES.count(); k++) {
      double along = 0;
      for (int j = 0; j < x.length; j++) {
        along += MODES.right()[k][j] * x[j];
      }
      for (int i = 0; i < expected.length; i++) {
        expected[i] += SINGULAR.get(k) * along * MODES.left()[k][i];
      }
    }
    assertThat(y).containsExactly(expected, within(1e-12));
  }

  /**
   * At a small multiple c of the truth a = b = c sqrt(s), so that u0 = c^2 s: t = -ln c / (s r).
   */
  @Test
  void timesFollowFromTheInitialWeights() {
    double[] start = PROBLEM.truth().clone();
    for (int i = 0; i < start.length; i++) {
      start[i] *= 1e-4;
    }
    double[] times = MODES.times(start, 0.01);
    assertThat(times[0]).isCloseTo(Math.log(1e4) / (3 * 0.01), within(1e-9));
    assertThat(times[1]).isCloseTo(Math.log(1e4) / (0.5 * 0.01), within(1e-9));
  }

  /**
   * Gradient descent on the population loss from small weights, step by step: the modes reach half
   * of their values within 1% of t_k (rate s = 0.006 makes the steps 0.3% late).
   */
  @Test
  void descentLearnsEachModeAtItsTime() {
    double[] w = PROBLEM.model().initialise(RandomStream.of(5, Purpose.INITIALISATION, 0));
    for (int i = 0; i < w.length; i++) {
      w[i] *= TINY;
    }
    double rate = 0.002;
    double[] times = MODES.times(w, rate);
    double[] reached = new double[MODES.count()];
    for (int t = 1; t < 1.2 * times[1]; t++) {
      descend(w, rate);
      for (int k = 0; k < reached.length; k++) {
        if (reached[k] == 0 && MODES.strength(w, k) > SINGULAR.get(k) / 2) {
          reached[k] = t;
        }
      }
    }
    for (int k = 0; k < reached.length; k++) {
      assertThat(reached[k] / times[k]).isCloseTo(1, within(0.01));
    }
  }

  /** One step down half the squared error of the map. */
  private static void descend(double[] w, double rate) {
    int inputs = 4;
    int hidden = 3;
    int outputs = 5;
    int first = PROBLEM.model().parameters().tensors().get(0).offset();
    int second = PROBLEM.model().parameters().tensors().get(1).offset();
    double[][] rest = new double[outputs][inputs];
    for (int j = 0; j < inputs; j++) {
      double[] unit = new double[inputs];
      unit[j] = 1;
      double[] found = MODES.apply(w, unit);
      double[] wanted = MODES.apply(PROBLEM.truth(), unit);
      for (int i = 0; i < outputs; i++) {
        rest[i][j] = found[i] - wanted[i];
      }
    }
    double[] old = w.clone();
    for (int h = 0; h < hidden; h++) {
      for (int i = 0; i < outputs; i++) {
        for (int j = 0; j < inputs; j++) {
          w[first + h * inputs + j] -= rate * old[second + i * hidden + h] * rest[i][j];
          w[second + i * hidden + h] -= rate * old[first + h * inputs + j] * rest[i][j];
        }
      }
    }
  }
}
