package org.cusp.tuning;

import java.util.OptionalInt;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.observer.Observer;
import org.cusp.run.replica.TemperedChains;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;
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
  private static final int LEAST_DRAWS = 16;
  private static final int MOST_DRAWS = 50_000;

  /** The search for the ladder may take this share of the time. */
  private static final double LADDER_SHARE = 0.6;

  /** And forgetting how it was placed this one of what is left. */
  private static final double BURN_IN_SHARE = 0.25;

  /** Sweeps that take this share of what is left are made one at a time. */
  private static final double SHARE_OF_A_BLOCK = 0.05;

  /** A sweep that was foreseen to end in time and does not is given up after this share more. */
  private static final double GRACE = 0.08;

  private static final double SECONDS_OF_A_BLOCK = 2;

  /**
   * A quarter of the draws follow after those that were enough: a rule that looks at an error stops
   * where that error happens to be small, and the draws it stops at would understate it.
   */
  private static final int AFTERWARDS = 4;

  /** Draws without looking at parameters. */
  public TemperedDraws sample(PosteriorTensors shared, EnoughDraws rule, Progress progress) {
    return sample(shared, rule, Observer.NONE, progress);
  }

  /**
   * Draws from the prior to the posterior.
   *
   * @param shared its posterior's centre is the mean of the prior and its gamma the precision
   * @param observer sees the draws that are kept, at every temperature
   * @throws OutOfTime where time was up before there were draws to say anything from
   * @throws org.cusp.contract.InvalidInput where gamma is 0
   */
  public TemperedDraws sample(
      PosteriorTensors shared, EnoughDraws rule, Observer observer, Progress progress) {
    Deadline deadline = deadline(shared, progress.bookmark());
    return sample(shared.within(deadline), deadline, rule, observer, progress);
  }

  /**
   * The same where others wait for their turn: until {@code usual} where that is late enough for
   * draws, and until the tensors' own deadline where it is not.
   */
  public TemperedDraws sample(
      PosteriorTensors shared,
      Deadline usual,
      EnoughDraws rule,
      Observer observer,
      Progress progress) {
    try (TemperedChains live =
        new TemperedChains(
            shared, settings.chains(), settings.seed(), kernels, workers, observer)) {
      LadderSearch ladder = new LadderSearch(live, shared, usual.part(LADDER_SHARE), progress);
      try {
        live.until(shared.deadline().part(LADDER_SHARE));
        Bookmark bookmark = progress.bookmark();
        bookmark.holds("replicas", live);
        ladder.run(bookmark);
        live.tried(ladder.trials());
        TemperedDraws draws =
            new Sampling(live, usual, shared.deadline(), progress).run(rule, settings.draws());
        bookmark.done();
        return draws;
      } catch (TimeIsUp e) {
        throw new TemperedEnd(shared, live, usual).of(ladder);
      }
    }
  }

  /** That of the tensors; else the budget, or none where the number of draws is given. */
  private Deadline deadline(PosteriorTensors shared, Bookmark bookmark) {
    return shared.deadline().isFinite() || settings.draws().isPresent()
        ? shared.deadline()
        : bookmark.having(Deadline.after(settings.budget()));
  }

  /** The sweeps after the search. */
  private static final class Sampling {
    private final TemperedChains live;
    private final Deadline usual;
    private final Deadline last;
    private final Progress progress;
    private final Bookmark bookmark;

    /** The one of the two that these draws end at. */
    private Deadline deadline;

    Sampling(TemperedChains live, Deadline usual, Deadline last, Progress progress) {
      this.live = live;
      this.usual = usual;
      this.last = last;
      this.progress = progress;
      this.bookmark = progress.bookmark();
      this.deadline = usual;
    }

    TemperedDraws run(EnoughDraws rule, OptionalInt asked) {
      live.until(withGrace(last));
      double before = usual.spent();
      live.sweep(1);
      double pace = usual.spent() - before;
      boolean isInTime = usual.left() > LEAST_DRAWS / (1 - BURN_IN_SHARE) * pace;
      deadline = bookmark.number("in time", () -> isInTime ? 1 : 0) != 0 ? usual : last;
      live.until(withGrace(deadline));
      burnIn(pace);
      live.record();
      if (asked.isPresent()) {
        drawTo(asked.getAsInt(), pace);
      } else {
        drawUntilEnough(rule, pace);
      }
      if (live.drawn() < Math.min(LEAST_DRAWS, asked.orElse(LEAST_DRAWS))) {
        throw new TimeIsUp();
      }
      return live.draws();
    }

    private static Deadline withGrace(Deadline end) {
      return end.later(GRACE * end.whole());
    }

    private void burnIn(double pace) {
      double affordable = BURN_IN_SHARE * deadline.left() / pace;
      int sweeps = (int) bookmark.number("burn-in", () -> (int) Math.min(BURN_IN - 1, affordable));
      int before = live.swept();
      int made = (int) bookmark.number("burnt in", () -> burnIn(sweeps, pace));
      live.sweep(made - (live.swept() - before));
    }

    /** How many of these sweeps there was time for. */
    private int burnIn(int sweeps, double pace) {
      int made = 0;
      while (made < sweeps && (live.remembers() || deadline.left() > pace)) {
        int count = Math.min(block(pace), sweeps - made);
        live.sweep(count);
        made += count;
        bookmark.turn();
      }
      return made;
    }

    /** Sweeps of a second or two, after which others may have their turn. */
    private static int block(double pace) {
      return (int) Math.max(1, Math.min(BLOCK, SECONDS_OF_A_BLOCK / pace));
    }

    private void drawUntilEnough(EnoughDraws rule, double pace) {
      int target = FIRST_DRAWS;
      while (true) {
        double now = drawTo(target, pace);
        if (live.drawn() < LEAST_DRAWS) {
          return;
        }
        StoppingRule.State state = rule.of(live.draws());
        double share = Math.max(deadline.progress(), 1 / Math.max(1, state.needed()));
        progress.at(Math.min(1, share), "sampling", state.value(), state.se());
        if (state.enough()) {
          drawTo(live.drawn() + live.drawn() / AFTERWARDS, now);
          return;
        }
        if (live.drawn() < target || live.drawn() >= MOST_DRAWS) {
          return;
        }
        target = Math.min(MOST_DRAWS, state.next(live.drawn()));
      }
    }

    /**
     * Fewer where there is no time for another sweep.
     *
     * @param pace seconds of a sweep so far
     * @return the same by now
     */
    private double drawTo(int target, double pace) {
      double now = pace;
      while (live.drawn() < target && (live.remembers() || deadline.left() > now)) {
        int block = BLOCK * now < SHARE_OF_A_BLOCK * deadline.left() ? block(now) : 1;
        int count = Math.min(block, target - live.drawn());
        double before = deadline.spent();
        live.sweep(count);
        now = (deadline.spent() - before) / count;
        progress.at(deadline.progress(), "sampling", Double.NaN, Double.NaN);
        bookmark.turn();
      }
      return now;
    }
  }
}
