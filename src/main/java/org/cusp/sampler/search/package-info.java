/**
 * What warm-ups look for: a step size by what is accepted, the width of a posterior by where chains
 * are. May import {@code state} alone. Begin with {@link org.cusp.sampler.search.StepSizeSearch}.
 */
package org.cusp.sampler.search;
