package org.cusp.sampler.search;

import org.cusp.state.State;

/**
 * The step size at which proposals are accepted with a given mean probability, by dual averaging of
 * log epsilon over the transitions of all chains together:
 *
 * <pre>
 * H_t = (1 - 1/(t + T0)) H_(t-1) + (target - alpha_t) / (t + T0)
 * log epsilon_t = mu - sqrt(t) H_t / GAMMA,
 * log mean_t = t^-KAPPA log epsilon_t + (1 - t^-KAPPA) log mean_(t-1)
 * </pre>
 *
 * <p>Source: M. D. Hoffman, A. Gelman, "The No-U-Turn Sampler", JMLR 15 (2014) 1593-1623, section
 * 3.2 and its constants.
 */
public final class StepSizeSearch implements StepSource {
  private static final double GAMMA = 0.05;

  /** Where a search has the acceptance of some chains and few transitions. */
  private static final double CALM = 0.1;

  private static final double T0 = 10;
  private static final double KAPPA = 0.75;

  /** The search may find steps so many times larger than its start without effort. */
  private static final double OPTIMISM = 2;

  private final double target;
  private final double gamma;
  private double attractor;
  private double statistic;
  private double logStep;
  private double logMean;
  private int count;

  /**
   * A search that begins at a step size.
   *
   * @param target mean acceptance, in (0, 1)
   */
  public StepSizeSearch(double first, double target) {
    this(first, target, GAMMA);
  }

  /** The same with half of its swings, which pull the mean step down where searches are short. */
  public static StepSizeSearch calm(double first, double target) {
    return new StepSizeSearch(first, target, CALM);
  }

  private StepSizeSearch(double first, double target, double gamma) {
    this.target = target;
    this.gamma = gamma;
    this.attractor = Math.log(OPTIMISM * first);
    this.logStep = Math.log(first);
    this.logMean = logStep;
  }

  @Override
  public void learn(double acceptance) {
    count++;
    double share = 1 / (count + T0);
    statistic = (1 - share) * statistic + share * (target - acceptance);
    logStep = attractor - Math.sqrt(count) / gamma * statistic;
    double weight = Math.pow(count, -KAPPA);
    logMean = weight * logStep + (1 - weight) * logMean;
  }

  @Override
  public void state(State at) {
    attractor = at.number("attractor", attractor);
    statistic = at.number("statistic", statistic);
    logStep = at.number("logStep", logStep);
    logMean = at.number("logMean", logMean);
    count = (int) at.whole("count", count);
  }

  @Override
  public double current() {
    return Math.exp(logStep);
  }

  @Override
  public double settled() {
    return Math.exp(logMean);
  }
}
