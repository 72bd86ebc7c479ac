package org.cusp.diagnostics;

/**
 * What R-hat, effective draws and exchange rates must be for draws to be relied upon.
 *
 * <p>R-hat and effective draws: A. Vehtari et al., "Rank-normalization, folding, and localization:
 * an improved R-hat", Bayesian Analysis 16 (2021) 667-718, DOI 10.1214/20-BA1221.
 */
public final class Thresholds {
  /** Above it chains have not mixed to the paper's standard. */
  public static final double RHAT_DOUBTFUL = 1.01;

  /** Above it the standard error means nothing. */
  public static final double RHAT_REJECTED = 1.1;

  /** Below it R-hat and the standard error are themselves uncertain. */
  public static final double ESS_DOUBTFUL = 400;

  public static final double ESS_REJECTED = 50;

  /** Below it neighbours hardly overlap, and what reweights one to the other has large weights. */
  public static final double SWAPS_DOUBTFUL = 0.15;

  private Thresholds() {}
}
