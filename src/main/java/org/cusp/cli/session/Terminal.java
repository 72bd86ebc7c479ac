package org.cusp.cli.session;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars on standard error; nothing where that is not a terminal. */
public final class Terminal {
  private static final int SHARES = 1000;
  private static final int REFRESH_MILLISECONDS = 200;

  private Terminal() {}

  /** The launcher knows whether standard error is a terminal; a JVM cannot tell. */
  static boolean hasTerminal() {
    return Boolean.getBoolean("cusp.terminal");
  }

  /** A bar that shows a message, such as an estimate with its error, after its counts. */
  public static Bar bar(String task, long total) {
    return hasTerminal() ? new Shown(task, total) : Bar.NONE;
  }

  /** Work that makes progress. */
  public interface Bar extends AutoCloseable {
    Bar NONE =
        new Bar() {
          @Override
          public void at(long done, String message) {}

          @Override
          public void close() {}
        };

    void at(long done, String message);

    /** The same by the share of the work that is done, of a bar over shares. */
    default void at(double share, String message) {
      at(Math.round(SHARES * share), message);
    }

    /** The same with what is being done, and the LLC with its error as far as they are known. */
    default void at(double share, String phase, double value, double error) {
      at(share, live(phase, value, error));
    }

    @Override
    void close();
  }

  private static final class Shown implements Bar {
    private final ProgressBar bar;

    Shown(String task, long total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
              .setStyle(ProgressBarStyle.ASCII)
              .continuousUpdate()
              .build();
    }

    @Override
    public void at(long done, String message) {
      bar.stepTo(done);
      bar.setExtraMessage(" " + message);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** A bar over shares of the work. */
  public static Bar bar(String task) {
    return bar(task, SHARES);
  }

  private static String live(String phase, double value, double error) {
    if (Double.isNaN(value)) {
      return phase;
    }
    return Double.isNaN(error)
        ? String.format(Locale.ROOT, "LLC %.4g", value)
        : String.format(Locale.ROOT, "LLC %.4g +- %.2g", value, error);
  }
}
