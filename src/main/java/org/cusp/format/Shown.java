package org.cusp.format;

/** Pieces of a foreign file made fit for a message of one line. */
public final class Shown {
  private static final int MOST_CHARACTERS = 60;

  private Shown() {}

  /** The text in quotes, shortened, with control characters replaced by question marks. */
  public static String text(String raw) {
    String line = raw.strip().replaceAll("\\p{C}", "?");
    return line.length() <= MOST_CHARACTERS
        ? "'" + line + "'"
        : "'" + line.substring(0, MOST_CHARACTERS) + "...'";
  }
}
