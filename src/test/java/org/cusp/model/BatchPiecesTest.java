package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;

/** A batch of which a few data fill a piece: its gradient is the mean of those of its data. */
class BatchPiecesTest {
  private static final int V = 40;
  private static final int T = 32;
  private static final int N = 11;
  private static final int BATCH = 9;
  private static final RandomStream STREAM = RandomStream.of(8, Purpose.INPUTS, 0);

  private static LayerNetwork network() {
    List<Object> layers =
        List.of(
            Map.of("embedding", Map.of("vocabulary", V, "width", 128)),
            Map.of("residual", List.of("layer-norm", Map.of("attention", 4))),
            Map.of("residual", List.of(Map.of("dense", 256), "gelu", Map.of("dense", 128))),
            Map.of("dense", V));
    return new LayerNetwork(
        Shape.vector(T),
        Layers.read("", "layers.", layers),
        new PerPosition(new Likelihood.Categorical(V), T, PerPosition.Datum.SEQUENCE));
  }

  private static DataSet data() {
    int[] ids = new int[N * T];
    Arrays.setAll(ids, i -> (int) (V * STREAM.uniform(0, i)));
    int[] next = new int[N * T];
    Arrays.setAll(next, i -> (int) (V * STREAM.uniform(1, i)));
    double[] x = Arrays.stream(ids).asDoubleStream().toArray();
    return new DataSet("pieces", N, T, x, new Targets.Sequences(next, V, T));
  }

  /** The largest difference in the places of the first. */
  private static double apart(double[] a, double[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @Test
  void chosenDataGiveTheMeanOfTheirGradients() {
    KernelProvider provider = KernelProvider.best();
    LayerNetwork model = network();
    int[][] chosen = {new int[BATCH], new int[BATCH]};
    Arrays.setAll(chosen[0], i -> (5 * i + 3) % N);
    Arrays.setAll(chosen[1], i -> (7 * i + 1) % N);
    double[] w = model.initialise(RandomStream.of(3, Purpose.INITIALISATION, 0));
    Kernels kernels = provider.create();
    try (TensorData data = TensorData.of(data(), provider.memory(), Precision.FLOAT64);
        Slab at = Slab.repeat(provider.memory(), Precision.FLOAT64, 2, w);
        Slab gradient = at.zerosBeside(2, w.length);
        Slab losses = at.doublesBeside(2, BATCH);
        TensorData.Gathered gathered = data.gathered(2, BATCH);
        Evaluator evaluator = model.evaluator(kernels, at, BATCH);
        Evaluator single = model.evaluator(kernels, at, 1)) {
      for (int chain = 0; chain < 2; chain++) {
        gathered.numbers().setRow(chain, chosen[chain]);
      }
      evaluator.lossesAndGradient(gathered.gather(kernels), gradient, losses);
      double[][] found = {gradient.getRow(0), gradient.getRow(1)};
      double[][] foundLosses = {losses.getRow(0), losses.getRow(1)};
      double[][] wanted = new double[2][w.length];
      double[][] each = new double[N][];
      double[] alone = new double[N];
      for (int i = 0; i < N; i++) {
        single.lossesAndGradient(data.slice(i, 1), gradient, losses);
        each[i] = gradient.getRow(0);
        alone[i] = losses.getRow(0)[0];
      }
      for (int chain = 0; chain < 2; chain++) {
        for (int i = 0; i < BATCH; i++) {
          assertThat(foundLosses[chain][i]).isCloseTo(alone[chosen[chain][i]], within(1e-12));
          for (int j = 0; j < w.length; j++) {
            wanted[chain][j] += each[chosen[chain][i]][j] / BATCH;
          }
        }
        assertThat(apart(found[chain], wanted[chain])).isLessThan(1e-13);
      }
    }
  }

  @Test
  void outputsAndLossesOfABatchAreThoseOfItsData() {
    KernelProvider provider = KernelProvider.best();
    LayerNetwork model = network();
    double[] w = model.initialise(RandomStream.of(3, Purpose.INITIALISATION, 0));
    Kernels kernels = provider.create();
    try (TensorData data = TensorData.of(data(), provider.memory(), Precision.FLOAT64);
        Slab at = Slab.row(provider.memory(), Precision.FLOAT64, w);
        Slab losses = at.doublesBeside(1, N);
        Evaluator evaluator = model.evaluator(kernels, at, N);
        Evaluator single = model.evaluator(kernels, at, 1)) {
      Batch all = data.slice(0, N);
      evaluator.losses(all, losses);
      double[] found = losses.getRow(0);
      double[] outputs = evaluator.outputs(all).slab().getRow(0);
      for (int i = 0; i < N; i++) {
        single.losses(data.slice(i, 1), losses);
        assertThat(found[i]).isCloseTo(losses.getRow(0)[0], within(1e-12));
        double[] alone = single.outputs(data.slice(i, 1)).slab().getRow(0);
        double[] here = Arrays.copyOfRange(outputs, i * T * V, (i + 1) * T * V);
        assertThat(apart(here, alone)).isLessThan(1e-12);
      }
    }
  }
}
