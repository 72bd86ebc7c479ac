package org.cusp.cli.format;

import java.util.List;

/** Lines and tables for people. */
final class TextFormat implements OutputFormat {
  @Override
  public String name() {
    return "text";
  }

  @Override
  public String describe() {
    return "for people";
  }

  @Override
  public List<String> lines(Answer answer) {
    return answer.text().get();
  }
}
