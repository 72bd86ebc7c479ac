package org.cusp.estimate.influence;

import org.cusp.estimate.influence.CovarianceBlock.Disagreement;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.run.Draws;
import org.cusp.verdict.InfluenceEvidence;

/**
 * Draws whose covariances are taken, and how well they serve.
 *
 * @param llc the estimate of the same draws
 * @param window the numbers kept of each
 */
public record Drawn(
    LlcEstimator.Outcome llc,
    Window window,
    Window.Moments moments,
    Mixing mixing,
    Batches batches) {
  /**
   * Of a window.
   *
   * @param columns those that are looked at for mixing, from the first
   */
  public static Drawn of(LlcEstimator.Outcome llc, Window window, int columns) {
    Mixing mixing = Mixing.of(window, columns);
    return new Drawn(llc, window, window.moments(), mixing, window.batches(mixing.time()));
  }

  /** Covariances of some columns with others; see {@link CovarianceBlock#of}. */
  public CovarianceBlock block(
      CovarianceBlock.Range rows, CovarianceBlock.Range columns, int shift) {
    return CovarianceBlock.of(window.store(), moments, batches, rows, columns, shift);
  }

  /** For a verdict on what was found. */
  InfluenceEvidence evidence(Disagreement apart, InfluenceEvidence.Found found) {
    return new InfluenceEvidence(llc.llc().estimate(), judged(), batched(apart), found);
  }

  public InfluenceEvidence.Draws judged() {
    Draws draws = llc.draws();
    return new InfluenceEvidence.Draws(
        "losses",
        draws.plan().chains(),
        draws.completeChains().length,
        mixing.rhat(),
        mixing.ess(),
        !draws.plan().sampler().isExact());
  }

  public InfluenceEvidence.Batched batched(Disagreement apart) {
    return new InfluenceEvidence.Batched(
        batches.count(),
        batches.length(),
        mixing.time(),
        apart.ofBatches() > 0 ? apart.ofChains() / apart.ofBatches() : Double.NaN);
  }
}
