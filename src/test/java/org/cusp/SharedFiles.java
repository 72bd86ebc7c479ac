package org.cusp;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** Inputs that are too many or too large to make in a test; they lie beside the checkout. */
public final class SharedFiles {
  private static final Path FOLDER = Path.of("..", "shared");

  private SharedFiles() {}

  /**
   * A file there, such as {@code cases/outlier/c8.yaml}; where it is absent the test is skipped.
   */
  public static Path path(String name) {
    Path file = FOLDER.resolve(name);
    assumeThat(file).as("needed by this test").exists();
    return file;
  }

  /** The same as text. */
  public static String text(String name) {
    return path(name).toString();
  }
}
