/**
 * What kind of point w* is: gradients and curvatures of the posterior there, Lanczos, the search
 * for a mode, rounding. May import {@code posterior} and all below. Begin with {@link
 * org.cusp.point.PointCheck}.
 */
package org.cusp.point;
