/**
 * lambda and m from E[tK] over temperatures and from volumes of sublevel sets. May import {@code
 * state}, {@code gold}, {@code gold.quadrature} and what these may. Begin with {@link
 * org.cusp.gold.spectrum.TemperatureSpectrum}.
 */
package org.cusp.gold.spectrum;
