package org.cusp.gold.spectrum;

import java.util.List;

/**
 * The effective learning coefficient at each scale, and what follows from it.
 *
 * @param points ascending in t
 * @param method how the energies were found, in words
 * @param fit lambda and m
 */
public record Spectrum(List<SpectrumPoint> points, String method, LambdaFit fit) {
  public Spectrum {
    points = List.copyOf(points);
  }

  /** Below this the lower order terms are no small corrections. */
  static final double LOWEST_FITTED = 9_999;

  /** Fits the points with {@code t >= 1e4}. */
  static Spectrum of(List<SpectrumPoint> points, String method, int largestMultiplicity) {
    List<SpectrumPoint> fitted = points.stream().filter(p -> p.t() >= LOWEST_FITTED).toList();
    return new Spectrum(points, method, LambdaFit.of(fitted, largestMultiplicity));
  }
}
