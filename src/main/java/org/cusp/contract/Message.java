package org.cusp.contract;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user reads when something is wrong: one line of at most {@value #MOST_CHARACTERS}
 * characters, whatever was typed or stood in a file.
 */
public final class Message {
  /** The most characters of a message. */
  public static final int MOST_CHARACTERS = 300;

  private static final String GAP = " ... ";

  // What no message needs in full: a text in quotes, then a word, such as a path.
  private static final int LONG_QUOTE = 80;
  private static final Pattern QUOTED = Pattern.compile("'[^']{" + LONG_QUOTE + ",}'");
  private static final Pattern WORD = Pattern.compile("\\S{" + LONG_QUOTE + ",}");

  private Message() {}

  /** A number and what it counts: 1 head, 2 heads. */
  public static String counted(int count, String noun) {
    return String.format(Locale.ROOT, "%d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** The text as a message. */
  public static String of(String text) {
    return within(MOST_CHARACTERS, text);
  }

  /**
   * The text in one line of at most so many characters: what is too long loses its middle, long
   * quotes first, then long words, then the line itself.
   */
  public static String within(int most, String text) {
    String line = visible(text);
    line = line.length() <= most ? line : shortened(line, QUOTED);
    line = line.length() <= most ? line : shortened(line, WORD);
    return withoutMiddle(line, most);
  }

  /**
   * The text with every character that is not seen (control and format characters, line ends, lone
   * surrogates) written as its escape, such as {@code \n} or {@code \u001b}.
   */
  public static String visible(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isSeen(point)) {
                line.appendCodePoint(point);
              } else {
                line.append(escape(point));
              }
            });
    return line.toString();
  }

  private static boolean isSeen(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u" + hex(point);
    };
  }

  private static String hex(int point) {
    String digits = Integer.toHexString(point);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }

  private static String shortened(String line, Pattern part) {
    return part.matcher(line)
        .replaceAll(found -> Matcher.quoteReplacement(withoutMiddle(found.group(), LONG_QUOTE)));
  }

  /** At most so many characters; of a longer text the first two thirds of them and the last. */
  private static String withoutMiddle(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int kept = most - GAP.length();
    int head = kept * 2 / 3;
    int tail = text.length() - (kept - head);
    head -= parts(text, head) ? 1 : 0;
    tail += parts(text, tail) ? 1 : 0;
    return text.substring(0, head) + GAP + text.substring(tail);
  }

  /** Whether a cut here would part a pair of surrogates. */
  private static boolean parts(String text, int place) {
    return Character.isLowSurrogate(text.charAt(place))
        && Character.isHighSurrogate(text.charAt(place - 1));
  }
}
