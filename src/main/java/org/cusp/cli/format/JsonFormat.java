package org.cusp.cli.format;

import java.util.List;

/** One JSON document. */
final class JsonFormat implements OutputFormat {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public String describe() {
    return "one document, the same as --json";
  }

  @Override
  public List<String> lines(Answer answer) {
    return List.of(answer.json().get());
  }
}
