/**
 * Which sampler, its warm-up, how long to draw: everything that is decided from what chains do. May
 * import {@code point}, {@code run} and all below. Begin with {@link org.cusp.tuning.SamplerChoice}
 * and {@link org.cusp.tuning.MetropolisRun}.
 */
package org.cusp.tuning;
