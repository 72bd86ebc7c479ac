package org.cusp.gold.spectrum;

import org.cusp.contract.Check;

/**
 * The mean energy at one temperature.
 *
 * @param t inverse temperature times the number of data, above 1
 * @param energy {@code E_t[tK]}, the effective learning coefficient at this scale
 * @param se its standard error: of the chains, or the tolerance of the quadrature
 */
public record SpectrumPoint(double t, double energy, double se) {
  public SpectrumPoint {
    Check.inRange("t", t, Math.nextUp(1.0), Double.MAX_VALUE);
    Check.finite("energy", energy);
    Check.nonNegative("se", se);
  }
}
