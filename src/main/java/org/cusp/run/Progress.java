package org.cusp.run;

import org.cusp.state.Bookmark;

/** Watches chains run. Called between rounds of draws, in the thread that started them. */
public interface Progress {
  /** Nobody watches. */
  Progress NONE = (share, phase, value, error) -> {};

  /**
   * @param share of the work that is done, from 0 to 1
   * @param phase what is being done, in a word
   * @param value the LLC from the draws so far; NaN before there are any
   * @param error its Monte Carlo standard error; NaN before it is known
   */
  void at(double share, String phase, double value, double error);

  /** Where the work that is watched keeps its state, so that another process can go on with it. */
  default Bookmark bookmark() {
    return Bookmark.NONE;
  }

  /** The same, where the state is kept there. */
  default Progress keeping(Bookmark where) {
    Progress shown = this;
    return new Progress() {
      @Override
      public void at(double share, String phase, double value, double error) {
        shown.at(share, phase, value, error);
      }

      @Override
      public Bookmark bookmark() {
        return where;
      }

      @Override
      public void drawn(LiveChains chains) {
        shown.drawn(chains);
      }
    };
  }

  /** A block of draws is there, from which another may never be reached. */
  default void drawn(LiveChains chains) {}
}
