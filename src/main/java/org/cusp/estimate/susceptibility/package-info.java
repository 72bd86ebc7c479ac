/**
 * How components of a network answer to a shift of the data, and which shift moves them as wanted:
 * covariances over the draws of a localised posterior, with their errors. May import {@code
 * estimate.influence}, whose covariances these are, and what that may. Begin with {@link
 * org.cusp.estimate.susceptibility.SusceptibilityEstimator}.
 */
package org.cusp.estimate.susceptibility;
