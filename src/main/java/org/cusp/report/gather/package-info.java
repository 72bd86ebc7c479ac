/**
 * The estimates of many runs as one table, and a figure of any of its columns against any other.
 * May import {@code report.plot} and all below {@code report}. Begin with {@link
 * org.cusp.report.gather.Gathered}.
 */
package org.cusp.report.gather;
