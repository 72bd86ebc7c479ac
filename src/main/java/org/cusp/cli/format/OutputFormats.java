package org.cusp.cli.format;

import java.util.List;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;

/** The forms that there are; the first is what a command prints unless asked. */
@Registry("a form of results (`--format`)")
public final class OutputFormats {
  public static final OutputFormat TEXT = new TextFormat();

  public static final OutputFormat JSON = new JsonFormat();

  public static final List<OutputFormat> ALL = List.of(TEXT, JSON, new CsvFormat());

  private OutputFormats() {}

  /**
   * The one of this name.
   *
   * @throws org.cusp.contract.InvalidInput if there is none
   */
  public static OutputFormat named(String name) {
    return ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Nearest.unknown("format", name, ALL.stream().map(OutputFormat::name).toList()));
  }
}
