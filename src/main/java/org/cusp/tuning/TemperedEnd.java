package org.cusp.tuning;

import java.util.List;
import org.cusp.clock.Deadline;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.replica.TemperedChains;

/** Puts together what is known where a tempered run ends without an answer. */
record TemperedEnd(PosteriorTensors shared, TemperedChains live, Deadline deadline) {
  /** Sweeps that say something: burn-in and draws. */
  private static final int SWEEPS = 150;

  /** A transition of the search is one of a sweep. */
  private static final int TRANSITIONS_OF_A_RUNG = 40;

  OutOfTime of(LadderSearch ladder) {
    List<OutOfTime.Reached> rungs = ladder.reached();
    double top = shared.posterior().beta();
    double reached = rungs.isEmpty() ? 0 : rungs.get(rungs.size() - 1).beta();
    double needed = needed(ladder, reached, top);
    return new OutOfTime(
        new OutOfTime.Known(
            shared.centreLosses().mean(),
            shared.centreLosses().accuracy(),
            top,
            rungs,
            live.drawn(),
            new OutOfTime.Time(deadline.spent(), needed)));
  }

  /** The search, and sweeps over all its temperatures. */
  private double needed(LadderSearch ladder, double reached, double top) {
    double search = deadline.spent() + (reached == top ? 0 : ladder.secondsLeft());
    return search * (1 + SWEEPS / (double) TRANSITIONS_OF_A_RUNG);
  }
}
