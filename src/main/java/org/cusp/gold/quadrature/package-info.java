/**
 * Quadrature rules in one and two dimensions: each returns value, measured error and whether it
 * converged. May import {@code format}, {@code exact}, {@code rng}, {@code contract}. Begin with
 * {@link org.cusp.gold.quadrature.AdaptiveIntegral}.
 */
package org.cusp.gold.quadrature;
