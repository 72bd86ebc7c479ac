/**
 * The covariance of the weights over the draws of a localised posterior: its spectrum, with errors,
 * beside those that curvature at w* foresees, and what components have to do with each other. Draws
 * lie on disk and pass in blocks. May import {@code estimate.influence} and all below. Begin with
 * {@link org.cusp.estimate.covariance.CovarianceEstimator}.
 */
package org.cusp.estimate.covariance;
