/**
 * Experiments on trained networks and normal crossings. May import {@code paper.reproduction} and
 * the floors below {@code paper}.
 */
package org.cusp.paper.networks;
