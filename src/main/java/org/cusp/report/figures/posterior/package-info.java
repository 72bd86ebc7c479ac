/**
 * Figures of what draws of a posterior say beside its learning coefficient: the covariance of the
 * weights, predictions and their calibration. May import {@code report.plot} and all below. Begin
 * with {@link org.cusp.report.figures.posterior.CovarianceFigures}.
 */
package org.cusp.report.figures.posterior;
