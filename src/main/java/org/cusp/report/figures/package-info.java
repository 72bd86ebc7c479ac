/**
 * The figures along training, each a pure function of a result; those of chains, settings, evidence
 * and learning curves have rooms of their own, which may use these. May import {@code report.plot}
 * and all below {@code report}. Begin with {@link org.cusp.report.figures.LlcFigure}.
 */
package org.cusp.report.figures;
