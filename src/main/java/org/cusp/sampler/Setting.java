package org.cusp.sampler;

/**
 * A setting of a sampler: what a user types ({@code friction=0.3} after the sampler's name), what
 * is recorded, and its value in one sampler. In a sampler of {@link Samplers} the value of a {@link
 * Role#FIXED} setting is its default.
 *
 * @param key that a user types
 * @param recorded the name in JSON
 * @param role who says its value where the user does not
 * @param meaning in a few words, units included
 */
public record Setting(String key, String recorded, double value, Role role, String meaning) {
  /** The key of every sampler's step size, which {@code --step} sets too. */
  public static final String STEP = "step";

  private static final String RECORDED_STEP = "stepSize";

  /** Who says the value where the user does not. */
  public enum Role {
    /** A step size: follows from the curvature. */
    STEP,
    /** Found by the warm-up. */
    FOUND,
    /** A default. */
    FIXED
  }

  /** The step size. */
  public static Setting step(double value, String meaning) {
    return new Setting(STEP, RECORDED_STEP, value, Role.STEP, meaning);
  }

  /** What has a default. */
  public static Setting fixed(String key, double value, String meaning) {
    return new Setting(key, key, value, Role.FIXED, meaning);
  }

  /** What the warm-up finds. */
  public static Setting found(String key, String recorded, double value, String meaning) {
    return new Setting(key, recorded, value, Role.FOUND, meaning);
  }

  /** Whether it has a default. */
  public boolean hasDefault() {
    return role == Role.FIXED;
  }
}
