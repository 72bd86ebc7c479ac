/**
 * Gaussian references of a posterior: its directions, a few stiff ones or all of them tensor by
 * tensor, from where chains are, and what their precision does to velocities. May import {@code
 * posterior} and all below. Begin with {@link org.cusp.sampler.reference.GaussianReference}, then
 * {@link org.cusp.sampler.reference.FisherReference} and {@link
 * org.cusp.sampler.reference.TensorReference}.
 */
package org.cusp.sampler.reference;
