/**
 * Parametric models: the layout of their parameters, networks with hand-written backward passes for
 * all chains at once, likelihoods, restrictions to some parameters. May import {@code data}, {@code
 * tensor} and all below. Begin with {@link org.cusp.model.Model} and {@link
 * org.cusp.model.LayeredModel}; layers themselves are in {@link org.cusp.model.layer}.
 */
package org.cusp.model;
