package org.cusp.train;

import java.nio.file.Files;
import java.util.function.BooleanSupplier;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Trains the network of a spec in a run directory. The weights after a step are a function of the
 * spec and the data alone, whatever the number of threads, and whether training was interrupted or
 * not.
 *
 * @param stop asked before every step; once true, the state is saved and training ends
 */
public record Trainer(
    KernelProvider kernels, Workers workers, TrainingListener listener, BooleanSupplier stop) {
  /**
   * Trains to the last step, from where an earlier call was stopped.
   *
   * @throws InvalidInput if the data or the batch do not fit, or a file cannot be read or written
   */
  public TrainingResult train(Spec spec, LoadedData data, RunDirectory run) {
    spec.model().requireFits(data.train());
    data.test().ifPresent(spec.model()::requireFits);
    spec.train().requireFits(data.train().n());
    Optimizer optimizer = Optimizer.of(spec.train().optimizer());
    try (TrainingState state = state(spec, optimizer, run)) {
      long last = spec.train().steps();
      if (state.step() == last && isComplete(spec, run)) {
        return new TrainingResult(
            TrainingResult.Status.ALREADY_COMPLETE,
            last,
            "training was complete already, at step " + last);
      }
      try (TrainingLoop loop = new TrainingLoop(this, spec, data, run, optimizer, state)) {
        return loop.run();
      }
    }
  }

  private TrainingState state(Spec spec, Optimizer optimizer, RunDirectory run) {
    int parameters = spec.model().build().size();
    if (Files.exists(run.resumeFile())) {
      TrainingState state =
          TrainingState.read(
              run.resumeFile(), kernels.memory(), spec.model().precision(), parameters, optimizer);
      if (isWhole(spec, run, state.step())) {
        return state;
      }
      state.close();
    }
    return TrainingState.initial(
        kernels.memory(), spec.model().precision(), spec.initialWeights(), optimizer);
  }

  /** Whether all that was written before a step is there; otherwise training begins again. */
  private static boolean isWhole(Spec spec, RunDirectory run, long step) {
    return step <= spec.train().steps()
        && Files.exists(run.trajectory())
        && spec.train().checkpoints().stream()
            .allMatch(at -> at >= step || Files.exists(run.checkpoint(at)));
  }

  private static boolean isComplete(Spec spec, RunDirectory run) {
    return spec.train().checkpoints().stream().allMatch(at -> Files.exists(run.checkpoint(at)));
  }
}
