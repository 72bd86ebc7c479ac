/**
 * Phases of the toy model of superposition. May import {@code paper.reproduction} and the floors
 * below {@code paper}.
 */
package org.cusp.paper.phases;
