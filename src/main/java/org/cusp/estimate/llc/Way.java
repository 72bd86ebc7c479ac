package org.cusp.estimate.llc;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.tuning.AlongRun;
import org.cusp.tuning.Before;
import org.cusp.tuning.MetropolisRun;
import org.cusp.tuning.Schedule;

/**
 * How Metropolis-corrected chains come to a parameter: by a warm-up of their own, or along the
 * training that it is a checkpoint of.
 *
 * @param step of training; empty for a parameter alone
 * @param before the checkpoint whose chains go on here
 */
public record Way(OptionalLong step, Optional<Before> before) {
  /** For a parameter alone. */
  public static final Way ALONE = new Way(OptionalLong.empty(), Optional.empty());

  /** To one of a run's checkpoints. */
  public static Way to(long step, Optional<Before> before) {
    return new Way(OptionalLong.of(step), before);
  }

  /** What a schedule says of it; null for a parameter alone. */
  public Schedule.Along recorded() {
    return step.isPresent() ? Schedule.Along.of(step.getAsLong(), before) : null;
  }

  AlongRun.Drawn sample(
      MetropolisRun run,
      PosteriorTensors shared,
      int chains,
      OptionalDouble foreseen,
      Progress progress) {
    return step.isPresent()
        ? along(run).sample(shared, chains, foreseen, progress)
        : alone(run.sample(shared, chains, foreseen, progress));
  }

  AlongRun.Drawn replay(
      MetropolisRun run, PosteriorTensors shared, Schedule schedule, Progress progress) {
    return step.isPresent()
        ? along(run).replay(shared, schedule, progress)
        : alone(run.replay(shared, schedule, progress));
  }

  private AlongRun along(MetropolisRun run) {
    return new AlongRun(run, step.getAsLong(), before);
  }

  private static AlongRun.Drawn alone(MetropolisRun.Drawn drawn) {
    return new AlongRun.Drawn(drawn, Optional.empty());
  }
}
