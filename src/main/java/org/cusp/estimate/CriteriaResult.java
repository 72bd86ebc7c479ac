package org.cusp.estimate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.data.DataSet;
import org.cusp.exact.ExactFacts;
import org.cusp.run.Provenance;
import org.cusp.run.TemperedDraws;

/**
 * Criteria as they are printed and stored; the components' names are the names in the JSON. Losses,
 * WAIC and LOO are in nats per datum; WBIC, functional variance and nu are over all data.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param testN absent without test data
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
    ChainNumber lambda,
    Truth truth,
    LlcResult.Judgement verdict,
    ExactFacts exact,
    double seconds,
    long gradientEvaluations,
    Inputs inputs,
    Provenance provenance) {
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
  public record Centred(String scope, String centre, double sd, double gamma) {}

  /**
   * A number with both errors, see {@link Criterion}.
   *
   * @param unit in words
   */
  public record Number(double value, double se, double[] ci95, double seOverData, String unit) {
    static Number of(Criterion criterion, String unit) {
      return new Number(
          criterion.value(), criterion.se(), criterion.ci95(), criterion.seOverData(), unit);
    }
  }

  /** A mean over draws at one temperature. */
  public record ChainNumber(
      double value, double se, double[] ci95, double rhat, double ess, double beta, String unit) {
    static ChainNumber of(Estimate estimate, double beta, String unit) {
      return new ChainNumber(
          estimate.value(),
          estimate.se(),
          estimate.ci95(),
          estimate.rhat(),
          estimate.ess(),
          beta,
          unit);
    }
  }

  /**
   * Leave-one-out cross-validation.
   *
   * @param unreliable data with a k-hat above the threshold
   */
  public record Loo(
      double value,
      double se,
      double[] ci95,
      double seOverData,
      String unit,
      double largestK,
      double kThreshold,
      int unreliable) {
    static Loo of(Criteria criteria) {
      Criterion loo = criteria.loo();
      return new Loo(
          loo.value(),
          loo.se(),
          loo.ci95(),
          loo.seOverData(),
          PER_DATUM,
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
          Number.of(criteria.bayesTraining(), PER_DATUM),
          Number.of(criteria.gibbsTraining(), PER_DATUM),
          criteria.bayesGeneralisation().map(c -> Number.of(c, PER_DATUM)).orElse(null),
          criteria.gibbsGeneralisation().map(c -> Number.of(c, PER_DATUM)).orElse(null));
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
      double bayesTrainingExcess,
      double gibbsTrainingExcess,
      double waicExcess,
      double wbicExcess,
      Double bayesGeneralisationExcess,
      Double gibbsGeneralisationExcess) {
    /** With the mean losses of the truth. */
    public static Truth of(
        Criteria criteria, Wbic wbic, int n, double trainLoss, Optional<Double> testLoss) {
      return new Truth(
          trainLoss,
          testLoss.orElse(null),
          n * (criteria.bayesTraining().value() - trainLoss),
          n * (criteria.gibbsTraining().value() - trainLoss),
          n * (criteria.waic().value() - trainLoss),
          wbic.wbic().value() - n * trainLoss,
          excess(n, criteria.bayesGeneralisation(), testLoss),
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
        draws.posterior().size(),
        criteria.beta(),
        about.prior(),
        sampler(draws, hot),
        ChainNumber.of(wbic.wbic(), wbic.beta(), NATS),
        Number.of(criteria.waic(), PER_DATUM),
        Loo.of(criteria),
        Number.of(criteria.nu(), NATS),
        Number.of(criteria.functionalVariance(), "square nats"),
        Losses.of(criteria),
        ChainNumber.of(wbic.lambda().estimate(), wbic.beta(), "1"),
        about.truth().orElse(null),
        new LlcResult.Judgement(
            outcome.verdict().status().label(),
            outcome.verdict().reasons(),
            outcome.verdict().cautions()),
        about.exact(),
        draws.seconds() + hot.seconds(),
        draws.gradientEvaluations() + hot.gradientEvaluations(),
        about.inputs(),
        about.provenance());
  }

  private static Map<String, Object> sampler(TemperedDraws draws, TemperedDraws hot) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("name", "replica exchange, hmc");
    facts.put("chains", draws.chains());
    facts.put("draws", draws.draws());
    facts.put("temperatures", draws.betas());
    facts.put("drawsForWbic", hot.draws());
    facts.put("temperaturesForWbic", hot.betas());
    return facts;
  }
}
