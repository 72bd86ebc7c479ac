package org.cusp.select;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.cusp.clock.Deadline;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.criteria.Wbic;
import org.cusp.model.Model;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tuning.StoppingRule;
import org.cusp.tuning.TemperedRun;

/**
 * The WBIC of each model of a family: the mean of n L_n(w) over the posterior at beta = 1/log n
 * with the prior N(0, S^2) for every parameter. Reduced-rank regressions are sampled by {@link
 * RankGibbs}, other models by replica exchange from the prior, until the standard error is as small
 * as asked for, R-hat and the effective sample size permitting, or the budget ends. A model without
 * parameters has the WBIC n L_n.
 *
 * <p>Source: S. Watanabe, A widely applicable Bayesian information criterion, JMLR 14 (2013) 867.
 *
 * @param priorDeviation S, positive
 * @param precision standard error in nats, positive
 * @param settings with the budget of one model
 */
public record WbicSampling(
    double priorDeviation,
    double precision,
    TemperingSpec settings,
    KernelProvider kernels,
    Workers workers) {
  /** Nats: small against the differences by which models are told apart. */
  public static final double DEFAULT_PRECISION = 0.25;

  private static final double LEAST_ESS = 400;
  private static final double MOST_RHAT = 1.05;
  private static final double MIXED = 1.01;
  private static final int GIBBS_CHAINS = 4;
  private static final int GIBBS_BURN_IN = 100;
  private static final int FIRST_GIBBS_DRAWS = 250;
  private static final int MOST_GIBBS_DRAWS = 50_000;

  public WbicSampling {
    Check.positive("prior standard deviation", priorDeviation);
    Check.positive("precision", precision);
  }

  /** In words. */
  public String prior() {
    String number = BigDecimal.valueOf(priorDeviation).stripTrailingZeros().toPlainString();
    return "N(0, " + number + "^2) for every parameter";
  }

  /**
   * The choice with the WBIC of each model.
   *
   * @param done is told the size of each model and its WBIC
   * @param bookmark where the state is kept
   */
  public ModelChoice added(
      ModelFamily family,
      DataSet data,
      ModelChoice choice,
      BiConsumer<Integer, Estimate> done,
      Bookmark bookmark) {
    List<Estimate> all = new ArrayList<>();
    for (ModelChoice.Row row : choice.rows()) {
      Estimate wbic =
          bookmark.found("size " + row.size(), Estimate.class, at -> of(family, row, data, at));
      done.accept(row.size(), wbic);
      all.add(wbic);
    }
    return choice.withWbic(all);
  }

  private Estimate of(ModelFamily family, ModelChoice.Row row, DataSet data, Bookmark bookmark) {
    Optional<Model> model = family.model(row.size());
    if (model.isEmpty()) {
      return new Estimate(-row.logLikelihood(), 0, Double.NaN, Double.NaN);
    }
    return family instanceof ReducedRankFamily regressions
        ? byGibbs(regressions, row.size(), data, bookmark)
        : byReplicas(model.get(), data, bookmark);
  }

  private double gamma() {
    return 1 / (priorDeviation * priorDeviation);
  }

  /** Each round starts anew and is four times as long, so a chain is never continued. */
  Estimate byGibbs(ReducedRankFamily family, int rank, DataSet data, Bookmark bookmark) {
    RankGibbs gibbs = family.gibbs(data, rank, Wbic.betaOf(data.n()), gamma());
    Deadline end = bookmark.having(Deadline.after(settings.budget()));
    for (int draws = FIRST_GIBBS_DRAWS; ; draws *= 4) {
      Bookmark round = bookmark.in("draws " + draws);
      double[][] energy = new double[GIBBS_CHAINS][];
      for (int chain = 0; chain < GIBBS_CHAINS; chain++) {
        int one = chain;
        int length = draws;
        energy[chain] =
            round.once(
                "chain " + chain, () -> gibbs.chain(settings.seed(), one, GIBBS_BURN_IN, length));
        bookmark.turn();
      }
      boolean isLate = round.number("late", () -> end.passed() ? 1 : 0) != 0;
      if (isLate || 4 * draws > MOST_GIBBS_DRAWS || state(energy).enough()) {
        return new Estimate(
            Moments.mean(energy), Mcse.mean(energy), Rhat.rankNormalised(energy), Ess.bulk(energy));
      }
    }
  }

  Estimate byReplicas(Model model, DataSet data, Bookmark bookmark) {
    Posterior posterior =
        new Posterior(
            model, data, new double[model.size()], Posterior.defaultNBeta(data.n()), gamma());
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, Precision.FLOAT64, kernels, workers)) {
      TemperedDraws draws =
          new TemperedRun(settings, kernels, workers)
              .sample(shared, some -> state(some.coldest()), Progress.NONE.keeping(bookmark));
      return Wbic.of(draws).wbic();
    }
  }

  private StoppingRule.State state(double[][] energy) {
    double se = Mcse.mean(energy);
    double rhat = Rhat.rankNormalised(energy);
    double byError = se * se / (precision * precision);
    double byEss = LEAST_ESS / Ess.bulk(energy);
    double byMixing = rhat > MIXED ? 2 : 0;
    double needed = Math.max(byError, Math.max(byEss, byMixing));
    return new StoppingRule.State(
        Moments.mean(energy), se, Double.isNaN(rhat) ? Double.NaN : needed);
  }

  /** What speaks against the WBIC of a choice, one sentence for each model. */
  public List<String> cautions(ModelFamily family, ModelChoice choice) {
    return choice.rows().stream()
        .filter(row -> row.wbic().rhat() > MOST_RHAT || row.wbic().se() > 2 * precision)
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "the WBIC of %s %d is not settled: R-hat %.3f, standard error %.2g",
                    family.size(),
                    row.size(),
                    row.wbic().rhat(),
                    row.wbic().se()))
        .toList();
  }
}
