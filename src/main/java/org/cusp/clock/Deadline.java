package org.cusp.clock;

/**
 * The end of the time that some work has. It is asked between the pieces of the work, of which the
 * largest that nobody interrupts is a gradient on a slice of the data. Immutable; may be shared by
 * threads as far as its clock may.
 */
public final class Deadline {
  /** The machine's steady clock. */
  public static final Clock MONOTONE = () -> System.nanoTime() / 1e9;

  private static final Deadline NEVER =
      new Deadline(MONOTONE, MONOTONE.seconds(), Double.POSITIVE_INFINITY);

  /** Seconds since some moment, never falling. */
  @FunctionalInterface
  public interface Clock {
    double seconds();
  }

  private final Clock clock;
  private final double start;
  private final double end;

  private Deadline(Clock clock, double start, double end) {
    this.clock = clock;
    this.start = start;
    this.end = end;
  }

  /** So many seconds from now; infinity for never. */
  public static Deadline after(double seconds) {
    return after(MONOTONE, seconds);
  }

  /** So many seconds from now on this clock. */
  public static Deadline after(Clock clock, double seconds) {
    return from(clock, clock.seconds(), seconds);
  }

  /** So many seconds after a moment of this clock, which may have gone by. */
  public static Deadline from(Clock clock, double start, double seconds) {
    return new Deadline(clock, start, start + seconds);
  }

  /** No end: the work is as long as its plan. */
  public static Deadline never() {
    return NEVER;
  }

  /** Seconds from the beginning to the end. */
  public double whole() {
    return end - start;
  }

  /** Seconds that have gone by. */
  public double spent() {
    return clock.seconds() - start;
  }

  /** Seconds until the end; negative after it. */
  public double left() {
    return end - clock.seconds();
  }

  /** Whether time is up. */
  public boolean passed() {
    return left() <= 0;
  }

  /** Whether it has an end at all. */
  public boolean isFinite() {
    return !Double.isInfinite(end);
  }

  /** From now on, this share of what is left; never where this is never. */
  public Deadline part(double share) {
    double now = clock.seconds();
    return new Deadline(clock, now, isFinite() ? now + share * (end - now) : end);
  }

  /** The same with so many seconds more. */
  public Deadline later(double seconds) {
    return new Deadline(clock, start, end + seconds);
  }

  /** The same with so many seconds gone by before it was set. */
  public Deadline having(double spent) {
    return new Deadline(clock, start - spent, end - spent);
  }

  /** What has gone by of the whole, from 0 to 1; 0 where there is no end. */
  public double progress() {
    return isFinite() ? Math.min(1, Math.max(0, spent() / whole())) : 0;
  }

  /**
   * Goes on where there is time.
   *
   * @throws TimeIsUp where there is none
   */
  public void require() {
    if (passed()) {
      throw new TimeIsUp();
    }
  }
}
