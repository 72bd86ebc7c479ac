package org.cusp.tuning;

import java.util.List;
import java.util.Locale;
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
   * @param time that it took and takes
   */
  public record Known(
      double lossAtCentre, double accuracy, double top, List<Reached> rungs, int draws, Time time) {
    public Known {
      rungs = List.copyOf(rungs);
    }
  }

  /**
   * Of a run, in seconds.
   *
   * @param spent until the end
   * @param needed as foreseen; NaN where nothing can be said
   */
  public record Time(double spent, double needed) {
    /** Of a share of the time, after others had taken theirs. */
    Time after(double before, double share) {
      return new Time(before + spent, before + needed / share);
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

  OutOfTime(Known known) {
    super(message(known));
    this.known = known;
  }

  /**
   * The same where the run had been given only a part of the time.
   *
   * @param before seconds that others had taken
   * @param share of the rest
   */
  public OutOfTime ofShare(double before, double share) {
    return new OutOfTime(
        new Known(
            known.lossAtCentre(),
            known.accuracy(),
            known.top(),
            known.rungs(),
            known.draws(),
            known.time().after(before, share)));
  }

  private static String message(Known known) {
    int count = known.rungs().size();
    double reached = count == 0 ? 0 : known.rungs().get(count - 1).beta();
    if (count == 0) {
      return "time was up before the first temperature was reached: a larger --budget";
    }
    String where =
        reached == known.top()
            ? line("all %d temperatures were ready, with %d draws", count, known.draws())
            : line(
                "the ladder had come to beta = %.3g on the way to %.3g (%d temperature%s)",
                reached, known.top(), count, count == 1 ? "" : "s");
    String needed =
        Double.isNaN(known.time().needed())
            ? "it cannot be told yet how long it takes"
            : line("about %.2g s are needed", known.time().needed());
    return line("time was up before there was an answer, when %s: %s", where, needed);
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  public Known known() {
    return known;
  }
}
