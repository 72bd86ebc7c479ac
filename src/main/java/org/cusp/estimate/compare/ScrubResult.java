package org.cusp.estimate.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.run.Provenance;

/**
 * What exchanging between data what components make of them does to the losses, as it is printed
 * and stored; the components' names are the names in the JSON. With d(i, s) the loss of datum i in
 * swap s less its own, in nats.
 *
 * @param a the model
 * @param donors who may give
 * @param swaps of each datum
 */
public record ScrubResult(
    String command,
    String quantity,
    CompareResult.Side a,
    String donors,
    int swaps,
    List<OnData> results,
    Provenance provenance) {
  /** Said beside every number. */
  public static final String QUANTITY =
      "d = loss with what the components make of a donor - loss, of each datum, in nats";

  /**
   * On one data set.
   *
   * @param data train, test, or the data that were given
   * @param loss mean, of the model as it is
   * @param sets of components that are exchanged together, each from a donor of its own
   * @param worst of the sets, by the mean; absent of a single one
   * @param worstAbsolute by the mean size
   */
  public record OnData(
      String data,
      String name,
      String fingerprint,
      int n,
      @Estimate.Short Estimate loss,
      List<OfSet> sets,
      @JsonInclude(JsonInclude.Include.NON_NULL) Worst worst,
      @JsonInclude(JsonInclude.Include.NON_NULL) Worst worstAbsolute) {}

  /**
   * Of a set. Errors are over the data, each with the mean of its swaps.
   *
   * @param mean of d
   * @param meanAbsolute of |d|: opposite effects do not cancel in it
   * @param cancelled 1 - |mean| / meanAbsolute; absent where nothing changes
   * @param worstOfDatum mean over the data of the largest d of their swaps
   * @param largest d of all
   * @param worstPair the class, and that of the donors, with the largest mean, of those with at
   *     least five swaps; absent without classes, or where donors of several classes come together
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OfSet(
      List<String> components,
      @Estimate.Short Estimate mean,
      @Estimate.Short Estimate meanAbsolute,
      Double cancelled,
      @Estimate.Short Estimate worstOfDatum,
      Largest largest,
      Pair worstPair) {
    /** As a line has it. */
    public String name() {
      return String.join(" + ", components);
    }
  }

  /**
   * The swap that costs most.
   *
   * @param datum from 0
   * @param donors one for each component
   */
  public record Largest(int datum, List<Integer> donors, double difference) {}

  /**
   * Data of a class with donors of a class.
   *
   * @param swaps of them
   */
  public record Pair(int of, int donors, int swaps, @Estimate.Short Estimate mean) {}

  /**
   * The worst set: chosen by half of the swaps and told by the others, so that it is not worst by
   * luck.
   */
  public record Worst(List<String> components, @Estimate.Short Estimate value) {}

  /** The numbers of every set. */
  public List<EstimateOf> estimates() {
    List<EstimateOf> all = new ArrayList<>();
    for (OnData one : results) {
      for (OfSet set : one.sets()) {
        String of = set.name();
        all.add(named(one, "mean d of " + of, set.mean()));
        all.add(named(one, "mean |d| of " + of, set.meanAbsolute()));
        all.add(named(one, "worst d of a datum of " + of, set.worstOfDatum()));
      }
    }
    return all;
  }

  private EstimateOf named(OnData one, String of, Estimate estimate) {
    return new EstimateOf(a.target(), one.data(), of, estimate, null);
  }
}
