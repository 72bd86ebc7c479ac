package org.cusp.estimate.like;

import java.util.Arrays;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.GradientEstimate;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.ChainRunner;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.sampler.Sgld;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * An LLC as a recipe makes it. The loss differences are taken on the same batch, which has the mean
 * of those against the loss at w* of other batches.
 *
 * @param value the mean over chains and draws; NaN where a chain left the finite numbers
 * @param spread standard deviation of the means of the chains, which is what the field prints; NaN
 *     for one chain
 * @param se standard error as far as these draws can tell: the spread over the root of the number
 *     of chains; for one chain {@link Mcse#mean}
 * @param needs seconds that the recipe would take, where it was given up for want of them; infinite
 *     where none of it was done; NaN where it was run to its end
 */
public record FieldEstimate(double value, double spread, double se, double needs) {
  /**
   * By this recipe, whole or not at all: part of its draws would be another recipe.
   *
   * @param shared a posterior at the gamma and nBeta of the recipe, with the deadline
   * @param seed addresses noise and batches
   */
  public static FieldEstimate of(
      Recipe recipe,
      PosteriorTensors shared,
      long seed,
      KernelProvider kernels,
      Workers workers,
      Progress progress) {
    Posterior posterior = shared.posterior();
    Recipe.Lengths lengths = recipe.lengths();
    RunPlan plan =
        new RunPlan(
            new Sgld(recipe.step()),
            lengths.chains(),
            new RunPlan.Length(lengths.burnIn(), lengths.draws(), 1),
            recipe.batchOf(posterior.n()),
            new GradientEstimate.Plain(),
            seed);
    double start = Deadline.MONOTONE.seconds();
    double[] done = new double[1];
    Progress noted =
        (share, phase, value, se) -> {
          done[0] = share;
          progress.at(share, phase, value, se);
        };
    try {
      return of(new ChainRunner(kernels, workers).run(shared, plan, noted));
    } catch (TimeIsUp e) {
      double needs = (Deadline.MONOTONE.seconds() - start) / done[0];
      return new FieldEstimate(Double.NaN, Double.NaN, Double.NaN, needs);
    }
  }

  private static FieldEstimate of(Draws draws) {
    double nBeta = draws.posterior().nBeta();
    double[][] kept = draws.keptDeltaLoss();
    if (kept.length < draws.plan().chains()) {
      return new FieldEstimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double[] means = Arrays.stream(kept).mapToDouble(row -> nBeta * Moments.mean(row)).toArray();
    if (means.length == 1) {
      return new FieldEstimate(means[0], Double.NaN, nBeta * Mcse.mean(kept), Double.NaN);
    }
    double spread = Moments.standardDeviation(means);
    double se = spread / Math.sqrt(means.length);
    return new FieldEstimate(Moments.mean(means), spread, se, Double.NaN);
  }
}
