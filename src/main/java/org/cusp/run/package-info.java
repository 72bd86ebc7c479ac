/**
 * What a TARGET means, and the chains: plans, passes, draws, provenance. Owns the mutable tensors
 * and the threads. May import {@code train}, {@code sampler} and all below. Begin with {@link
 * org.cusp.run.TargetReader} and {@link org.cusp.run.LiveChains}.
 */
package org.cusp.run;
