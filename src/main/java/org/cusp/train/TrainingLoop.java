package org.cusp.train;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.cusp.data.DataSet;
import org.cusp.data.Minibatches;
import org.cusp.model.DataLosses;
import org.cusp.model.batch.TensorData;
import org.cusp.rng.Permutation;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.spec.training.TrainSpec;
import org.cusp.tensor.Slab;

/** One training under way, with its memory. */
final class TrainingLoop implements AutoCloseable {
  private static final long NANOS_BETWEEN_REPORTS = 200_000_000L;

  private final Trainer trainer;
  private final Spec spec;
  private final TrainSpec settings;
  private final RunDirectory run;
  private final TrainingState state;
  private final TrainingFacts facts;
  private final Evaluated train;
  private final Optional<Evaluated> test;
  private final TrainingSteps steps;
  private final Set<Integer> checkpoints;
  private final long firstStep;
  private final long startNanos;
  private final double secondsBefore;
  private long reportedNanos;
  private long savedNanos;

  /** A data set and its copy in tensor memory. */
  private record Evaluated(DataSet data, TensorData tensors) {
    static Evaluated of(DataSet data, Slab like) {
      return new Evaluated(data, TensorData.of(data, like.memory(), like.precision()));
    }
  }

  TrainingLoop(
      Trainer trainer,
      Spec spec,
      LoadedData data,
      RunDirectory run,
      TrainingState state,
      TrainingFacts facts) {
    this.trainer = trainer;
    this.spec = spec;
    this.settings = spec.train();
    this.run = run;
    this.state = state;
    this.facts = facts;
    this.train = Evaluated.of(data.train(), state.weights());
    this.test = data.test().map(held -> Evaluated.of(held, state.weights()));
    BatchGradient batch =
        new BatchGradient(
            spec.model().build(),
            state.weights(),
            train.tensors(),
            minibatches(spec, data.train().n()),
            trainer.kernels(),
            trainer.workers());
    this.steps = new TrainingSteps(settings, batch, state.weights(), state.optimizer());
    this.checkpoints = new HashSet<>(settings.checkpoints());
    this.firstStep = state.step();
    this.secondsBefore = state.seconds();
    this.startNanos = System.nanoTime();
    this.reportedNanos = startNanos;
    this.savedNanos = startNanos;
  }

  private static Minibatches minibatches(Spec spec, int n) {
    RandomStream stream = RandomStream.of(spec.seed(), Purpose.TRAINING_BATCH, 0);
    return new Minibatches(n, spec.train().batch(), new Permutation(stream, n)::at);
  }

  TrainingResult run() {
    trainer.listener().begins(firstStep);
    try (Trajectory trajectory = Trajectory.resume(run.trajectory(), firstStep)) {
      for (long t = firstStep; ; t++) {
        if (t < settings.steps() && trainer.stop().getAsBoolean()) {
          save(t, trajectory);
          return ended(TrainingResult.Status.STOPPED, t, "training stopped at step " + t);
        }
        if (System.nanoTime() - savedNanos > trainer.saveEvery().toNanos()) {
          save(t, trajectory);
        }
        double loss = steps.evaluate(t);
        if (!Double.isFinite(loss)) {
          return diverged(t, "loss is " + loss);
        }
        if (isDue(t)) {
          TrajectoryRow row = evaluate(t);
          if (!isFinite(row)) {
            return diverged(t, "loss is " + row.loss() + ", gradient norm " + row.gradientNorm());
          }
          trajectory.append(row);
          trainer.listener().evaluated(row, settings.steps(), stepsPerSecond(t));
          checkpoint(t, trajectory);
        }
        if (t == settings.steps()) {
          save(t, trajectory);
          return ended(TrainingResult.Status.COMPLETED, t, "training completed " + t + " steps");
        }
        steps.take(t);
        report(t + 1, loss);
      }
    }
  }

  private boolean isDue(long t) {
    return t % settings.evaluateEvery() == 0
        || t == settings.steps()
        || checkpoints.contains((int) t);
  }

  private TrajectoryRow evaluate(long t) {
    DataLosses onTrain = losses(train);
    Optional<DataLosses> onTest = test.map(this::losses);
    return new TrajectoryRow(
        t,
        epoch(t),
        new TrajectoryRow.Losses(
            onTrain.mean(),
            onTest.map(found -> OptionalDouble.of(found.mean())).orElse(OptionalDouble.empty()),
            accuracy(onTrain),
            onTest.map(TrainingLoop::accuracy).orElse(OptionalDouble.empty())),
        settings.rate(t),
        steps.gradientNorm(),
        seconds());
  }

  private DataLosses losses(Evaluated set) {
    return DataLosses.of(
        spec.model().build(),
        state.weights(),
        set.data(),
        set.tensors(),
        trainer.kernels(),
        trainer.workers());
  }

  private static OptionalDouble accuracy(DataLosses losses) {
    return Double.isNaN(losses.accuracy())
        ? OptionalDouble.empty()
        : OptionalDouble.of(losses.accuracy());
  }

  /** The test loss may be infinite with finite weights; the weights themselves may not. */
  private boolean isFinite(TrajectoryRow row) {
    return Double.isFinite(row.loss())
        && Double.isFinite(row.gradientNorm())
        && Double.isFinite(steps.squares(state.weights()));
  }

  private void checkpoint(long t, Trajectory trajectory) {
    if (!checkpoints.contains((int) t)) {
      return;
    }
    Checkpoint.of(spec, t, epoch(t), state.weights().getRow(0)).write(run.checkpoint(t));
    save(t, trajectory);
  }

  /** The rows of all steps before this one must be on the disk before a state that skips them. */
  private void save(long t, Trajectory trajectory) {
    trajectory.force();
    state.at(t, seconds());
    state.write(run.resumeFile(), facts);
    savedNanos = System.nanoTime();
  }

  private double epoch(long t) {
    return t * (double) settings.batch() / train.data().n();
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) * 1e-9;
  }

  private double stepsPerSecond(long t) {
    return (t - firstStep) / Math.max(1e-9, (System.nanoTime() - startNanos) * 1e-9);
  }

  private void report(long step, double loss) {
    long now = System.nanoTime();
    if (now - reportedNanos > NANOS_BETWEEN_REPORTS) {
      reportedNanos = now;
      trainer.listener().stepped(step, settings.steps(), loss, stepsPerSecond(step));
    }
  }

  private static TrainingResult diverged(long t, String what) {
    String message = "training diverged at step " + t + ": " + what + "; lower train.learningRate";
    return ended(TrainingResult.Status.DIVERGED, t, message);
  }

  private static TrainingResult ended(TrainingResult.Status status, long t, String message) {
    return new TrainingResult(status, t, message);
  }

  @Override
  public void close() {
    steps.close();
    train.tensors().close();
    test.ifPresent(held -> held.tensors().close());
  }
}
