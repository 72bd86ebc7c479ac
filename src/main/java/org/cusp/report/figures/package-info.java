/**
 * The figures of Cusp's results, each a pure function of a result. May import {@code report.plot}
 * and all below {@code report}. Begin with {@link org.cusp.report.figures.LlcFigures}.
 */
package org.cusp.report.figures;
