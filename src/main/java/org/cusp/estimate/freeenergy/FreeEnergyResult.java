package org.cusp.estimate.freeenergy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.PointResult;
import org.cusp.estimate.PointResult.NamedNumber;
import org.cusp.exact.ExactFacts;
import org.cusp.exact.Rlct;
import org.cusp.format.Json;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.run.Provenance;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.verdict.Verdict;

/**
 * A free energy as it is printed and stored; the components' names are the names in the JSON. All
 * energies are in nats.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param tempering chains, draws, rungs and what was asked for
 * @param freeEnergy F by MBAR
 * @param excess F - n L_n(w_0)
 * @param lossAtReference L_n(w_0) per datum
 * @param others the same F by other estimators
 * @param wbic absent where 1/ln n is above beta
 * @param lambda dF/d ln beta at beta = 1/ln n, against w_0; likewise absent
 * @param exact F and lambda where they are known; null where neither is
 */
public record FreeEnergyResult(
    String command,
    String target,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long step,
    int n,
    int parameters,
    double beta,
    PriorFacts prior,
    Map<String, Object> tempering,
    Estimate freeEnergy,
    Excess excess,
    double lossAtReference,
    Others others,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Estimate.WithInterval Estimate wbic,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Estimate.WithInterval Estimate lambda,
    @Estimate.WithInterval Estimate heatCapacity,
    List<Rung> rungs,
    Verdict verdict,
    @MayBeNull Exact exact,
    double seconds,
    long gradientEvaluations,
    Inputs inputs,
    Provenance provenance)
    implements PointResult {

  private static final String REQUEST = "request";

  /**
   * N(mean, sd^2 I).
   *
   * @param mean in words
   */
  public record PriorFacts(Prior.Kind kind, String mean, double sd, double gamma) {}

  /** F - n L_n(w_0), and what w_0 is. */
  public record Excess(@JsonUnwrapped @Estimate.WithInterval Estimate estimate, String against) {}

  /** F by the same draws in other ways. */
  public record Others(
      @Estimate.WithInterval Estimate steppingStone, Integral thermodynamicIntegration) {}

  /** F by integration; the error includes what the rule may leave. */
  public record Integral(
      @JsonUnwrapped @Estimate.WithInterval Estimate estimate, double discretisation) {}

  /** A temperature; see {@link FreeEnergy.Rung}. */
  public record Rung(
      double beta,
      double energy,
      double se,
      double a,
      double rhat,
      double ess,
      double acceptance,
      double swaps) {}

  /**
   * Null components are not known.
   *
   * @param freeEnergyError of freeEnergy, measured
   * @param withheld why there is no freeEnergy although a formula is known; null otherwise
   */
  public record Exact(
      @JsonInclude(JsonInclude.Include.NON_NULL) Double freeEnergy,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double freeEnergyError,
      @JsonInclude(JsonInclude.Include.NON_NULL) String withheld,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double excess,
      @JsonInclude(JsonInclude.Include.NON_NULL) String lambda,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double lambdaValue,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer multiplicity,
      @JsonInclude(JsonInclude.Include.NON_NULL) String source) {
    static Exact of(
        Optional<ConditionalFreeEnergy.Value> freeEnergy,
        double atReference,
        Optional<ExactFacts> facts) {
      if (freeEnergy.isEmpty() && facts.isEmpty()) {
        return null;
      }
      Optional<ConditionalFreeEnergy.Value> gold =
          freeEnergy.filter(ConditionalFreeEnergy.Value::isGold);
      Double value = gold.map(ConditionalFreeEnergy.Value::freeEnergy).orElse(null);
      return new Exact(
          value,
          gold.map(ConditionalFreeEnergy.Value::error).orElse(null),
          gold.isPresent()
              ? null
              : freeEnergy.map(ConditionalFreeEnergy.Value::objection).orElse(null),
          value == null ? null : value - atReference,
          facts.map(ExactFacts::lambda).orElse(null),
          facts.map(ExactFacts::lambdaValue).orElse(null),
          facts.map(ExactFacts::multiplicity).orElse(null),
          facts.map(ExactFacts::source).orElse(null));
    }
  }

  /**
   * What a result says beside the estimate.
   *
   * @param mean of the prior, in words
   * @param against what w_0 is, in words
   * @param freeEnergy the exact one
   */
  public record About(
      String target,
      Long step,
      String mean,
      String against,
      Optional<ConditionalFreeEnergy.Value> freeEnergy,
      Optional<Rlct> exact,
      Map<String, Object> request,
      Inputs inputs,
      Provenance provenance) {}

  /** The result of an estimate. */
  public static FreeEnergyResult of(FreeEnergyEstimator.Outcome outcome, Prior prior, About about) {
    TemperedDraws draws = outcome.draws();
    FreeEnergy found = outcome.freeEnergy();
    double gamma = draws.posterior().gamma();
    double atReference = draws.posterior().nBeta() * outcome.lossAtReference();
    return new FreeEnergyResult(
        "free-energy",
        about.target(),
        about.step(),
        draws.posterior().n(),
        draws.posterior().size(),
        draws.posterior().beta(),
        new PriorFacts(prior.kind(), about.mean(), 1 / Math.sqrt(gamma), gamma),
        tempering(draws, about.request()),
        found.value(),
        new Excess(found.excess(), about.against()),
        outcome.lossAtReference(),
        new Others(
            found.steppingStone(),
            new Integral(found.thermodynamicIntegration(), found.discretisation())),
        found.wbic().orElse(null),
        found.lambda().orElse(null),
        found.heatCapacity(),
        found.rungs().stream().map(FreeEnergyResult::rung).toList(),
        found.verdict(),
        Exact.of(
            about.freeEnergy(),
            atReference,
            about.exact().map(rlct -> ExactFacts.of(about.target(), rlct))),
        draws.seconds(),
        draws.gradientEvaluations(),
        about.inputs(),
        about.provenance());
  }

  /** Whether this is what these settings ask for, of the same inputs under the same prior. */
  public boolean answers(
      Map<String, Object> request, Prior.Kind kind, double gamma, Inputs asking) {
    return asking.equals(inputs)
        && prior.kind() == kind
        && prior.gamma() == gamma
        && tempering.get(REQUEST) instanceof Map<?, ?> asked
        && Json.text(new TreeMap<>(request)).equals(Json.text(new TreeMap<>(asked)));
  }

  @Override
  public List<EstimateOf> estimates() {
    return PointResult.named(
        this,
        new NamedNumber("F", freeEnergy),
        new NamedNumber("F - n L_n(w0)", excess.estimate()),
        new NamedNumber("WBIC", wbic),
        new NamedNumber("dF/d ln beta", lambda),
        new NamedNumber("heat capacity", heatCapacity));
  }

  private static Rung rung(FreeEnergy.Rung rung) {
    return new Rung(
        rung.beta(),
        rung.energy().value(),
        rung.energy().se(),
        rung.a(),
        rung.rhat(),
        rung.ess(),
        rung.acceptance(),
        rung.swaps());
  }

  private static Map<String, Object> tempering(TemperedDraws draws, Map<String, Object> request) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("rungs", draws.betas().length);
    facts.put("chains", draws.chains());
    facts.put("draws", draws.draws());
    facts.put("arrivals", draws.arrivals());
    facts.put("moves", draws.moves());
    facts.put("movesInWords", draws.moves().describe());
    facts.put(REQUEST, request);
    return facts;
  }
}
