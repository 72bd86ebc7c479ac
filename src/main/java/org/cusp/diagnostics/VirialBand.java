package org.cusp.diagnostics;

/**
 * The virial identity on one scale of a posterior p(w) ~ exp(-U(w)): with x = w - w* and B the
 * projection on the directions of that scale,
 *
 * <pre>E[x' B grad U] = tr B,   c = x' B grad U - tr B has mean 0</pre>
 *
 * (E[v . grad U] = E[div v] for a smooth field v of linear growth, by parts). Where the mean of c
 * is off by many standard errors, the chains have not settled on that scale, however well their
 * energies agree.
 *
 * <p>Source: R. Clausius, "On a mechanical theorem applicable to heat", 1870; as a control variate:
 * R. Assaraf, M. Caffarel, "Zero-variance principle for Monte Carlo algorithms", Physical Review
 * Letters 83 (1999) 4682.
 *
 * @param scale in words
 * @param directions tr B
 * @param terms c, [chain][draw]
 */
public record VirialBand(String scale, int directions, double[][] terms) {
  /** The mean of c with its Monte Carlo standard error; 0 where the chains have settled. */
  public Estimate mean() {
    return new Estimate(
        Moments.mean(terms), Mcse.mean(terms), Rhat.rankNormalised(terms), Ess.mean(terms));
  }
}
