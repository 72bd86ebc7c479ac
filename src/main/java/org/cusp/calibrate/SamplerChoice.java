package org.cusp.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.posterior.Posterior;
import org.cusp.spec.LlcSpec;

/**
 * Which sampler, with how many chains, and why.
 *
 * @param reasons in the order of thought, for the user
 */
public record SamplerChoice(String sampler, int chains, List<String> reasons) {
  /** A trajectory is about so long in units of the widest direction's scale. */
  private static final double LENGTH = 1;

  /** Transitions that a run takes at least. */
  private static final int TRANSITIONS = WarmUp.LEAST + 100;

  /**
   * All data at the price of so many batches are worth it: they need no correction for the step.
   */
  private static final double WORTH = 4;

  /** What is estimated to take so many budgets is still worth beginning on all data. */
  private static final double PATIENCE = 3;

  private static final int FEW_CHAINS = 4;

  public SamplerChoice {
    reasons = List.copyOf(reasons);
  }

  /** From what a gradient costs. */
  public static SamplerChoice of(
      LlcSpec settings, Posterior posterior, GradientCost cost, int threads) {
    List<String> reasons = new ArrayList<>();
    double leapfrogs = leapfrogs(posterior, cost.curvature());
    double work = TRANSITIONS * leapfrogs * cost.allData() / threads;
    double seconds = settings.chains() * work;
    reasons.add(
        line(
            "a gradient on all %d data takes %.3g ms, on a batch %.3g ms",
            posterior.n(), 1e3 * cost.allData(), 1e3 * cost.minibatch()));
    reasons.add(
        line(
            "stiffest direction at w*: nBeta h = %.3g against gamma = %.3g, so about %.0f leapfrog"
                + " steps a trajectory, %.3g s for %d transitions of %d chains",
            posterior.nBeta() * cost.curvature(),
            posterior.gamma(),
            leapfrogs,
            seconds,
            TRANSITIONS,
            settings.chains()));
    int chains =
        seconds <= settings.budget() ? settings.chains() : Math.min(settings.chains(), FEW_CHAINS);
    boolean cheap = chains * work <= PATIENCE * settings.budget();
    boolean noDearer = cost.allData() <= WORTH * cost.minibatch();
    if (cheap || noDearer) {
      reasons.add(
          line(
              "%s: hmc on all data, %d chains",
              cheap
                  ? line("affordable with a budget of %.3g s", settings.budget())
                  : "a batch would be no cheaper",
              chains));
      return new SamplerChoice("hmc", chains, reasons);
    }
    reasons.add(
        line(
            "beyond the budget of %.3g s: sghmc on batches, %d chains", settings.budget(), chains));
    return new SamplerChoice("sghmc", chains, reasons);
  }

  /** The ratio of the widest scale to the narrowest. */
  private static double leapfrogs(Posterior posterior, double curvature) {
    double stiff = posterior.nBeta() * curvature + posterior.gamma();
    double ratio = posterior.gamma() > 0 ? Math.sqrt(stiff / posterior.gamma()) : 1e3;
    return Math.max(4, Math.min(1e3, LENGTH * ratio));
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
