package org.cusp.run;

import java.util.Arrays;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/** Runs the chains of a plan from beginning to end. */
public record ChainRunner(KernelProvider provider, Workers workers) {
  /** Between segments the runner reports; long enough that handing out work costs nothing. */
  private static final int SEGMENTS = 40;

  /**
   * All draws of the plan.
   *
   * @throws TimeIsUp where the deadline of the posterior's tensors comes before them
   */
  public Draws run(PosteriorTensors shared, RunPlan plan, Progress progress) {
    try (LiveChains chains =
        new LiveChains(
            shared,
            plan.sampler(),
            plan.chains(),
            plan.batches(shared.posterior().n()),
            provider,
            workers)) {
      int segment = Math.max(1, plan.recorded() / SEGMENTS);
      while (chains.drawn() < plan.recorded()) {
        if (!chains.draw(Math.min(segment, plan.recorded() - chains.drawn()), plan.thin())) {
          throw new TimeIsUp();
        }
        progress.at(
            chains.drawn() / (double) plan.recorded(),
            chains.drawn() <= plan.burnIn() ? "burn-in" : "sampling",
            mean(chains.energy(), plan.burnIn()),
            Double.NaN);
      }
      return chains.draws(plan);
    }
  }

  private static double mean(double[][] energy, int burnIn) {
    return Arrays.stream(energy)
        .flatMapToDouble(row -> Arrays.stream(row, Math.min(burnIn, row.length), row.length))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
