package org.cusp.paper.gold;

import java.util.Locale;

/**
 * An LLC from two settings that know nothing of each other: gold where both reached the mark and
 * agree, else the best that is known, which nothing is scored against.
 *
 * @param value their mean, weighted by their precisions; NaN where there is none
 * @param z their difference over its standard error
 * @param shortfall why it is not gold; empty where it is
 */
record GoldValue(double value, double se, double z, String shortfall) {
  /** Beyond so many standard errors two settings disagree: one in a hundred by chance. */
  static final double DISAGREE = 2.576;

  static GoldValue of(GoldChain first, GoldChain second) {
    double one = 1 / (first.se() * first.se());
    double other = 1 / (second.se() * second.se());
    double z = (first.value() - second.value()) / Math.hypot(first.se(), second.se());
    return new GoldValue(
        (one * first.value() + other * second.value()) / (one + other),
        1 / Math.sqrt(one + other),
        z,
        shortfall(first, second, z));
  }

  boolean isGold() {
    return shortfall.isEmpty();
  }

  private static String shortfall(GoldChain first, GoldChain second, double z) {
    for (GoldChain chain : new GoldChain[] {first, second}) {
      if (!chain.reached()) {
        return String.format(
            Locale.ROOT,
            "%s is not there yet: error %.1f%%, R-hat %.3f (of the distance %.3f), %.0f effective"
                + " draws",
            chain.sampler(),
            100 * chain.se() / Math.abs(chain.value()),
            chain.rhat(),
            chain.rhatOfDistance(),
            chain.ess());
      }
    }
    return Math.abs(z) <= DISAGREE
        ? ""
        : String.format(
            Locale.ROOT,
            "the two settings disagree by %.1f standard errors: %.4g and %.4g",
            Math.abs(z),
            first.value(),
            second.value());
  }
}
