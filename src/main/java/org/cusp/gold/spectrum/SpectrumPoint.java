package org.cusp.gold.spectrum;

import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;

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

  /**
   * The means of chains with their Monte Carlo errors.
   *
   * @param ladder t
   * @param energies [t][chain][draw]
   */
  static List<SpectrumPoint> of(List<Double> ladder, double[][][] energies) {
    return IntStream.range(0, energies.length)
        .mapToObj(
            rung ->
                new SpectrumPoint(
                    ladder.get(rung), Moments.mean(energies[rung]), Mcse.mean(energies[rung])))
        .toList();
  }
}
