/**
 * Influence of data on losses, and susceptibility of components to data, from covariances over the
 * draws of a localised posterior, with their errors. Draws lie on disk and matrices pass in blocks.
 * May import {@code estimate}, {@code verdict}, {@code tuning} and all below. Begin with {@link
 * org.cusp.estimate.influence.InfluenceEstimator} and {@link
 * org.cusp.estimate.influence.SusceptibilityEstimator}.
 */
package org.cusp.estimate.influence;
