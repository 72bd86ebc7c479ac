package org.cusp.report.gather;

import java.nio.file.Path;

/**
 * A result that is not in a table.
 *
 * @param file or the folder of one that is not finished
 * @param why in words
 */
public record LeftOut(String file, String why) {
  static LeftOut of(Path file, String why) {
    return new LeftOut(file.toString(), why);
  }

  /** For people. */
  public String line() {
    return why.startsWith(file) ? why : file + ": " + why;
  }
}
