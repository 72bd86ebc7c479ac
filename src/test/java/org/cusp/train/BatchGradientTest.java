package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Digits;
import org.cusp.data.Minibatches;
import org.cusp.model.Evaluator;
import org.cusp.model.Mlp;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Permutation;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.WatchedKernels;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class BatchGradientTest {
  @Test
  void shardsCoverTheBatch() {
    Shards shards = new Shards(1021, 5);
    int covered = 0;
    double weights = 0;
    for (int i = 0; i < 5; i++) {
      assertThat(shards.from(i)).isEqualTo(covered);
      covered += shards.size(i);
      weights += shards.weight(i);
    }
    assertThat(covered).isEqualTo(1021);
    assertThat(weights).isCloseTo(1, within(1e-15));
    assertThat(Shards.of(64, 2410).count()).isEqualTo(1);
    assertThat(Shards.of(128, 203_530).count()).isEqualTo(2);
    assertThat(Shards.of(511, 1_863_690).count()).isEqualTo(1);
    assertThat(Shards.of(512, 1_863_690).count()).isEqualTo(2);
    assertThat(Shards.of(4096, 1_863_690).count()).isEqualTo(8);
  }

  @Test
  void shardsTogetherGiveTheGradientOfTheWholeBatch() {
    DataSet digits = Digits.load();
    Mlp model = new Mlp(List.of(64, 128, 64, 10), Activation.TANH, new Likelihood.Categorical(10));
    RandomStream stream = RandomStream.of(1, Purpose.INITIALISATION, 0);
    Minibatches batches =
        new Minibatches(digits.n(), 1021, new Permutation(stream, digits.n())::at);
    Kernels kernels = KernelProvider.best().create();
    try (Workers workers = new Workers(2);
        TensorData data = TensorData.of(digits, KernelProvider.best().memory(), Precision.FLOAT64);
        Slab w =
            Slab.row(KernelProvider.best().memory(), Precision.FLOAT64, model.initialise(stream));
        BatchGradient sharded =
            new BatchGradient(model, w, data, batches, KernelProvider.best(), workers);
        Evaluator evaluator = model.evaluator(kernels, w, 1021);
        TensorData.Gathered memory = data.gathered(1, 1021);
        Slab whole =
            Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, 1, model.size());
        Slab losses = w.doublesBeside(1, 1021)) {
      double loss = sharded.evaluate(3);
      memory.numbers().setRow(0, batches.rows(3));
      evaluator.lossesAndGradient(memory.gather(kernels), whole, losses);
      double sum = 0;
      for (double each : losses.getRow(0)) {
        sum += each;
      }
      assertThat(loss).isCloseTo(sum / 1021, within(1e-12));
      double[] expected = whole.getRow(0);
      double[] found = sharded.gradient().getRow(0);
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-12));
      }
    }
  }

  /** On kernels of a device: the gradient and the update after it stay there. */
  @Test
  void aStepStaysWhereTheWeightsAre() {
    DataSet digits = Digits.load();
    Mlp model = new Mlp(List.of(64, 8, 10), Activation.TANH, new Likelihood.Categorical(10));
    RandomStream stream = RandomStream.of(1, Purpose.INITIALISATION, 0);
    Minibatches batches = new Minibatches(digits.n(), 50, new Permutation(stream, digits.n())::at);
    Optimizer optimizer = new Adam(new OptimizerSpec.Adam(0.9, 0.999, 1e-8, 0));
    WatchedKernels kernels = new WatchedKernels();
    try (Workers workers = new Workers(1);
        TensorData data = TensorData.of(digits, kernels.memory(), Precision.FLOAT32);
        Slab w = Slab.row(kernels.memory(), Precision.FLOAT32, model.initialise(stream));
        Slab first = w.zerosBeside(1, model.size());
        Slab second = w.zerosBeside(1, model.size());
        BatchGradient batch = new BatchGradient(model, w, data, batches, kernels, workers);
        Move move = optimizer.move(w, batch.gradient(), List.of(first, second))) {
      StepLoop update = batch.then(move);
      double[] losses = new double[4];
      for (int t = 0; t < losses.length; t++) {
        if (t == 2) {
          kernels.watch();
        }
        losses[t] = batch.evaluate(t);
        move.set(optimizer.factors(0.01, t));
        update.run();
      }
      assertThat(kernels.faults()).isEmpty();
      assertThat(kernels.bodies()).isEqualTo(4);
      // ln 10 = 2.303 at the start, with the spread of small random outputs.
      assertThat(losses[0]).isBetween(1.8, 3.5);
    }
  }
}
