/**
 * Convergence diagnostics of Markov chains, on {@code double[chain][draw]}.
 *
 * <p>Definitions follow Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization,
 * folding, and localization: an improved R-hat for assessing convergence of MCMC", Bayesian
 * Analysis 16(2), 2021, DOI 10.1214/20-BA1221, with the conventions of the R package posterior.
 *
 * <p>The same rules hold throughout. An answer that the draws cannot give is NaN, never a perfect
 * value: any draw that is not finite, fewer than four draws per chain, or draws that are all equal.
 * One chain is enough, since chains are split. No chain at all, or chains of unequal length, are
 * {@link org.cusp.contract.InvalidInput}. No argument is modified.
 */
package org.cusp.diagnostics;
