/**
 * The tempered, localised posterior: the one owner of n, nBeta and gamma, and of the gradients that
 * samplers see. May import {@code problem}, {@code model} and all below. Begin with {@link
 * org.cusp.posterior.Posterior} and {@link org.cusp.posterior.PosteriorPass}.
 */
package org.cusp.posterior;
