package org.cusp.tuning;

import java.util.List;
import org.cusp.run.replica.TemperedChains;
import org.cusp.state.HasState;
import org.cusp.state.State;

/** One search at a rung, or two of different kernels one after the other. */
record RungTrial(List<RungSearch> searches) implements HasState {
  boolean isDone() {
    return searches.stream().allMatch(RungSearch::isDone);
  }

  /** One transition of all chains, of the first search that is not done. */
  void move(TemperedChains live) {
    searches.stream().filter(search -> !search.isDone()).findFirst().orElseThrow().move(live);
  }

  @Override
  public void state(State at) {
    for (int i = 0; i < searches.size(); i++) {
      searches.get(i).state(i == 0 ? at : at.in("other"));
    }
  }
}
