/**
 * What figures are made of: axes, scales, layers, panels, and the ink that draws them as PNG and
 * SVG. Knows no result of Cusp. Begin with {@link org.cusp.report.plot.Figure} and {@link
 * org.cusp.report.plot.Layer}.
 */
package org.cusp.report.plot;
