/**
 * Two runs side by side. May import {@code report.gather}, {@code report.page}, {@code
 * report.figures}, {@code report.plot} and all below {@code report}. Begin with {@link
 * org.cusp.report.beside.BesidePage}.
 */
package org.cusp.report.beside;
