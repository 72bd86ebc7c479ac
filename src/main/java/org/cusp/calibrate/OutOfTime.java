package org.cusp.calibrate;

import java.util.List;
import org.cusp.contract.InvalidInput;

/**
 * A budget too small for replica exchange, with what was known when it ended. The message is one
 * line; whoever can shows the rest beside it.
 */
public final class OutOfTime extends InvalidInput {
  private static final long serialVersionUID = 1L;

  private final transient Known known;

  /**
   * What was known.
   *
   * @param lossAtCentre of the mean of the prior, nats per datum
   * @param accuracy there; NaN without classes
   * @param top inverse temperature of the posterior
   * @param rungs the temperatures reached, from hot to cold
   * @param draws of a chain at all temperatures
   * @param seconds that were spent
   * @param needed seconds foreseen; NaN where nothing can be said
   */
  public record Known(
      double lossAtCentre,
      double accuracy,
      double top,
      List<Reached> rungs,
      int draws,
      double seconds,
      double needed) {
    public Known {
      rungs = List.copyOf(rungs);
    }
  }

  /**
   * A temperature that was reached.
   *
   * @param energy mean of n (L_n(w) - L_n(centre)) there, in nats
   * @param acceptance of its transitions
   * @param stepSize of HMC
   */
  public record Reached(double beta, double energy, double acceptance, double stepSize) {}

  OutOfTime(String message, Known known) {
    super(message);
    this.known = known;
  }

  public Known known() {
    return known;
  }
}
