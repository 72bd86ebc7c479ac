/**
 * The LLC against what was set: step size, localisation, temperature. May import {@code
 * report.figures}, {@code report.plot} and all below {@code report}. Begin with {@link
 * org.cusp.report.figures.settings.ScanFigures}.
 */
package org.cusp.report.figures.settings;
