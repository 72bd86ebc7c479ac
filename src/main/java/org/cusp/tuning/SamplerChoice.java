package org.cusp.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.posterior.Posterior;
import org.cusp.spec.sampling.LlcSpec;

/**
 * Which sampler, with how many chains, and why.
 *
 * @param seconds that the least number of transitions of all chains is foreseen to take; NaN on
 *     batches
 * @param hasAlternative whether batches are so much cheaper that they can take over
 * @param revision why this is not the first choice any more
 * @param reasons in the order of thought, for the user
 */
public record SamplerChoice(
    String sampler,
    int chains,
    double seconds,
    boolean hasAlternative,
    Optional<String> revision,
    List<String> reasons) {
  /** A trajectory is about so long in units of the widest direction's scale. */
  private static final double LENGTH = 1;

  /** Transitions that a run takes at least. */
  public static final int TRANSITIONS = WarmUp.LEAST + 100;

  /**
   * All data at the price of so many batches are worth it: they need no correction for the step.
   */
  private static final double WORTH = 4;

  /** What is estimated to take so many budgets is still worth beginning on all data. */
  private static final double PATIENCE = 3;

  /** A search for the step size, and the draws that a stochastic sampler needs at least. */
  public static final int STEPS_ON_BATCHES = 1000;

  private static final int FEW_CHAINS = 4;

  /** That can still disagree. */
  private static final int FEWEST_CHAINS = 2;

  public SamplerChoice {
    reasons = List.copyOf(reasons);
  }

  /** Seconds of the least number of transitions of one chain, on one of these threads. */
  private static double work(Posterior posterior, GradientCost cost, int threads) {
    return TRANSITIONS * leapfrogs(posterior, cost.curvature()) * cost.allData() / threads;
  }

  /** A sampler that was asked for by name. */
  public static SamplerChoice asked(
      String name, LlcSpec settings, Posterior posterior, GradientCost cost, int threads) {
    List<String> reasons = new ArrayList<>(cost.describe(posterior));
    reasons.add(name + ", as asked for");
    double seconds =
        name.equals("hmc") ? settings.chains() * work(posterior, cost, threads) : Double.NaN;
    return new SamplerChoice(name, settings.chains(), seconds, false, Optional.empty(), reasons);
  }

  /** From what a gradient costs, and the time that there is. */
  public static SamplerChoice of(
      LlcSpec settings, Posterior posterior, GradientCost cost, Deadline deadline, int threads) {
    double time = Math.min(settings.budget(), deadline.left());
    List<String> reasons = new ArrayList<>();
    double leapfrogs = leapfrogs(posterior, cost.curvature());
    double work = work(posterior, cost, threads);
    double seconds = settings.chains() * work;
    if (Double.isNaN(cost.allData())) {
      return unmeasured(settings);
    }
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
    boolean cheap = chains * work <= PATIENCE * time;
    boolean noDearer = cost.allData() <= WORTH * cost.minibatch();
    if (noDearer && !cheap) {
      chains = Math.min(chains, FEWEST_CHAINS);
    }
    if (cheap || noDearer) {
      reasons.add(
          line(
              "%s: hmc on all data, %d chains",
              cheap
                  ? line("affordable with a budget of %.3g s", settings.budget())
                  : "a batch would be no cheaper",
              chains));
      return new SamplerChoice("hmc", chains, chains * work, !noDearer, Optional.empty(), reasons);
    }
    reasons.add(
        line(
            "beyond the budget of %.3g s: sghmc on batches, %d chains", settings.budget(), chains));
    return new SamplerChoice("sghmc", chains, Double.NaN, false, Optional.empty(), reasons);
  }

  /** A run that was. */
  public static SamplerChoice replayed(Schedule schedule) {
    return new SamplerChoice(
        schedule.sampler(),
        schedule.chains(),
        Double.NaN,
        false,
        Optional.empty(),
        List.of(schedule.sampler() + ", as in the run that is replayed"));
  }

  private static SamplerChoice unmeasured(LlcSpec settings) {
    int few = Math.min(settings.chains(), FEW_CHAINS);
    String reason = line("no time to measure a gradient: sghmc on batches, %d chains", few);
    return new SamplerChoice("sghmc", few, Double.NaN, false, Optional.empty(), List.of(reason));
  }

  /**
   * What is done where hmc was chosen and takes far longer than foreseen.
   *
   * @param failure in one line
   */
  public SamplerChoice revised(String failure, LlcSpec settings) {
    List<String> more = new ArrayList<>(reasons);
    int fewer = Math.min(settings.chains(), FEW_CHAINS);
    String revision = line("%s: sghmc on batches instead, %d chains", failure, fewer);
    more.add(revision);
    return new SamplerChoice("sghmc", fewer, Double.NaN, false, Optional.of(revision), more);
  }

  /** The ratio of the widest scale to the narrowest. */
  private static double leapfrogs(Posterior posterior, double curvature) {
    if (Double.isNaN(curvature)) {
      return 1e3;
    }
    double stiff = posterior.nBeta() * curvature + posterior.gamma();
    double ratio = posterior.gamma() > 0 ? Math.sqrt(stiff / posterior.gamma()) : 1e3;
    return Math.max(4, Math.min(1e3, LENGTH * ratio));
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
