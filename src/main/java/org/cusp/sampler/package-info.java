/**
 * Markov kernels, one file each: settings, formula, citation, step. A new one is a file and a line
 * in {@link org.cusp.sampler.Samplers}. May import {@code posterior} and all below. Begin with
 * {@link org.cusp.sampler.Sampler}, then {@link org.cusp.sampler.Sgld}.
 */
package org.cusp.sampler;
