/**
 * Gaussian references of a posterior: its stiff directions from where chains are, and what a
 * precision of low rank does to their velocities. May import {@code posterior} and all below. Begin
 * with {@link org.cusp.sampler.reference.GaussianReference}, then {@link
 * org.cusp.sampler.reference.FisherReference}.
 */
package org.cusp.sampler.reference;
