package org.cusp.estimate.influence;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.InfluenceEvidence;
import org.cusp.verdict.InfluenceRules;
import org.cusp.verdict.Verdict;

/**
 * The Bayesian influence of every datum i on losses phi:
 *
 * <pre>  BIF(i, phi) = -Cov(l_i(w), phi(w)),   w ~ exp(-nBeta L_n(w) - (gamma/2) |w - w*|^2).</pre>
 *
 * The derivative of E[phi] by the weight of datum i in n L_n is nBeta/n times this: where it is
 * negative the datum helps. Leaving it out changes E[phi] by -(nBeta/n) BIF, to first order.
 *
 * <p>Source: P. Kreer et al., "Bayesian Influence Functions for Hessian-Free Data Attribution",
 * arXiv:2509.26544.
 *
 * @param settings of the draws; without a number of them {@link #DEFAULT_DRAWS}
 * @param queries whose losses are asked about
 * @param share of the discoveries that may be false
 * @param top entries of either sign that are named for a query
 */
public record InfluenceEstimator(
    LlcSpec settings,
    Queries queries,
    double share,
    int top,
    KernelProvider kernels,
    Workers workers) {
  /** Of a chain, where nobody says how many. */
  public static final int DEFAULT_DRAWS = 1000;

  /** Of the draws after the warm-up, where nobody says how many are burn-in. */
  private static final double FURTHER_BURN_IN = 0.2;

  /**
   * Whose losses are asked about.
   *
   * @param data beside the posterior's own; empty where every datum is asked about
   * @param datumOf the number of the datum that each query is; -1 where it is none
   * @param phi what is asked of each
   */
  public record Queries(Optional<DataSet> data, int[] datumOf, Phi phi) {
    /** All pairs of the posterior's own data. */
    public static final Queries OF_THEMSELVES = new Queries(Optional.empty(), new int[0], Phi.LOSS);

    /** Data that are not the posterior's. */
    public static Queries of(DataSet data) {
      int[] none = new int[data.n()];
      Arrays.fill(none, -1);
      return new Queries(Optional.of(data), none, Phi.LOSS);
    }

    /** About other than the loss; of the data themselves as queries beside them. */
    public Queries asking(Phi other, DataSet own) {
      if (other.isLoss() || data.isPresent()) {
        return new Queries(data, datumOf, other);
      }
      int[] same = new int[own.n()];
      Arrays.setAll(same, i -> i);
      return new Queries(Optional.of(own), same, other);
    }

    /**
     * On so many examples.
     *
     * @param ofExample data of an example
     */
    public Questions on(int n, int ofExample) {
      if (data.isEmpty()) {
        return Questions.ofThemselves(n * ofExample);
      }
      int[] each = new int[datumOf.length * ofExample];
      for (int i = 0; i < each.length; i++) {
        int datum = datumOf[i / ofExample];
        each[i] = datum < 0 ? datum : datum * ofExample + i % ofExample;
      }
      return new Questions(n * ofExample, data.get().n() * ofExample, each, false);
    }
  }

  /**
   * What was found.
   *
   * @param llc the estimate of the same draws
   * @param atCentre losses at w*, of the data and then of the queries
   */
  public record Outcome(
      LlcEstimator.Outcome llc,
      double[] atCentre,
      Window window,
      Window.Moments moments,
      Batches batches,
      Questions questions,
      InfluenceMatrix.Found found,
      InfluenceEvidence evidence,
      Verdict verdict) {}

  /** Looks at draws and matrix while they are there: what is to be kept of them is kept then. */
  public interface Keeper {
    /**
     * Where the losses of draws lie, so that another process can go on with them; absent for
     * temporary files, and then it begins anew.
     */
    default Optional<Path> folder() {
      return Optional.empty();
    }

    Keeper NONE = (window, moments, questions) -> InfluenceMatrix.Sink.NONE;

    /** Before the matrix. */
    InfluenceMatrix.Sink keep(Window window, Window.Moments moments, Questions questions);
  }

  /**
   * Draws, and takes the covariances.
   *
   * @throws InvalidInput where time is up before there are draws enough, or the disk has no room
   */
  public Outcome estimate(
      Target target, double[] w, Deadline deadline, Progress progress, Keeper keeper) {
    LlcSpec asked = withDraws(settings);
    int n = target.train().n();
    Questions questions = queries.on(n, DatumLosses.ofExample(target.model()));
    double bytes =
        (double) asked.chains() * asked.draws().orElseThrow() * questions.columns() * Float.BYTES;
    Path room = keeper.folder().orElseGet(LossStore::folder);
    LossStore.requireRoom(room, bytes, "the losses of all draws");
    try (StoredDraws<LossDraws> losses =
        LossDraws.of(queries.data(), queries.phi(), keeper.folder(), kernels, workers)) {
      LlcEstimator.Outcome llc =
          new LlcEstimator(asked, kernels, workers, List.of(losses))
              .estimate(target, w, deadline, progress);
      requireDraws(llc);
      progress.bookmark().turn();
      Window window = losses.window(llc.draws(), furtherBurnIn(settings));
      progress.at(1, "covariances", Double.NaN, Double.NaN);
      Drawn drawn = Drawn.of(llc, window, questions.columns());
      InfluenceMatrix.Found found =
          new InfluenceMatrix(window, drawn.moments(), drawn.batches(), questions, share, top)
              .compute(workers, keeper.keep(window, drawn.moments(), questions));
      InfluenceEvidence evidence = drawn.evidence(found.disagreement(), evidence(found));
      return new Outcome(
          llc,
          losses.numbers().atCentre(),
          window,
          drawn.moments(),
          drawn.batches(),
          questions,
          found,
          evidence,
          InfluenceRules.judge(evidence, List.of()));
    }
  }

  /** The share of the draws that is left out: none where the burn-in was given. */
  public static double furtherBurnIn(LlcSpec settings) {
    return settings.burnIn().isPresent() ? 0 : FURTHER_BURN_IN;
  }

  public static LlcSpec withDraws(LlcSpec settings) {
    return settings.draws().isPresent() ? settings : settings.edit().draws(DEFAULT_DRAWS).build();
  }

  public static void requireDraws(LlcEstimator.Outcome llc) {
    if (llc.draws().isEmpty()) {
      throw new TooFewDraws(String.join("; ", llc.llc().verdict().reasons()));
    }
  }

  private InfluenceEvidence.Found evidence(InfluenceMatrix.Found found) {
    return new InfluenceEvidence.Found(
        share,
        found.ofMatrix().entries(),
        found.ofMatrix().discovered(),
        found.control().entries(),
        found.control().discovered(),
        found.interval());
  }
}
