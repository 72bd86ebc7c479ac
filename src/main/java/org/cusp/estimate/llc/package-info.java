/**
 * The local learning coefficient: from draws to value, error, companions, lambda and the stored
 * result. May import {@code estimate} and all below. Begin with {@link
 * org.cusp.estimate.llc.LlcEstimator}, then {@link org.cusp.estimate.llc.Llc}.
 */
package org.cusp.estimate.llc;
