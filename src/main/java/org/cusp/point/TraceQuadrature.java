package org.cusp.point;

import java.util.List;
import org.cusp.diagnostics.Estimate;

/**
 * The trace of the Laplace response by stochastic Lanczos quadrature, see {@link PointCheck}.
 *
 * @param bracket half the distance between the Gauss and the Gauss-Radau rule, relative to the
 *     trace
 */
record TraceQuadrature(Estimate trace, double bracket) {
  /** From recursions that began at independent random unit vectors. */
  static TraceQuadrature of(List<Lanczos> probes, int parameters, Responses at) {
    double gauss = 0;
    double radau = 0;
    double squares = 0;
    double noise = 0;
    for (Lanczos probe : probes) {
      Lanczos.Ritz ritz = probe.ritz();
      double below = Math.min(0, ritz.values()[ritz.smallest()]) - 2 * at.band();
      gauss += moment(ritz, at, 1) / probes.size();
      radau += moment(probe.radau(below - Double.MIN_NORMAL), at, 1) / probes.size();
      squares += moment(ritz, at, 2) / probes.size();
      noise = Math.max(noise, probe.noise() * slope(ritz, at));
    }
    double p = parameters;
    double trace = p * (gauss + radau) / 2;
    double bracket = p * Math.abs(gauss - radau) / 2;
    double spread = Math.max(p * squares - trace * trace / p, 0);
    double variance = 2 * p / (p + 2) * spread / probes.size();
    double se = Math.sqrt(variance + bracket * bracket + p * noise * noise);
    return new TraceQuadrature(new Estimate(trace, se), trace == 0 ? 0 : bracket / trace);
  }

  private static double moment(Lanczos.Ritz ritz, Responses at, int power) {
    double sum = 0;
    for (int i = 0; i < ritz.values().length; i++) {
      sum += ritz.weight(i) * Math.pow(at.laplace(ritz.values()[i]), power);
    }
    return sum;
  }

  private static double slope(Lanczos.Ritz ritz, Responses at) {
    double sum = 0;
    for (int i = 0; i < ritz.values().length; i++) {
      sum += ritz.weight(i) * Math.pow(at.laplaceSlope(ritz.values()[i]), 2);
    }
    return Math.sqrt(sum);
  }
}
