package org.cusp.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cusp.clock.TimeIsUp;
import org.cusp.run.LiveChains;
import org.cusp.sampler.Adaptation;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.MetropolisChains;
import org.cusp.state.Bookmark;
import org.cusp.state.State;

/**
 * Finds the settings of Metropolis-corrected chains from what all chains do together, while they
 * leave w* for the typical set. Afterwards they are frozen. What is tried and what is learnt is the
 * matter of the sampler's {@link Adaptation}.
 *
 * <p>Time ends it between two transitions, so that the chains can go on and a replay can end it
 * where it ended; only where the chains themselves are over it ends inside of one.
 *
 * <p>A window of transitions follows the other until what the adaptation found agrees between two
 * windows, or the {@link #MOST} transitions are made.
 *
 * @param <P> what the chains propose by
 */
public final class WarmUp<P> {
  /** The largest number of transitions. */
  public static final int MOST = 400;

  /** In the logarithm. */
  private static final double AGREEMENT = 0.15;

  private final LiveChains live;
  private final ExactSampler.Pace pace;
  private final double[] acceptance;
  private final List<MetropolisChains<P>> kernels = new ArrayList<>();
  private final List<double[]> windows = new ArrayList<>();
  private final double[][] positions;
  private final Bookmark bookmark;
  private int made;
  private int inWindow;
  private boolean ended;

  /**
   * Of chains at the start of a run.
   *
   * @param live chains of an {@link ExactSampler} with these proposals
   * @param pace of that sampler
   */
  public WarmUp(LiveChains live, ExactSampler.Pace pace) {
    this(live, pace, Bookmark.NONE);
  }

  /** The same, which another process may go on with. */
  WarmUp(LiveChains live, ExactSampler.Pace pace, Bookmark bookmark) {
    this.bookmark = bookmark;
    this.live = live;
    this.pace = pace;
    this.acceptance = new double[live.size()];
    this.positions = new double[live.size()][];
    for (LiveChains.Running running : live.running()) {
      MetropolisChains<P> chains = corrected(running);
      chains.watch(
          (chain, from, probability) -> {
            positions[running.firstChain() + chain] = from;
            acceptance[running.firstChain() + chain] = probability;
          });
      kernels.add(chains);
    }
  }

  /** Chains of an exact sampler go on with its settings. */
  static <P> void retune(LiveChains live, ExactSampler<P> sampler) {
    live.running().forEach(running -> WarmUp.<P>corrected(running).retune(sampler.proposal()));
  }

  /** An exact sampler starts no others. */
  @SuppressWarnings("unchecked")
  private static <P> MetropolisChains<P> corrected(LiveChains.Running running) {
    return (MetropolisChains<P>) running.chains();
  }

  /** The sampler with what was found, by which the chains go on. */
  public ExactSampler<P> tune(Adaptation<P> adaptation, BooleanSupplier outOfTime) {
    bookmark.holds("warm-up", at -> state(at, adaptation));
    live.draw(made, 1);
    while (!ended) {
      window(adaptation, outOfTime);
      adaptation.endWindow();
      inWindow = 0;
      windows.add(adaptation.mustAgree());
      ended = settled() || isOver(outOfTime);
    }
    ExactSampler<P> tuned = adaptation.settled();
    kernels.forEach(kernel -> kernel.retune(tuned.proposal()));
    kernels.forEach(MetropolisChains::unwatch);
    return tuned;
  }

  /** What was found so far, and where in a window it stands. */
  private void state(State at, Adaptation<P> adaptation) {
    made = (int) at.whole("made", made);
    inWindow = (int) at.whole("inWindow", inWindow);
    ended = at.flag("ended", ended);
    double[][] all = at.rows("windows", windows.toArray(double[][]::new));
    windows.clear();
    windows.addAll(List.of(all));
    adaptation.state(at.in("adaptation"));
  }

  private void window(Adaptation<P> adaptation, BooleanSupplier outOfTime) {
    while (inWindow < pace.window() && !isOver(outOfTime)) {
      P next;
      try {
        next = adaptation.next();
      } catch (TimeIsUp e) {
        return;
      }
      kernels.forEach(kernel -> kernel.retune(next));
      boolean isMade = live.draw(1, 1);
      inWindow++;
      if (isMade) {
        adaptation.learn(meanAcceptance(), positions);
        made++;
        bookmark.turn();
      }
    }
  }

  private boolean isOver(BooleanSupplier outOfTime) {
    return live.isOver() || outOfTime.getAsBoolean();
  }

  private double meanAcceptance() {
    double sum = 0;
    for (double probability : acceptance) {
      sum += probability;
    }
    return sum / acceptance.length;
  }

  private boolean settled() {
    int count = windows.size();
    if (count * pace.window() < pace.least()) {
      return false;
    }
    double[] last = windows.get(count - 1);
    double[] before = windows.get(count - 2);
    boolean agree = true;
    for (int i = 0; i < last.length; i++) {
      agree &= Math.abs(last[i] - before[i]) < AGREEMENT;
    }
    return agree || count * pace.window() >= MOST;
  }
}
