package org.cusp.spec.section;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;

/** Replaces the seed in the text of a spec, which is kept beside what is trained from it. */
public final class SeedText {
  private static final Pattern LINE = Pattern.compile("(?m)^" + Keys.SEED + "[ \\t]*:.*$");
  private static final Pattern SECTION = Pattern.compile("(?m)^[A-Za-z]+[ \\t]*:");

  private SeedText() {}

  /**
   * The text with this seed: its line {@code seed: ...} replaced, or a line put before its first
   * section.
   *
   * @param nameForMessages what messages call the text
   * @throws InvalidInput if no section begins a line, so that there is no place for it
   */
  public static String replace(String text, long seed, String nameForMessages) {
    String line = Keys.SEED + ": " + seed;
    Matcher own = LINE.matcher(text);
    if (own.find()) {
      return text.substring(0, own.start()) + line + text.substring(own.end());
    }
    Matcher section = SECTION.matcher(text);
    if (!section.find()) {
      throw new InvalidInput(
          nameForMessages
              + ": --seed needs a spec file whose sections begin a line each; write '"
              + line
              + "' in the file");
    }
    return text.substring(0, section.start()) + line + "\n" + text.substring(section.start());
  }
}
