package org.cusp.train;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.state.FileBookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Trains the network of a spec in a run directory. The weights after a step are a function of the
 * spec and the data alone, whatever the number of threads, and whether training was interrupted or
 * not.
 *
 * @param stop asked before every step; once true, the state is saved and training ends
 * @param saveEvery the state is saved when so much time has passed, and at every checkpoint: a
 *     process that is killed loses no more
 */
public record Trainer(
    KernelProvider kernels,
    Workers workers,
    TrainingListener listener,
    BooleanSupplier stop,
    Duration saveEvery) {
  private static final Duration SAVE_EVERY = Duration.ofMillis((long) (1e3 * FileBookmark.EVERY));

  /** Saves as often as other work ({@link FileBookmark#EVERY}). */
  public Trainer(
      KernelProvider kernels, Workers workers, TrainingListener listener, BooleanSupplier stop) {
    this(kernels, workers, listener, stop, SAVE_EVERY);
  }

  /** Trains from drawn weights, see {@link #train(Spec, LoadedData, RunDirectory, Start)}. */
  public TrainingResult train(Spec spec, LoadedData data, RunDirectory run) {
    return train(spec, data, run, Start.drawn(spec));
  }

  /**
   * Trains to the last step, from where an earlier call was stopped.
   *
   * @param start what the first step is taken from
   * @throws InvalidInput if the data or the batch do not fit, a file cannot be read or written, or
   *     the run was begun on other data, with other settings, other kernels or another version
   */
  public TrainingResult train(Spec spec, LoadedData data, RunDirectory run, Start start) {
    spec.model().requireTrainable(spec.train().batch());
    spec.model().requireFits(data.train());
    data.test().ifPresent(spec.model()::requireFits);
    spec.train().requireFits(data.train().n());
    Optimizer optimizer = Optimizer.of(spec.train().optimizer());
    TrainingFacts facts = TrainingFacts.of(spec, data, kernels, start);
    try (TrainingState state = state(spec, optimizer, run, start)) {
      Map<String, String> before = state.metadata();
      facts.requireSameSubject(run.root(), before);
      long last = spec.train().steps();
      if (state.step() == last && isComplete(spec, run)) {
        listener.accepted();
        return new TrainingResult(
            TrainingResult.Status.ALREADY_COMPLETE,
            last,
            "training was complete already, at step " + last);
      }
      if (!isWhole(spec, run, state.step())) {
        listener.accepted();
        return fromTheBeginning(spec, data, run, start, facts);
      }
      facts.requireSameArithmetic(run.root(), before);
      listener.accepted();
      return loop(spec, data, run, state, facts);
    }
  }

  private TrainingResult fromTheBeginning(
      Spec spec, LoadedData data, RunDirectory run, Start start, TrainingFacts facts) {
    try (TrainingState state = initial(spec, Optimizer.of(spec.train().optimizer()), start)) {
      return loop(spec, data, run, state, facts);
    }
  }

  private TrainingResult loop(
      Spec spec, LoadedData data, RunDirectory run, TrainingState state, TrainingFacts facts) {
    try (TrainingLoop loop = new TrainingLoop(this, spec, data, run, state, facts)) {
      return loop.run();
    }
  }

  private TrainingState state(Spec spec, Optimizer optimizer, RunDirectory run, Start start) {
    return Files.exists(run.resumeFile())
        ? TrainingState.read(
            run.resumeFile(),
            kernels.memory(),
            spec.model().precision(),
            spec.model().build().size(),
            optimizer)
        : initial(spec, optimizer, start);
  }

  private TrainingState initial(Spec spec, Optimizer optimizer, Start start) {
    return TrainingState.initial(
        kernels.memory(), spec.model().precision(), start.weights().get(), optimizer);
  }

  /** Whether all that was written before a step is there; otherwise training begins again. */
  private static boolean isWhole(Spec spec, RunDirectory run, long step) {
    return step == 0
        || step <= spec.train().steps()
            && Files.exists(run.trajectory())
            && spec.train().checkpoints().stream()
                .allMatch(at -> at >= step || Files.exists(run.checkpoint(at)));
  }

  private static boolean isComplete(Spec spec, RunDirectory run) {
    return spec.train().checkpoints().stream().allMatch(at -> Files.exists(run.checkpoint(at)));
  }
}
