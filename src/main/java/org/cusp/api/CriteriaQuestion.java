package org.cusp.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.estimate.criteria.CriteriaEstimator;
import org.cusp.model.Model;
import org.cusp.run.Progress;
import org.cusp.spec.sampling.TemperingSpec;

/**
 * Criteria of a posterior to be estimated. Immutable: each method gives another question.
 *
 * @param beta inverse temperature; 1 is the Bayesian's
 * @since 0.2.0
 */
public record CriteriaQuestion(
    Model model, Data data, Prior prior, double beta, TemperingSpec settings, Machine machine) {
  /**
   * The data.
   *
   * @param test data that the posterior does not see; may be empty
   */
  public record Data(DataSet train, Optional<DataSet> test) {}

  /**
   * The prior N(centre, I / gamma).
   *
   * @param centre its mean
   */
  public record Prior(double[] centre, double gamma) {}

  static CriteriaQuestion of(Model model, DataSet data) {
    return new CriteriaQuestion(
        model,
        new Data(data, Optional.empty()),
        new Prior(new double[model.size()], 1),
        1,
        TemperingSpec.defaults(1),
        Machine.here());
  }

  /** Under the prior N(mean, sd^2). */
  public CriteriaQuestion prior(double[] mean, double sd) {
    Prior other = new Prior(mean.clone(), 1 / (sd * sd));
    return new CriteriaQuestion(model, data, other, beta, settings, machine);
  }

  /** The loss of these data is computed too. */
  public CriteriaQuestion test(DataSet unseen) {
    Data both = new Data(data.train(), Optional.of(unseen));
    return new CriteriaQuestion(model, both, prior, beta, settings, machine);
  }

  /** Ends after so long; 60 s unless said. */
  public CriteriaQuestion budget(Duration time) {
    return with(settings.withBudget(time.toNanos() / 1e9));
  }

  /** So many draws of each chain, however long they take: the same bits every time. */
  public CriteriaQuestion draws(int count) {
    return with(settings.withDraws(count));
  }

  /** Chains, draws, budget and seed. */
  public CriteriaQuestion with(TemperingSpec other) {
    return new CriteriaQuestion(model, data, prior, beta, other, machine);
  }

  /**
   * The criteria with their standard errors and a verdict.
   *
   * @throws org.cusp.contract.InvalidInput where model and data do not fit
   * @throws org.cusp.tuning.OutOfTime where the budget ends before anything can be said
   */
  public CriteriaEstimator.Outcome run() {
    CriteriaEstimator.Subject subject =
        new CriteriaEstimator.Subject(
            model, machine.precision(), data.train(), data.test(), prior.centre(), prior.gamma());
    return machine.with(
        workers ->
            new CriteriaEstimator(
                    settings, CriteriaEstimator.DEFAULT_PRECISION, machine.kernels(), workers)
                .estimate(subject, beta, List.of(), Progress.NONE));
  }
}
