package org.cusp.verdict;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.diagnostics.Thresholds;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.tuning.GradientCost;
import org.cusp.tuning.OutOfTime;
import org.cusp.tuning.TemperedRun;

/**
 * What replica exchange between the localisation N(w*, I/gamma) and the posterior finds. All other
 * chains start at w*, and where the localisation reaches another component that they cannot walk
 * to, they agree with each other on a number that is not the posterior's: nothing in their draws
 * tells. States that are drawn from the localisation itself and cooled enter every component.
 *
 * @param llc nBeta E[L_n(w) - L_n(w*)] at the posterior's temperature
 */
public record ReplicaCheck(Estimate llc) {
  /** In more dimensions the ladder becomes longer than the run that is checked. */
  static final int MOST_PARAMETERS = 20;

  /** Of the budget. */
  private static final double SHARE = 0.1;

  /** More than ladder and draws have taken for problems of this size. */
  private static final double GRADIENTS = 250_000;

  private static final int DRAWS = 150;

  /** States that came all the way from the prior, over all chains. */
  private static final int FEWEST_ARRIVALS = 16;

  /** Whether it is worth its price: in few dimensions, and a small part of the budget. */
  public static boolean isAffordable(
      Posterior posterior, GradientCost cost, double budget, int threads) {
    double seconds = GRADIENTS * cost.allData() / threads;
    return posterior.size() <= MOST_PARAMETERS && posterior.gamma() > 0 && seconds < SHARE * budget;
  }

  /** Absent where time is up before, or where the replicas have not mixed themselves. */
  public static Optional<ReplicaCheck> of(
      PosteriorTensors shared, long seed, KernelProvider kernels, Workers workers) {
    TemperingSpec settings = TemperingSpec.defaults(seed).withDraws(DRAWS);
    TemperedRun run = new TemperedRun(settings, kernels, workers);
    try {
      return of(run.sample(shared, draws -> null, Progress.NONE));
    } catch (OutOfTime e) {
      return Optional.empty();
    }
  }

  private static Optional<ReplicaCheck> of(TemperedDraws draws) {
    double[][] energy = draws.coldest();
    boolean mixed =
        Arrays.stream(draws.arrivals()).sum() >= FEWEST_ARRIVALS
            && Rhat.rankNormalised(energy) < Thresholds.RHAT_REJECTED;
    double beta = draws.posterior().beta();
    return mixed
        ? Optional.of(
            new ReplicaCheck(new Estimate(beta * Moments.mean(energy), beta * Mcse.mean(energy))))
        : Optional.empty();
  }
}
