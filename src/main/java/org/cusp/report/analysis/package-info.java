/**
 * The pages of analyses other than the LLC along training. May import {@code report.page}, {@code
 * report.figures}, {@code report.plot} and all below {@code report}. Begin with {@link
 * org.cusp.report.analysis.AnalysisPages}.
 */
package org.cusp.report.analysis;
