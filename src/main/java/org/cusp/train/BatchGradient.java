package org.cusp.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.data.Minibatches;
import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.BatchOrders;
import org.cusp.tensor.Clock;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.Workers;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/** The loss and gradient of the minibatch of a step, its shards in parallel. */
final class BatchGradient implements AutoCloseable {
  private static final int BLOCK = 4096;

  /** Operand: the losses of a shard; adds them to the sum. */
  private static final Update TOTAL =
      Update.named("total-loss").with(new Update.Sum.Added(Term.value(0)));

  private final Shards shards;
  private final Workers workers;
  private final BatchOrders orders;
  private final Clock clock;
  private final List<Shard> parts = new ArrayList<>();
  private final RunningStatistics statistics;
  private final Slab gradient;
  private final Slab loss;
  private final List<Move> sums = new ArrayList<>();
  private final StepLoop loop;

  /** What one shard owns: nothing is shared between tasks but the weights and the data. */
  private record Shard(
      Kernels kernels,
      Evaluator evaluator,
      TensorData.Gathered memory,
      Slab losses,
      Slab gradient,
      double[] sum,
      double[] term) {}

  BatchGradient(
      Model model,
      Slab w,
      TensorData data,
      Minibatches batches,
      KernelProvider provider,
      Workers workers) {
    this.workers = workers;
    this.clock = Clock.in(w.memory());
    this.orders =
        new BatchOrders(w.memory(), batches.n(), batches.batch(), List.of(batches.shuffle()::at));
    this.statistics = new RunningStatistics(model, w);
    // An accelerator is one device: cutting the batch would only slow it down. Statistics are of
    // all.
    this.shards =
        provider.prefersWidePasses() || !model.fixed().isEmpty()
            ? new Shards(batches.batch(), 1)
            : Shards.of(batches.batch(), w.columns());
    for (int i = 0; i < shards.count(); i++) {
      int size = shards.size(i);
      Kernels kernels = provider.create();
      parts.add(
          new Shard(
              kernels,
              model.training(kernels, w, statistics.next(), size),
              data.gathered(1, size),
              w.doublesBeside(1, size),
              w.zerosBeside(1, w.columns()),
              new double[BLOCK],
              new double[BLOCK]));
    }
    this.gradient = shards.count() == 1 ? parts.get(0).gradient() : w.zerosBeside(1, w.columns());
    this.loss = w.doublesBeside(1, 1);
    sums.add(Move.of(Update.CLEAR, new double[0], loss));
    parts.forEach(it -> sums.add(Move.of(TOTAL, new double[0], it.losses()).summing(loss)));
    // Shards are for threads of the host, which also adds their gradients up.
    boolean onHost = shards.count() > 1 || model.isOnHost() || !data.isHeld();
    this.loop = onHost ? this::evaluate : kernels().loop(this::evaluate);
  }

  /** The gradient of the mean loss of the minibatch last evaluated. */
  Slab gradient() {
    return gradient;
  }

  /** What a step carries on beside the weights. */
  RunningStatistics statistics() {
    return statistics;
  }

  /** Kernels for the thread that calls {@link #evaluate}, between calls. */
  Kernels kernels() {
    return parts.get(0).kernels();
  }

  /** The mean loss of the step's minibatch; its gradient is left in {@link #gradient}. */
  double evaluate(long step) {
    orders.prepare(step);
    clock.set(step);
    loop.run();
    return loss.getRow(0)[0] / orders.batch();
  }

  /** The body of every step. */
  private void evaluate() {
    workers.run(shards.count(), this::evaluateShard);
    if (shards.count() > 1) {
      sumGradients();
    }
    sums.forEach(kernels()::update);
  }

  /** What is done with the gradient in every step, after {@link #evaluate(long)}. */
  StepLoop then(Move move) {
    return kernels().loop(() -> kernels().update(move));
  }

  private void evaluateShard(int number) {
    Shard shard = parts.get(number);
    shard.kernels().batchRows(orders, clock, shards.from(number), shard.memory().numbers());
    Batch batch = shard.memory().gather(shard.kernels());
    shard.evaluator().lossesAndGradient(batch, shard.gradient(), shard.losses());
  }

  /**
   * Weighted by size, in the order of the shards; each task has its own stretch of parameters. The
   * shards' gradients are read where they are: copying them into one slab for {@link
   * Kernels#weightedSum} and summing in one thread would take longer than the sum.
   */
  private void sumGradients() {
    workers.run(shards.count(), this::sumStretch);
  }

  private void sumStretch(int number) {
    long columns = gradient.columns();
    int end = (int) (columns * (number + 1) / shards.count());
    for (int at = (int) (columns * number / shards.count()); at < end; at += BLOCK) {
      sumBlock(at, Math.min(BLOCK, end - at), parts.get(number));
    }
  }

  private void sumBlock(int from, int length, Shard memory) {
    double[] sum = memory.sum();
    double[] term = memory.term();
    Arrays.fill(sum, 0);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).gradient().load(0, from, term, length);
      double weight = shards.weight(i);
      for (int k = 0; k < length; k++) {
        sum[k] += weight * term[k];
      }
    }
    gradient.store(0, from, sum, length);
  }

  @Override
  public void close() {
    for (Shard shard : parts) {
      shard.evaluator().close();
      shard.memory().close();
      shard.losses().close();
      shard.gradient().close();
    }
    sums.forEach(Move::close);
    loss.close();
    statistics.close();
    orders.close();
    clock.close();
    if (shards.count() > 1) {
      gradient.close();
    }
  }
}
