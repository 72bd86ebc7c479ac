/**
 * Experiments on deep linear networks and reduced-rank regression. May import {@code
 * paper.reproduction} and the floors below {@code paper}.
 */
package org.cusp.paper.linear;
