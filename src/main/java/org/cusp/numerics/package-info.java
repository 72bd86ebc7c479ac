/**
 * Numbers that every floor needs: dense algebra, sums of exponentials, laws, quantiles, digests.
 *
 * <p>What Hipparchus or Commons Math have is used from there; what is written here says in its
 * Javadoc why, and its test or docs/decisions/0010 keeps the numbers. An iteration that may fail to
 * converge says so, and who asked decides. Sums over tensors are {@code tensor.Sums}'; the moments
 * of draws are {@code diagnostics.Moments}'. May import {@code contract}. Begin with {@link
 * org.cusp.numerics.Cholesky}.
 */
package org.cusp.numerics;
