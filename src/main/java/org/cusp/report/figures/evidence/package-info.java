/**
 * Free energies, criteria, choices among models, comparisons and scales. May import {@code
 * report.plot} and all below {@code report}. Begin with {@link
 * org.cusp.report.figures.evidence.FreeEnergyFigures}.
 */
package org.cusp.report.figures.evidence;
