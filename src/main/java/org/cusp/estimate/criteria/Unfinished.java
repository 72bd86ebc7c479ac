package org.cusp.estimate.criteria;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.Inputs;
import org.cusp.run.Provenance;
import org.cusp.tuning.OutOfTime;
import org.cusp.verdict.Verdict;

/**
 * What is known where the budget ended before replica exchange had an answer, as it is printed and
 * stored; the components' names are the names in the JSON.
 *
 * @param step of training, for a checkpoint of a run
 * @param lossAtCentre of the mean of the prior, nats per datum
 * @param accuracy there; absent without classes
 * @param temperatures that were reached, from hot to cold, out of those up to beta
 * @param draws of a chain at all of them
 * @param wbic where its own run, at beta = 1/ln n, had come to an end
 * @param lambda likewise
 * @param secondsNeeded foreseen; absent where nothing can be said
 * @param exactFreeEnergy F at beta = 1, where it is asked for and the problem knows it
 */
public record Unfinished(
    String command,
    String target,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long step,
    int n,
    int parameters,
    double gamma,
    double beta,
    double lossAtCentre,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double accuracy,
    List<OutOfTime.Reached> temperatures,
    int draws,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Estimate.Short Estimate wbic,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Estimate.Short Estimate lambda,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double secondsNeeded,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double exactFreeEnergy,
    Verdict verdict,
    double seconds,
    Inputs inputs,
    Provenance provenance) {

  /**
   * What a result says beside what is known.
   *
   * @param step null where there is none
   * @param exactFreeEnergy null where it is not known or not asked for
   */
  public record About(
      String command,
      String target,
      Long step,
      @MayBeNull Double exactFreeEnergy,
      Inputs inputs,
      Provenance provenance) {}

  /** Of a posterior whose run ended like this. */
  public static Unfinished of(
      OutOfTime end, int n, int parameters, double gamma, Optional<Wbic> wbic, About about) {
    OutOfTime.Known known = end.known();
    return new Unfinished(
        about.command(),
        about.target(),
        about.step(),
        n,
        parameters,
        gamma,
        known.top(),
        known.lossAtCentre(),
        finite(known.accuracy()),
        known.rungs(),
        known.draws(),
        wbic.map(Wbic::wbic).orElse(null),
        wbic.map(found -> found.lambda().estimate()).orElse(null),
        finite(known.time().needed()),
        about.exactFreeEnergy(),
        new Verdict(Verdict.Status.REJECTED, List.of(end.getMessage()), List.of()),
        known.time().spent(),
        about.inputs(),
        about.provenance());
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
