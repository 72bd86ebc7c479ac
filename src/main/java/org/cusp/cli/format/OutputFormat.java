package org.cusp.cli.format;

import java.util.List;

/** A form in which results are printed, chosen by {@code --format}. */
public interface OutputFormat {
  /** As a user writes it. */
  String name();

  /** For the help, in a few words. */
  String describe();

  /** The lines to be printed. */
  List<String> lines(Answer answer);
}
