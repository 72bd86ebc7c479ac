package org.cusp.train;

import java.util.List;
import org.cusp.spec.training.TrainSpec;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;

/**
 * The steps of a training: the gradient of a minibatch, what the spec's rules make of it, the
 * optimizer's move, and the running statistics after it.
 */
final class TrainingSteps implements AutoCloseable {
  private final TrainSpec settings;
  private final Optimizer optimizer;
  private final BatchGradient batch;
  private final Move move;
  private final StepLoop update;
  private final GradientRules rules;

  /**
   * @param batch closed with this
   * @param w the weights (Modified)
   * @param state the optimizer's (Modified)
   */
  TrainingSteps(TrainSpec settings, BatchGradient batch, Slab w, List<Slab> state) {
    this.settings = settings;
    this.optimizer = Optimizer.of(settings.optimizer());
    this.batch = batch;
    this.move = optimizer.move(w, batch.gradient(), state);
    this.update = batch.then(move);
    this.rules = new GradientRules(settings.gradient(), batch.kernels(), w, batch.gradient());
  }

  /** The mean loss of a step's minibatch; its gradient is there then. */
  double evaluate(long t) {
    return batch.evaluate(t);
  }

  /** The norm of that gradient, before {@link #take}. */
  double gradientNorm() {
    return Math.sqrt(rules.squares(batch.gradient()));
  }

  /** The sum of the squares of a slab like the weights. */
  double squares(Slab slab) {
    return rules.squares(slab);
  }

  /** Takes the step that was evaluated. */
  void take(long t) {
    rules.apply();
    batch.statistics().clear(batch.gradient());
    move.set(optimizer.factors(settings.rate(t), t));
    update.run();
    batch.statistics().commit();
  }

  @Override
  public void close() {
    move.close();
    batch.close();
    rules.close();
  }
}
