package org.cusp.report.plot;

import java.util.Locale;

/**
 * What the draws of a figure belong to.
 *
 * @param suffix of the figures' ids; empty for a single estimate
 * @param words after their titles, such as {@code " at step 3,000"} or {@code ": digits"}
 */
public record Subject(String suffix, String words) {
  /** What stands before the step in an id. */
  public static final String STEP = "-step-";

  /** A checkpoint of a run. */
  public static Subject step(long step) {
    return new Subject(
        STEP + String.format(Locale.ROOT, "%06d", step), " at step " + Numbers.integer(step));
  }

  /** A target that is estimated by itself. */
  public static Subject target(String name) {
    return new Subject("", ": " + name);
  }

  /** A title or sentence of these draws. */
  public String title(String what) {
    return what + words;
  }

  public String id(String kind) {
    return kind + suffix;
  }
}
