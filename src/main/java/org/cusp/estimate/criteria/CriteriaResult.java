package org.cusp.estimate.criteria;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.PointResult;
import org.cusp.estimate.PointResult.NamedNumber;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.exact.ExactFacts;
import org.cusp.run.Provenance;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.verdict.Verdict;

/**
 * Criteria as they are printed and stored; the components' names are the names in the JSON. Losses,
 * WAIC and LOO are in nats per datum; WBIC, functional variance and nu are over all data.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param testN absent without test data
 * @param testData their name, with the scaling of their inputs; absent without
 * @param surprises data whose averages the draws do not give; absent where there are none
 * @param lambda from the draws of WBIC by two temperatures
 * @param truth its losses, and what the criteria are above them; absent where it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CriteriaResult(
    String command,
    String target,
    Long step,
    int n,
    Integer testN,
    String testData,
    int parameters,
    double beta,
    Centred prior,
    Map<String, Object> sampler,
    ChainNumber wbic,
    Number waic,
    Loo loo,
    Number nu,
    Number functionalVariance,
    Losses losses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Surprising> surprises,
    ChainNumber lambda,
    Truth truth,
    Verdict verdict,
    ExactFacts exact,
    double seconds,
    long gradientEvaluations,
    Inputs inputs,
    Provenance provenance)
    implements PointResult {
  /** Per datum. */
  public static final String PER_DATUM = "nats per datum";

  /** Over all data. */
  public static final String NATS = "nats";

  /**
   * N(centre, I / gamma).
   *
   * @param scope global where the centre is 0, whatever the checkpoint; local around the parameter
   * @param centre in words
   */
  public record Centred(Prior.Kind scope, String centre, double sd, double gamma) {}

  /**
   * A number with both errors, see {@link Criterion}.
   *
   * @param estimate absent where it cannot be told
   * @param unit in words
   * @param untold why there is no value; absent where there is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Number(
      @JsonUnwrapped @Estimate.WithInterval Estimate estimate,
      Double seOverData,
      String unit,
      String untold) {
    static Number of(Criterion criterion, String unit, boolean isUntold) {
      boolean isKnown =
          !isUntold && Double.isFinite(criterion.value()) && Double.isFinite(criterion.se());
      return isKnown
          ? new Number(criterion.estimate(), finite(criterion.seOverData()), unit, null)
          : new Number(null, null, unit, isUntold ? UNTOLD : UNDEFINED);
    }

    /** Null where it cannot be told. */
    public Double value() {
      return estimate == null ? null : (Double) estimate.value();
    }

    /** Null where it cannot be told. */
    public Double se() {
      return estimate == null ? null : (Double) estimate.se();
    }

    private static Double finite(double x) {
      return Double.isFinite(x) ? x : null;
    }
  }

  /** Said in place of an average that draws never made would rule. */
  private static final String UNTOLD = "cannot be told from these draws";

  private static final String UNDEFINED = "undefined: losses are not all finite, or draws too few";

  /** A mean over draws at one temperature. */
  public record ChainNumber(@JsonUnwrapped Estimate estimate, double beta, String unit) {
    public double value() {
      return estimate.value();
    }

    public double se() {
      return estimate.se();
    }
  }

  /**
   * Leave-one-out cross-validation.
   *
   * @param largestK of all data, those whose density came through a bridge included
   * @param unreliable data with a k-hat above the threshold and no bridge
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Loo(
      @JsonUnwrapped Number number, double largestK, double kThreshold, int unreliable) {
    static Loo of(Criteria criteria) {
      return new Loo(
          Number.of(criteria.loo(), PER_DATUM, criteria.isUntold(Criteria.Quantity.LOO)),
          criteria.largestK(),
          criteria.kThreshold(),
          criteria.unreliable());
    }
  }

  /** Bayes: of the predictive density; Gibbs: the mean over the posterior. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Losses(
      Number bayesTraining,
      Number gibbsTraining,
      Number bayesGeneralisation,
      Number gibbsGeneralisation) {
    static Losses of(Criteria criteria) {
      return new Losses(
          Number.of(
              criteria.bayesTraining(),
              PER_DATUM,
              criteria.isUntold(Criteria.Quantity.BAYES_TRAINING)),
          Number.of(criteria.gibbsTraining(), PER_DATUM, false),
          criteria
              .bayesGeneralisation()
              .map(
                  c ->
                      Number.of(
                          c, PER_DATUM, criteria.isUntold(Criteria.Quantity.BAYES_GENERALISATION)))
              .orElse(null),
          criteria.gibbsGeneralisation().map(c -> Number.of(c, PER_DATUM, false)).orElse(null));
    }
  }

  /**
   * A datum for which an average over the draws is ruled by draws that were not made.
   *
   * @param data train or test
   * @param average predictive, of p; or leave-one-out, of p^-beta
   * @param row in the data, from 1
   * @param variance over the draws of the logarithm of what is averaged
   * @param kHat of what is averaged
   * @param state bridged, where the average comes from posteriors between that with and that
   *     without the datum; unreliable, from the draws all the same; untold
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Surprising(
      Surprise.Data data,
      Surprise.Average average,
      int row,
      Double variance,
      Double kHat,
      Surprise.State state) {
    static Surprising of(Surprise it) {
      return new Surprising(
          it.data(),
          it.average(),
          it.row(),
          Number.finite(it.variance()),
          Number.finite(it.kHat()),
          it.state());
    }
  }

  /**
   * The losses of the truth, and n times what training and generalisation losses are above it, in
   * nats: the quantities of the equations of state.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Truth(
      double trainLoss,
      Double testLoss,
      Double bayesTrainingExcess,
      double gibbsTrainingExcess,
      Double waicExcess,
      double wbicExcess,
      Double bayesGeneralisationExcess,
      Double gibbsGeneralisationExcess) {
    /** With the mean losses of the truth. */
    public static Truth of(
        Criteria criteria, Wbic wbic, int n, double trainLoss, Optional<Double> testLoss) {
      return new Truth(
          trainLoss,
          testLoss.orElse(null),
          criteria.isUntold(Criteria.Quantity.BAYES_TRAINING)
              ? null
              : n * (criteria.bayesTraining().value() - trainLoss),
          n * (criteria.gibbsTraining().value() - trainLoss),
          criteria.isUntold(Criteria.Quantity.WAIC)
              ? null
              : n * (criteria.waic().value() - trainLoss),
          wbic.wbic().value() - n * trainLoss,
          criteria.isUntold(Criteria.Quantity.BAYES_GENERALISATION)
              ? null
              : excess(n, criteria.bayesGeneralisation(), testLoss),
          excess(n, criteria.gibbsGeneralisation(), testLoss));
    }

    private static Double excess(int n, Optional<Criterion> loss, Optional<Double> truth) {
      return loss.isPresent() && truth.isPresent() ? n * (loss.get().value() - truth.get()) : null;
    }
  }

  /** What a result is about, beside its numbers. */
  public record About(
      String target,
      Long step,
      Centred prior,
      Optional<DataSet> test,
      Optional<Truth> truth,
      ExactFacts exact,
      Inputs inputs,
      Provenance provenance) {}

  /** The result of these runs. */
  public static CriteriaResult of(CriteriaEstimator.Outcome outcome, About about) {
    TemperedDraws draws = outcome.sampled().draws();
    TemperedDraws hot = outcome.atWbic();
    Criteria criteria = outcome.sampled().criteria();
    Wbic wbic = outcome.wbic();
    return new CriteriaResult(
        "criteria",
        about.target(),
        about.step(),
        draws.posterior().n(),
        about.test().map(DataSet::n).orElse(null),
        about.test().map(DataSet::name).orElse(null),
        draws.posterior().size(),
        criteria.beta(),
        about.prior(),
        sampler(draws, hot),
        new ChainNumber(wbic.wbic(), wbic.beta(), NATS),
        Number.of(criteria.waic(), PER_DATUM, criteria.isUntold(Criteria.Quantity.WAIC)),
        Loo.of(criteria),
        Number.of(criteria.nu(), NATS, false),
        Number.of(criteria.functionalVariance(), "square nats", false),
        Losses.of(criteria),
        criteria.surprises().stream().map(Surprising::of).toList(),
        new ChainNumber(wbic.lambda().estimate(), wbic.beta(), "1"),
        about.truth().orElse(null),
        outcome.verdict(),
        about.exact(),
        outcome.seconds(),
        draws.gradientEvaluations() + hot.gradientEvaluations(),
        about.inputs(),
        about.provenance());
  }

  @Override
  public List<EstimateOf> estimates() {
    return PointResult.named(
        this,
        new NamedNumber("WAIC", waic.estimate()),
        new NamedNumber("LOO", loo.number().estimate()),
        new NamedNumber("Bayes training loss", losses.bayesTraining().estimate()),
        new NamedNumber("Gibbs training loss", losses.gibbsTraining().estimate()),
        new NamedNumber("Bayes generalisation loss", estimate(losses.bayesGeneralisation())),
        new NamedNumber("Gibbs generalisation loss", estimate(losses.gibbsGeneralisation())),
        new NamedNumber("functional variance", functionalVariance.estimate()),
        new NamedNumber("nu", nu.estimate()),
        new NamedNumber("WBIC", wbic.estimate()),
        new NamedNumber("lambda", lambda.estimate()));
  }

  private static Estimate estimate(Number number) {
    return number == null ? null : number.estimate();
  }

  private static Map<String, Object> sampler(TemperedDraws draws, TemperedDraws hot) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("name", "replica exchange, " + draws.moves().describe());
    facts.put("chains", draws.chains());
    facts.put("draws", draws.draws());
    facts.put("temperatures", draws.betas());
    facts.put("moves", draws.moves());
    facts.put("drawsForWbic", hot.draws());
    facts.put("temperaturesForWbic", hot.betas());
    facts.put("movesForWbic", hot.moves());
    return facts;
  }
}
