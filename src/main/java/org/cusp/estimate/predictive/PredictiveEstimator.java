package org.cusp.estimate.predictive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.estimate.influence.Window;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.posterior.Posterior;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.InfluenceEvidence;
import org.cusp.verdict.InfluenceRules;
import org.cusp.verdict.Verdict;

/**
 * The posterior predictive
 *
 * <pre>p(y | x) = E p(y | x, w),   w ~ exp(-nBeta L_n(w) - (gamma/2) |w - w*|^2),</pre>
 *
 * on the data and on others, beside w* alone ({@link Scores}).
 *
 * @param settings of the draws; without a number of them {@link InfluenceEstimator#DEFAULT_DRAWS}
 * @param heldOut data beside the posterior's own
 */
public record PredictiveEstimator(
    LlcSpec settings, Optional<DataSet> heldOut, KernelProvider kernels, Workers workers) {
  /** Of n: nearer to it a posterior is taken to be the one of Bayes. */
  private static final double NEAR = 0.01;

  /**
   * What was found.
   *
   * @param llc the estimate of the same draws
   * @param own on the posterior's own data
   * @param other on those beside
   */
  public record Outcome(
      LlcEstimator.Outcome llc,
      Predicted own,
      Optional<Predicted> other,
      InfluenceEvidence evidence,
      Verdict verdict) {}

  /**
   * Draws, and predicts.
   *
   * @throws org.cusp.contract.InvalidInput where time is up before there are draws enough, or the
   *     predictions do not fit into memory
   */
  public Outcome estimate(Target target, double[] w, Deadline deadline, Progress progress) {
    LlcSpec asked = InfluenceEstimator.withDraws(settings);
    try (PredictiveDraws seen = new PredictiveDraws(heldOut, kernels)) {
      LlcEstimator.Outcome llc =
          new LlcEstimator(asked, kernels, workers, List.of(seen))
              .estimate(target, w, deadline, progress);
      InfluenceEstimator.requireDraws(llc);
      progress.bookmark().turn();
      return outcome(llc, seen);
    }
  }

  private Outcome outcome(LlcEstimator.Outcome llc, PredictiveDraws seen) {
    Draws draws = llc.draws();
    int[] chains = draws.completeChains();
    if (chains.length == 0) {
      throw new InvalidInput("no chain stayed finite: there is nothing to predict with");
    }
    int more = Window.more(draws, InfluenceEstimator.furtherBurnIn(settings));
    int first = Window.first(draws, seen.firstNumber()) + more;
    List<Predicted> found =
        seen.all().stream().map(set -> Predicted.of(set, chains, first)).toList();
    InfluenceEvidence evidence = evidence(llc, seen, found.get(0), more);
    return new Outcome(
        llc,
        found.get(0),
        found.size() > 1 ? Optional.of(found.get(1)) : Optional.empty(),
        evidence,
        InfluenceRules.judge(evidence, cautions(draws.posterior())));
  }

  private static InfluenceEvidence evidence(
      LlcEstimator.Outcome llc, PredictiveDraws seen, Predicted own, int more) {
    Draws draws = llc.draws();
    int sets = seen.all().size();
    double rhat = 0;
    double ess = Double.POSITIVE_INFINITY;
    int from = draws.plan().burnIn() + more;
    for (int set = 0; set < sets; set++) {
      double[][] all = seen.losses().column(set, from, draws.plan().recorded());
      double[][] complete =
          Arrays.stream(draws.completeChains())
              .mapToObj(chain -> all[chain])
              .toArray(double[][]::new);
      rhat = Math.max(rhat, Rhat.rankNormalised(complete));
      ess = Math.min(ess, Ess.bulk(complete));
    }
    double time = Math.max(1, (double) own.draws() / ess);
    return new InfluenceEvidence(
        llc.llc().estimate(),
        new InfluenceEvidence.Draws(
            "losses",
            draws.plan().chains(),
            draws.completeChains().length,
            rhat,
            ess,
            !draws.plan().sampler().isExact()),
        new InfluenceEvidence.Batched(
            own.batches(), (int) (own.draws() / own.batches()), time, Double.NaN),
        InfluenceEvidence.Found.NOTHING);
  }

  private static List<String> cautions(Posterior posterior) {
    double share = posterior.nBeta() / posterior.count();
    return Math.abs(share - 1) < NEAR
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "this is the posterior at nBeta = %.4g, %.3g of n, the one of an LLC: --n-beta %d"
                    + " is that of Bayes",
                posterior.nBeta(),
                share,
                posterior.count()));
  }
}
