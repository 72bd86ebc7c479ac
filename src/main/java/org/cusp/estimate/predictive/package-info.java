/**
 * The posterior predictive over the draws of a localised posterior, and how well it is calibrated,
 * beside w* alone. May import {@code estimate.influence} and all below. Begin with {@link
 * org.cusp.estimate.predictive.PredictiveEstimator}.
 */
package org.cusp.estimate.predictive;
