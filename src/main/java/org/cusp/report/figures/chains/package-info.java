/**
 * The figures of the draws behind one estimate. May import {@code report.figures}, {@code
 * report.plot} and all below {@code report}. Begin with {@link
 * org.cusp.report.figures.chains.LlcFigures}.
 */
package org.cusp.report.figures.chains;
