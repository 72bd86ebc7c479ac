package org.cusp.run.observer;

import java.util.List;
import org.cusp.posterior.PosteriorPass;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * Sees every draw of a run, of plain chains and of tempered ones alike: energies, pointwise losses
 * and whatever else is to be known of draws are observers.
 *
 * <p>Where something is seen is a chain, a draw and a temperature, never a thread. An observer that
 * keeps what it sees by chain and draw ({@link DrawTable}) and sums it afterwards in that order
 * gives the same bits for any number of threads. Passes are watched side by side, each by one
 * thread at a time: what several of them write to is to be locked, and must not depend on who comes
 * first.
 */
@FunctionalInterface
public interface Observer extends HasState {
  /** Nobody looks. */
  Observer NONE =
      new Observer() {
        @Override
        public Watch watch(PosteriorPass pass, int firstChain) {
          return draw -> {};
        }

        @Override
        public void state(State at) {
          // Nobody looks.
        }
      };

  /**
   * Begins to look at some chains: called once for each pass, before the first draw that is seen.
   *
   * @param pass with the posterior, its model and kernels; its parameters are those of chains
   *     {@code firstChain .. firstChain + pass.chains() - 1}
   */
  Watch watch(PosteriorPass pass, int firstChain);

  /** What it has seen; of one that does not say, a run cannot be taken up by another process. */
  @Override
  default void state(State at) {
    at.refuse();
  }

  /** Looks at the chains of one pass. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    /**
     * A draw has been made, at one temperature; of tempered chains one follows for each, from the
     * prior to the coldest.
     */
    void see(Draw draw);

    /** Gives up what the watch holds. */
    @Override
    default void close() {}
  }

  /** What these see, one after the other in this order. */
  static Observer all(List<Observer> observers) {
    return new Observer() {
      @Override
      public Watch watch(PosteriorPass pass, int firstChain) {
        return allOf(observers.stream().map(o -> o.watch(pass, firstChain)).toList());
      }

      @Override
      public void state(State at) {
        for (int i = 0; i < observers.size(); i++) {
          observers.get(i).state(at.in("observer" + i));
        }
      }
    };
  }

  private static Watch allOf(List<Watch> watches) {
    return new Watch() {
      @Override
      public void see(Draw draw) {
        watches.forEach(watch -> watch.see(draw));
      }

      @Override
      public void close() {
        watches.forEach(Watch::close);
      }
    };
  }
}
