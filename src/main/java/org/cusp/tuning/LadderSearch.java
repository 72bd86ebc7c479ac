package org.cusp.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.replica.KernelTrial;
import org.cusp.run.replica.Rung;
import org.cusp.run.replica.TemperedChains;
import org.cusp.state.Bookmark;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * Places a ladder of temperatures from the prior to the posterior, from what the chains find at
 * each of them: {@link NextTemperature} says how far the next one may be, and there {@link
 * LadderKernels} finds a kernel from all chains together before the ladder goes on.
 */
final class LadderSearch implements HasState {
  private static final int PRIOR_DRAWS = 64;
  private static final int TUNING = 24;
  private static final int SAMPLES = 16;
  private static final int MOST_RUNGS = 1000;

  /** Where the ladder would not be ready in time, so many transitions for each must do. */
  private static final int HURRIED_TUNING = 9;

  private static final int HURRIED_SAMPLES = 6;

  private final TemperedChains live;
  private final Posterior posterior;
  private final Deadline deadline;
  private final Progress progress;
  private final List<OutOfTime.Reached> reached = new ArrayList<>();
  private double secondsOfARung = Double.NaN;
  private boolean hurried;
  private final LadderKernels kernels;
  private double beta;
  private double[] energy = {};
  private Optional<RungTrial> rung = Optional.empty();

  /**
   * @param deadline of the search
   */
  LadderSearch(TemperedChains live, PosteriorTensors shared, Deadline deadline, Progress progress) {
    this.live = live;
    this.posterior = shared.posterior();
    this.kernels = new LadderKernels(live, posterior, shared.examples());
    this.deadline = deadline;
    this.progress = progress;
  }

  /** The temperatures that are ready, from hot to cold. */
  List<OutOfTime.Reached> reached() {
    return reached;
  }

  /**
   * Opens all rungs, the last at the posterior's own temperature.
   *
   * @throws org.cusp.clock.TimeIsUp where time is up before
   */
  void run(Bookmark bookmark) {
    bookmark.holds("ladder", this);
    double top = posterior.beta();
    if (energy.length == 0) {
      energy = flat(live.prior(PRIOR_DRAWS));
      requireFinite(energy);
    }
    while (beta < top) {
      double begun = deadline.spent();
      next(top, bookmark);
      secondsOfARung = deadline.spent() - begun;
      watch(beta, top);
    }
  }

  /** One temperature after the other, each from the one before. */
  private void next(double top, Bookmark bookmark) {
    double next = NextTemperature.after(beta, energy, top);
    if (rung.isEmpty()) {
      live.open(next);
      rung =
          Optional.of(
              kernels.begin(
                  next, hurried ? HURRIED_TUNING : TUNING, hurried ? HURRIED_SAMPLES : SAMPLES));
    }
    RungTrial trial = rung.get();
    while (!trial.isDone()) {
      trial.move(live);
      bookmark.turn();
    }
    RungSearch taken = kernels.end(trial);
    live.settle(new Rung(next, taken.kernel()));
    energy = taken.energies();
    beta = next;
    reached.add(
        new OutOfTime.Reached(
            beta,
            Arrays.stream(energy).average().orElseThrow(),
            taken.accepted(),
            taken.kernel().stepSize()));
    rung = Optional.empty();
  }

  /** What was tried on the way. */
  List<KernelTrial> trials() {
    return kernels.trials();
  }

  @Override
  public void state(State at) {
    beta = at.number("beta", beta);
    kernels.state(at.in("kernels"));
    energy = at.numbers("energy", energy);
    hurried = at.flag("hurried", hurried);
    secondsOfARung = at.number("secondsOfARung", secondsOfARung);
    double[][] rows =
        at.rows(
            "reached",
            reached.stream()
                .map(r -> new double[] {r.beta(), r.energy(), r.acceptance(), r.stepSize()})
                .toArray(double[][]::new));
    reached.clear();
    for (double[] row : rows) {
      reached.add(new OutOfTime.Reached(row[0], row[1], row[2], row[3]));
    }
    if (at.flag("rung", rung.isPresent()) && rung.isEmpty()) {
      rung = Optional.of(kernels.again());
    }
    rung.ifPresent(search -> search.state(at.in("search")));
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private void requireFinite(double[] energy) {
    if (Arrays.stream(energy).filter(Double::isFinite).count() < energy.length / 2) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "the loss is not finite at most draws from the prior N(w*, I/gamma) with gamma ="
                  + " %.4g: a narrower prior",
              posterior.gamma()));
    }
  }

  private void watch(double beta, double top) {
    progress.at(deadline.progress() / 2, "ladder", Double.NaN, Double.NaN);
    hurried |= deadline.isFinite() && rungsLeft() * secondsOfARung > deadline.left();
    if (beta < top && live.rungs().size() >= MOST_RUNGS) {
      throw new TimeIsUp();
    }
  }

  /** Rungs become equally far apart in the logarithm. */
  private double rungsLeft() {
    int count = reached.size();
    double beta = count == 0 ? 0 : reached.get(count - 1).beta();
    if (count < 2) {
      return Double.NaN;
    }
    int back = Math.min(4, count - 1);
    double growth = Math.log(beta / reached.get(count - 1 - back).beta()) / back;
    return Math.ceil(Math.log(posterior.beta() / beta) / growth);
  }

  /** Seconds that the rest of the search takes; NaN where nothing can be said. */
  double secondsLeft() {
    return rungsLeft() * secondsOfARung;
  }
}
