/**
 * Learning coefficients of plane curves by resolution of their singularities. May import {@code
 * exact.polynomial}, {@code exact} and {@code contract}.
 */
package org.cusp.exact.planar;
