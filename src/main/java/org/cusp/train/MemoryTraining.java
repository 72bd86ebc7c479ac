package org.cusp.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Minibatches;
import org.cusp.model.Model;
import org.cusp.model.batch.TensorData;
import org.cusp.rng.Permutation;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.training.TrainSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * Trains without a run directory: no checkpoints, no trajectory, the last weights alone. The same
 * steps as {@link Trainer}.
 */
public record MemoryTraining(TrainSpec settings, KernelProvider kernels, Workers workers) {
  public MemoryTraining {
    Start.requireDrawn(settings);
  }

  /**
   * The weights after the last step, from initial weights and minibatches by the seed; empty where
   * the loss or a weight ceased to be finite.
   */
  public Optional<double[]> train(Model model, Precision precision, DataSet data, long seed) {
    return train(model, precision, data, seed, Bookmark.NONE);
  }

  /** The same, which another process may go on with. */
  public Optional<double[]> train(
      Model model, Precision precision, DataSet data, long seed, Bookmark bookmark) {
    Optimizer optimizer = Optimizer.of(settings.optimizer());
    double[] initial = model.initialise(RandomStream.of(seed, Purpose.INITIALISATION, 0));
    List<Slab> state = new ArrayList<>();
    try (Slab w = Slab.row(kernels.memory(), precision, initial);
        TensorData tensors = TensorData.of(data, kernels.memory(), precision)) {
      optimizer.stateNames().forEach(n -> state.add(w.zerosBeside(1, initial.length)));
      BatchGradient batch =
          new BatchGradient(model, w, tensors, batches(data.n(), seed), kernels, workers);
      try (TrainingSteps steps = new TrainingSteps(settings, batch, w, state)) {
        Weights kept = new Weights(w, state);
        bookmark.holds("weights", kept);
        for (long t = kept.step; t < settings.steps(); t++) {
          if (!Double.isFinite(steps.evaluate(t))) {
            return Optional.empty();
          }
          steps.take(t);
          kept.step = t + 1;
          bookmark.turn();
        }
      }
      return finite(w.getRow(0));
    } finally {
      state.forEach(Slab::close);
    }
  }

  /** All that the steps to come depend on. */
  private static final class Weights implements HasState {
    private final Slab w;
    private final List<Slab> ofOptimizer;
    private long step;

    Weights(Slab w, List<Slab> ofOptimizer) {
      this.w = w;
      this.ofOptimizer = ofOptimizer;
    }

    @Override
    public void state(State at) {
      step = at.whole("step", step);
      w.state(at.in("w"));
      for (int i = 0; i < ofOptimizer.size(); i++) {
        ofOptimizer.get(i).state(at.in("optimizer" + i));
      }
    }
  }

  private Minibatches batches(int n, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.TRAINING_BATCH, 0);
    return new Minibatches(n, settings.batch(), new Permutation(stream, n)::at);
  }

  private static Optional<double[]> finite(double[] w) {
    for (double value : w) {
      if (!Double.isFinite(value)) {
        return Optional.empty();
      }
    }
    return Optional.of(w);
  }
}
