/**
 * Experiments on free energies, criteria and model selection. May import {@code paper.reproduction}
 * and the floors below {@code paper}.
 */
package org.cusp.paper.evidence;
