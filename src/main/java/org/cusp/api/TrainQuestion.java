package org.cusp.api;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.spec.training.OptimizerType;
import org.cusp.spec.training.TrainSpec;
import org.cusp.train.MemoryTraining;

/**
 * A training in memory. Immutable: each method gives another question.
 *
 * @since 0.2.0
 */
public record TrainQuestion(
    Model model, DataSet data, TrainSpec settings, long seed, Machine machine) {
  private static final OptimizerSpec ADAM = new OptimizerSpec.Adam(0.9, 0.999, 1e-8, 0);
  private static final double RATE = 0.003;
  private static final int BATCH = 64;
  private static final int STEPS = 3000;

  static TrainQuestion of(Model model, DataSet data) {
    TrainSpec adam = adam(RATE, Math.min(BATCH, data.n()), STEPS);
    return new TrainQuestion(model, data, adam, 1, Machine.here());
  }

  private static TrainSpec adam(double rate, int batch, int steps) {
    return new TrainSpec(
        new TrainSpec.Rule(OptimizerType.ADAM, ADAM),
        TrainSpec.First.drawn(1),
        TrainSpec.Rate.constant(rate),
        batch,
        steps,
        new TrainSpec.Looks(List.of(steps), steps));
  }

  /** So many updates of the weights; 3000 unless said. */
  public TrainQuestion steps(int count) {
    return with(adam(settings.rate().learning(), settings.batch(), count));
  }

  /** The rate of Adam; 0.003 unless said. */
  public TrainQuestion learningRate(double rate) {
    return with(adam(rate, settings.batch(), settings.steps()));
  }

  /** Data in a minibatch; 64 unless said, or all where there are fewer. */
  public TrainQuestion batch(int size) {
    return with(adam(settings.rate().learning(), size, settings.steps()));
  }

  /** Of initial weights and minibatches; 1 unless said. */
  public TrainQuestion seed(long value) {
    return new TrainQuestion(model, data, settings, value, machine);
  }

  /** Other settings altogether. */
  public TrainQuestion with(TrainSpec other) {
    return new TrainQuestion(model, data, other, seed, machine);
  }

  /** Other kernels, threads or precision. */
  public TrainQuestion on(Machine other) {
    return new TrainQuestion(model, data, settings, seed, other);
  }

  /**
   * The weights after the last step.
   *
   * @throws InvalidInput where model and data do not fit, or the weights leave the finite numbers
   */
  public double[] run() {
    return machine
        .with(
            workers ->
                new MemoryTraining(settings, machine.kernels(), workers)
                    .train(model, machine.precision(), data, seed))
        .orElseThrow(
            () ->
                new InvalidInput(
                    "training left the finite numbers; learningRate "
                        + settings.rate().learning()
                        + " may be too large"));
  }
}
