package org.cusp.model.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Evaluator;
import org.cusp.model.LayeredModel;
import org.cusp.model.batch.TensorData;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;

/** What is put in the place of what a component makes, in a network whose outputs are known so. */
class TapsTest {
  private static final int N = 6;
  private static final int T = 5;
  private static final LayeredModel MODEL = ModelPartsTest.transformer();
  private static final double[] W = weights();
  private static final DataSet DATA = data();

  private static double[] weights() {
    double[] w = new double[MODEL.size()];
    RandomStream.of(3, Purpose.DESIGN, 0).normals(0, 0, w, w.length);
    return w;
  }

  private static DataSet data() {
    double[] x = new double[N * T];
    int[] next = new int[N * T];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * i + 3 * i) % 7;
      next[i] = (2 * i) % 7;
    }
    return new DataSet("tokens", N, T, x, new Targets.Sequences(next, 7, T));
  }

  /** Of all data. */
  private static double[] outputs(LayeredModel model) {
    KernelProvider kernels = KernelProvider.best();
    try (Slab row = Slab.row(kernels.memory(), Precision.FLOAT64, W);
        TensorData data = TensorData.of(DATA, kernels.memory(), Precision.FLOAT64);
        Evaluator at = model.evaluator(kernels.create(), row, N)) {
      MatrixStack found = at.outputs(data.slice(0, N));
      double[] all = new double[found.size()];
      found.slab().load(0, found.offset(), all, all.length);
      return all;
    }
  }

  /** With what components make of the datum before, of the first that of the last. */
  private static double[] turned(String... components) {
    Map<String, List<double[]>> made = new LinkedHashMap<>();
    Map<String, Supplier<Tap>> watch = new LinkedHashMap<>();
    for (String one : components) {
      List<double[]> places = new ArrayList<>();
      made.put(one, places);
      watch.put(one, () -> (now, rows) -> places.add(now.clone()));
    }
    double[] own = outputs(new Taps(MODEL).with(watch));
    assertThat(own).containsExactly(outputs(MODEL));
    Map<String, Supplier<Tap>> turn = new LinkedHashMap<>();
    for (String one : components) {
      int[] place = new int[1];
      turn.put(
          one,
          () -> {
            // Of several places of a component the first is the first in the network.
            double[] of = made.get(one).get(place[0]++);
            return (now, rows) -> {
              int width = now.length / rows;
              for (int i = 0; i < rows; i++) {
                int donor = (i + rows - 1) % rows;
                System.arraycopy(of, donor * width, now, i * width, width);
              }
            };
          });
    }
    return outputs(new Taps(MODEL).with(turn));
  }

  private static double apart(double[] a, double[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @Test
  void allHeadsTogetherAreTheAttention() {
    double[] attention = turned("l0 attn");
    assertThat(apart(turned("l0h0", "l0h1", "l0h2", "l0h3"), attention)).isLessThan(1e-10);
    assertThat(apart(turned("l0h0", "l0h1", "l0h2"), attention)).isGreaterThan(1e-3);
    // Of grouped keys, without a term.
    assertThat(apart(turned("l1h0", "l1h1", "l1h2", "l1h3"), turned("l1 attn"))).isLessThan(1e-10);
  }

  /** Whoever gets all that another one had goes on as that one. */
  @Test
  void withAnothersEmbeddingTheOutputIsThatOfTheOther() {
    double[] own = outputs(MODEL);
    double[] turned = turned("embed");
    int width = own.length / N;
    for (int i = 0; i < N; i++) {
      for (int k = 0; k < width; k++) {
        assertThat(turned[i * width + k]).isEqualTo(own[(i + N - 1) % N * width + k]);
      }
    }
  }

  @Test
  void aBlockIsItsTwoParts() {
    assertThat(apart(turned("l0"), turned("l0 attn", "l0 mlp"))).isLessThan(1e-12);
    assertThat(apart(turned("l0"), turned("l0 attn"))).isGreaterThan(1e-3);
  }

  @Test
  void whatCannotBeSeenIsRefused() {
    for (String name : List.of("l7h0", "l0h9", "nosuch", "l0h0.query", "layers.9[2]")) {
      assertThatThrownBy(() -> new Taps(MODEL).require(name))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining(name.replaceAll("\\[.*", ""));
    }
  }
}
