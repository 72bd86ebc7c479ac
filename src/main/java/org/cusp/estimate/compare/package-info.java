/**
 * Models side by side: K_n against a reference, two models or an ablation datum by datum. May
 * import {@code estimate} and all below. Begin with {@link org.cusp.estimate.compare.Kn}.
 */
package org.cusp.estimate.compare;
