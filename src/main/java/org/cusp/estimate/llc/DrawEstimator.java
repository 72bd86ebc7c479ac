package org.cusp.estimate.llc;

import java.util.List;
import java.util.Map;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Observer;

/** An estimate beside an LLC that needs each draw of its chains. */
public interface DrawEstimator {
  /** By which it is asked for. */
  String name();

  /** What it gives, in half a line. */
  String describe();

  /**
   * Begins with one posterior.
   *
   * @param chains at most so many will be seen, numbered from 0
   * @throws org.cusp.contract.InvalidInput where it does not go with this model or these data
   */
  Seen begin(PosteriorTensors shared, int chains);

  /** What is seen of one run: first the draws are shown, then the estimate is asked for. */
  interface Seen extends Observer {
    /**
     * The estimate.
     *
     * @param draws those that were shown, of which the ones after the burn-in count
     */
    List<NamedEstimate> estimate(Draws draws);

    /**
     * The draws behind shares of an LLC, burn-in included, by what they are of: loss less that at
     * w*, [chain][draw], in nats per datum; NaN where a draw was not shown. None of what is no
     * share.
     */
    default Map<String, double[][]> shares(Draws draws) {
      return Map.of();
    }
  }
}
