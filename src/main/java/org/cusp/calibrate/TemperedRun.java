package org.cusp.calibrate;

import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.DrawObserver;
import org.cusp.run.Progress;
import org.cusp.run.TemperedChains;
import org.cusp.run.TemperedDraws;
import org.cusp.spec.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Replica exchange between the prior N(centre, I / gamma) and a posterior: a ladder is placed, the
 * chains forget how it was placed, then they draw until there are enough or the budget is reached.
 *
 * <p>Sources: K. Hukushima, K. Nemoto, "Exchange Monte Carlo method and application to spin glass
 * simulations", J. Phys. Soc. Japan 65 (1996) 1604-1608.
 */
public record TemperedRun(TemperingSpec settings, KernelProvider kernels, Workers workers) {
  private static final int BURN_IN = 50;
  private static final int BLOCK = 10;
  private static final int FIRST_DRAWS = 100;
  private static final int LEAST_DRAWS = 20;
  private static final int MOST_DRAWS = 50_000;

  /**
   * A quarter of the draws follow after those that were enough: a rule that looks at an error stops
   * where that error happens to be small, and the draws it stops at would understate it.
   */
  private static final int AFTERWARDS = 4;

  /** Draws without looking at parameters. */
  public TemperedDraws sample(PosteriorTensors shared, EnoughDraws rule, Progress progress) {
    return sample(shared, rule, DrawObserver.NONE, progress);
  }

  /**
   * Draws from the prior to the posterior.
   *
   * @param shared its posterior's centre is the mean of the prior and its gamma the precision
   * @param observer sees the parameters at the posterior's own temperature
   * @throws org.cusp.contract.InvalidInput where gamma is 0, or the budget too small for a ladder
   */
  public TemperedDraws sample(
      PosteriorTensors shared, EnoughDraws rule, DrawObserver observer, Progress progress) {
    try (TemperedChains live =
        new TemperedChains(
            shared, settings.chains(), settings.seed(), kernels, workers, observer)) {
      new LadderSearch(live, shared.posterior(), settings.budget(), progress).run();
      live.sweep(BURN_IN);
      live.record();
      if (settings.draws().isPresent()) {
        drawAll(live, settings.draws().getAsInt(), progress);
      } else {
        drawUntilEnough(live, rule, progress);
      }
      return live.draws();
    }
  }

  private static void drawAll(TemperedChains live, int draws, Progress progress) {
    while (live.drawn() < draws) {
      live.sweep(Math.min(BLOCK, draws - live.drawn()));
      progress.at(live.drawn() / (double) draws, "sampling", Double.NaN, Double.NaN);
    }
  }

  private void drawUntilEnough(TemperedChains live, EnoughDraws rule, Progress progress) {
    int target = FIRST_DRAWS;
    while (true) {
      drawTo(live, target);
      StoppingRule.State state = rule.of(live.draws());
      double byTime = live.seconds() / settings.budget();
      double share = Math.min(1, Math.max(byTime, 1 / Math.max(1, state.needed())));
      progress.at(share, "sampling", state.value(), state.se());
      if (state.enough()) {
        drawTo(live, live.drawn() + live.drawn() / AFTERWARDS);
        return;
      }
      if (live.drawn() < target || live.drawn() >= MOST_DRAWS) {
        return;
      }
      target = Math.min(MOST_DRAWS, state.next(live.drawn()));
    }
  }

  /** Fewer where the budget ends, but never so few that nothing could be said of them. */
  private void drawTo(TemperedChains live, int target) {
    while (live.drawn() < target
        && (live.seconds() < settings.budget() || live.drawn() < LEAST_DRAWS)) {
      live.sweep(Math.min(BLOCK, target - live.drawn()));
    }
  }
}
