package org.cusp.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.posterior.Posterior;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;

/**
 * Which sampler, with how many chains, and why.
 *
 * @param sampler with what of its settings was given
 * @param seconds that the least number of transitions of all chains is foreseen to take; NaN on
 *     batches
 * @param hasAlternative whether batches are so much cheaper that they can take over
 * @param revision why this is not the first choice any more
 * @param reasons in the order of thought, for the user
 */
public record SamplerChoice(
    SamplerRequest sampler,
    int chains,
    double seconds,
    boolean hasAlternative,
    Optional<String> revision,
    List<String> reasons) {
  private static final double UNKNOWN_SCALES = 1e3;

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

  private static final SamplerRequest ON_ALL_DATA = Samplers.onAllData();
  private static final SamplerRequest ON_BATCHES = Samplers.onBatches();

  private static final int FEW_CHAINS = 4;

  /** That can still disagree. */
  private static final int FEWEST_CHAINS = 2;

  public SamplerChoice {
    reasons = List.copyOf(reasons);
  }

  /** Seconds of the least number of transitions of one chain, on one of these threads. */
  private static double work(
      ExactSampler<?> sampler, Posterior posterior, GradientCost cost, int threads) {
    double gradients = sampler.foreseenGradients(scales(posterior, cost.curvature()));
    return TRANSITIONS * gradients * cost.allData() / threads;
  }

  /** A sampler that was asked for. */
  public static SamplerChoice asked(
      SamplerRequest sampler,
      LlcSpec settings,
      Posterior posterior,
      GradientCost cost,
      int threads) {
    List<String> reasons = new ArrayList<>(cost.describe(posterior));
    reasons.add(sampler + ", as asked for");
    double seconds =
        sampler.prototype() instanceof ExactSampler<?> exact
            ? settings.chains() * work(exact, posterior, cost, threads)
            : Double.NaN;
    return new SamplerChoice(sampler, settings.chains(), seconds, false, Optional.empty(), reasons);
  }

  /** From what a gradient costs, and the time that there is. */
  public static SamplerChoice of(
      LlcSpec settings, Posterior posterior, GradientCost cost, Deadline deadline, int threads) {
    double time = Math.min(settings.budget(), deadline.left());
    List<String> reasons = new ArrayList<>();
    ExactSampler<?> exact = (ExactSampler<?>) ON_ALL_DATA.prototype();
    double leapfrogs = exact.foreseenGradients(scales(posterior, cost.curvature()));
    double work = work(exact, posterior, cost, threads);
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
              "%s: %s on all data, %d chains",
              cheap
                  ? line("affordable with a budget of %.3g s", settings.budget())
                  : "a batch would be no cheaper",
              ON_ALL_DATA,
              chains));
      return new SamplerChoice(
          ON_ALL_DATA, chains, chains * work, !noDearer, Optional.empty(), reasons);
    }
    reasons.add(
        line(
            "beyond the budget of %.3g s: %s on batches, %d chains",
            settings.budget(), ON_BATCHES, chains));
    return new SamplerChoice(ON_BATCHES, chains, Double.NaN, false, Optional.empty(), reasons);
  }

  /**
   * A run that was.
   *
   * @param sampler of the schedule
   */
  public static SamplerChoice replayed(SamplerRequest sampler, Schedule schedule) {
    return new SamplerChoice(
        sampler,
        schedule.chains(),
        Double.NaN,
        false,
        Optional.empty(),
        List.of(sampler + ", as in the run that is replayed"));
  }

  private static SamplerChoice unmeasured(LlcSpec settings) {
    int few = Math.min(settings.chains(), FEW_CHAINS);
    String reason =
        line("no time to measure a gradient: %s on batches, %d chains", ON_BATCHES, few);
    return new SamplerChoice(ON_BATCHES, few, Double.NaN, false, Optional.empty(), List.of(reason));
  }

  /**
   * What is done where all data were chosen and take far longer than foreseen.
   *
   * @param failure in one line
   */
  public SamplerChoice revised(String failure, LlcSpec settings) {
    List<String> more = new ArrayList<>(reasons);
    int fewer = Math.min(settings.chains(), FEW_CHAINS);
    String revision = line("%s: %s on batches instead, %d chains", failure, ON_BATCHES, fewer);
    more.add(revision);
    return new SamplerChoice(ON_BATCHES, fewer, Double.NaN, false, Optional.of(revision), more);
  }

  /** The ratio of the widest scale to the narrowest; large where it is not known. */
  private static double scales(Posterior posterior, double curvature) {
    if (Double.isNaN(curvature) || posterior.gamma() <= 0) {
      return UNKNOWN_SCALES;
    }
    double stiff = posterior.nBeta() * curvature + posterior.gamma();
    return Math.sqrt(stiff / posterior.gamma());
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
