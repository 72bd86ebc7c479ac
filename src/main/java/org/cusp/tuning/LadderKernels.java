package org.cusp.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.diagnostics.Moments;
import org.cusp.model.likelihood.Density;
import org.cusp.posterior.Posterior;
import org.cusp.run.replica.KernelTrial;
import org.cusp.run.replica.TemperedChains;
import org.cusp.sampler.Hamiltonian;
import org.cusp.sampler.Hmc;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * By which kernel the replicas move at each temperature of a ladder: HMC, or split HMC about a
 * reference that serves all temperatures from the one where it was made up to {@link #REACH} times
 * as cold. Where a reference is made both are tried, and the better one of all trials so far is
 * taken up to the next. What a reference gives falls from the prior to the posterior
 * (docs/decisions/0013): where HMC was better in two trials together it is not asked for again.
 *
 * <p>Better is who gives more effective energies for the same work. With rho the correlation of
 * energies one transition apart, a transition is worth (1 - rho) / (1 + rho) independent ones. A
 * kick about k directions takes 4 k P operations in products with a vector, a gradient 6 n P in
 * products of matrices, which take a third of the time for each: 2 k / n of a gradient more.
 */
final class LadderKernels implements HasState {
  /** A reference serves temperatures from its own to so many times as cold. */
  static final double REACH = 4;

  /** In fewer parameters a reference is not tried (docs/decisions/0013). */
  private static final int LEAST_PARAMETERS = 256;

  /** The prior's width is a long step; the search shortens it where the posterior is narrower. */
  private static final double FIRST_SHARE = 0.5;

  /** With stiff directions taken out. */
  private static final double FIRST_ANGLE = 0.4;

  /** A kick about one direction, in gradients of one datum. */
  private static final double WORK_OF_A_DIRECTION = 2;

  /** Trials after which HMC is not left again. */
  private static final int ENOUGH_TRIALS = 2;

  /** Of a trial, to one without. */
  private static final int MORE_SAMPLES = 2;

  private static final int NONE = -1;
  private static final double GRADIENTS = 1000;
  private static final double MOST_CORRELATED = 0.99;

  private final TemperedChains live;
  private final Posterior posterior;
  private final int examples;
  private final List<KernelTrial> trials = new ArrayList<>();
  private boolean isOver;
  private int reference = NONE;
  private double servesUpTo;
  private double step;
  private double stepAt;
  private double angle = FIRST_ANGLE;
  private double[] trying = {};

  /**
   * For a ladder.
   *
   * @param examples by which a gradient is computed
   */
  LadderKernels(TemperedChains live, Posterior posterior, int examples) {
    this.live = live;
    this.posterior = posterior;
    this.examples = examples;
    this.step = FIRST_SHARE / Math.sqrt(posterior.gamma());
    this.isOver =
        posterior.size() < LEAST_PARAMETERS || posterior.model().likelihood() instanceof Density;
  }

  /** What has been tried. */
  List<KernelTrial> trials() {
    return List.copyOf(trials);
  }

  /** What is tried at a rung that has just been opened. */
  RungTrial begin(double beta, int tuning, int samples) {
    boolean isTrial = !isOver && beta > servesUpTo;
    if (isTrial) {
      reference = live.refer();
      servesUpTo = REACH * beta;
    }
    int made = isTrial ? MORE_SAMPLES * samples : samples;
    trying = new double[] {isTrial ? 1 : 0, beta, tuning, made};
    return trial();
  }

  private RungTrial trial() {
    boolean isTrial = trying[0] != 0;
    double beta = trying[1];
    int tuning = (int) trying[2];
    int samples = (int) trying[3];
    List<RungSearch> searches = new ArrayList<>();
    if (reference == NONE || isTrial) {
      double first = stepAt == 0 ? step : step * Math.sqrt(stepAt / beta);
      searches.add(
          new RungSearch(KernelSearch.ofLeapfrogs(posterior, first, tuning), tuning, samples));
    }
    if (reference != NONE) {
      searches.add(
          new RungSearch(KernelSearch.about(live.reference(reference), angle), tuning, samples));
    }
    return new RungTrial(searches);
  }

  /** The one that is taken of what was tried. */
  RungSearch end(RungTrial trial) {
    List<RungSearch> searches = trial.searches();
    for (RungSearch search : searches) {
      keep(search.kernel());
    }
    if (searches.size() == 1) {
      return searches.get(0);
    }
    trials.add(compared(searches.get(0), searches.get(1)));
    if (KernelTrial.areWorthIt(trials)) {
      return searches.get(1);
    }
    isOver = trials.size() >= ENOUGH_TRIALS;
    live.forget(reference);
    reference = NONE;
    return searches.get(0);
  }

  private void keep(Hamiltonian kernel) {
    if (kernel instanceof Hmc) {
      step = kernel.stepSize();
      stepAt = trying[1];
    } else {
      angle = kernel.stepSize();
    }
  }

  private KernelTrial compared(RungSearch byLeapfrogs, RungSearch aboutReference) {
    double variance = (variance(byLeapfrogs.samples()) + variance(aboutReference.samples())) / 2;
    int directions = live.reference(reference).rank();
    double share = 1 + WORK_OF_A_DIRECTION * directions / examples;
    return new KernelTrial(
        trying[1],
        effective(byLeapfrogs, variance, 1),
        effective(aboutReference, variance, share),
        directions);
  }

  private double effective(RungSearch search, double variance, double workOfAGradient) {
    double[][] samples = search.samples();
    double rho = Math.min(MOST_CORRELATED, 1 - meanSquaredMove(samples) / (2 * variance));
    double gradients = search.gradients() / (samples.length * samples[0].length);
    return GRADIENTS / (gradients * workOfAGradient) * (1 - rho) / (1 + Math.max(0, rho));
  }

  private static double meanSquaredMove(double[][] samples) {
    double sum = 0;
    for (int i = 1; i < samples.length; i++) {
      for (int chain = 0; chain < samples[i].length; chain++) {
        double move = samples[i][chain] - samples[i - 1][chain];
        sum += move * move;
      }
    }
    return sum / ((samples.length - 1) * samples[0].length);
  }

  private static double variance(double[][] samples) {
    double sd = Moments.standardDeviation(samples);
    return sd * sd;
  }

  @Override
  public void state(State at) {
    isOver = at.flag("isOver", isOver);
    reference = (int) at.whole("reference", reference);
    servesUpTo = at.number("servesUpTo", servesUpTo);
    step = at.number("step", step);
    stepAt = at.number("stepAt", stepAt);
    angle = at.number("angle", angle);
    trying = at.numbers("trying", trying).clone();
    double[][] rows =
        at.rows("trials", trials.stream().map(LadderKernels::row).toArray(double[][]::new));
    trials.clear();
    Arrays.stream(rows)
        .map(row -> new KernelTrial(row[0], row[1], row[2], (int) row[3]))
        .forEach(trials::add);
  }

  private static double[] row(KernelTrial trial) {
    return new double[] {
      trial.beta(), trial.byLeapfrogs(), trial.aboutReference(), trial.directions()
    };
  }

  /** What was being tried when this was put back. */
  RungTrial again() {
    return trial();
  }
}
