/**
 * report.html and the folder of figures of a run. May import {@code report.figures}, {@code
 * report.plot} and all below {@code report}. Begin with {@link org.cusp.report.page.RunReport}.
 */
package org.cusp.report.page;
