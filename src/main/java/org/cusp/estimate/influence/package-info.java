/**
 * Influence of data on losses, from covariances over the draws of a localised posterior, with their
 * errors. Draws lie on disk and matrices pass in blocks. May import {@code estimate}, {@code
 * verdict}, {@code tuning} and all below. Begin with {@link
 * org.cusp.estimate.influence.InfluenceEstimator}.
 */
package org.cusp.estimate.influence;
