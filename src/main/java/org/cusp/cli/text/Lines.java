package org.cusp.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.verdict.Verdict;

/** A text for people, built line by line. */
public final class Lines {
  private final List<String> all = new ArrayList<>();

  public void say(String line) {
    all.add(line);
  }

  /** A line of this format, with the numbers of no country. */
  public void say(String format, Object... arguments) {
    all.add(line(format, arguments));
  }

  public static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** The status, and what it rests on, a line each. */
  void verdict(Verdict verdict) {
    say("verdict: " + verdict.status().label());
    verdict.reasons().forEach(reason -> say("  - " + reason));
    verdict.cautions().forEach(caution -> say("  caution: " + caution));
  }

  public List<String> all() {
    return List.copyOf(all);
  }
}
