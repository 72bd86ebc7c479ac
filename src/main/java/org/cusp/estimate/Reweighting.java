package org.cusp.estimate;

import java.util.Arrays;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;

/**
 * Draws of one law as weighted draws of a neighbouring one, whose density is that of the first
 * times {@code exp(-t e)}, e being a statistic of the draw.
 *
 * @param statistic e, [chain][draw]
 */
public record Reweighting(double[][] statistic) {
  private static final int BISECTIONS = 40;

  /** The weights for this t, the largest of them 1. */
  double[][] weights(double t) {
    double least =
        Arrays.stream(statistic).flatMapToDouble(Arrays::stream).map(e -> t * e).min().orElse(0);
    return Series.map(statistic, e -> Math.exp(least - t * e));
  }

  /** Kish's effective share of the draws, (sum w)^2 / (S sum w^2), in (0, 1]. */
  public double share(double t) {
    double[][] weights = weights(t);
    double mean = Moments.mean(weights);
    return mean * mean / Moments.mean(Series.map(weights, w -> w * w));
  }

  /** Of the t between 0 and {@code most}, the one furthest from 0 that keeps this share. */
  public double furthest(double most, double share) {
    if (share(most) >= share) {
      return most;
    }
    double good = 0;
    double bad = most;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (good + bad) / 2;
      if (share(middle) >= share) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good;
  }

  /** The weighted mean of a series; influence w (x - mean) / mean w. */
  public Estimate mean(double t, double[][] series) {
    double[][] weights = weights(t);
    double size = Moments.mean(weights);
    double mean = Moments.mean(Series.map(weights, series, (w, x) -> w * x)) / size;
    return Series.estimate(mean, Series.map(weights, series, (w, x) -> w * (x - mean) / size));
  }
}
