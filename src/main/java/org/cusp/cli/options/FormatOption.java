package org.cusp.cli.options;

import java.util.ArrayList;
import org.cusp.cli.format.OutputFormat;
import org.cusp.cli.format.OutputFormats;
import org.cusp.contract.InvalidInput;
import picocli.CommandLine.Option;

/** In which form a result is printed. */
public final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "How to print the result: ${COMPLETION-CANDIDATES} (default: text).")
  private String name;

  /** What there is to ask for. */
  private static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(
          OutputFormats.ALL.stream()
              .map(format -> format.name() + " (" + format.describe() + ")")
              // In a help text a percent sign begins a format.
              .map(words -> words.replace("%", "%%"))
              .toList());
    }
  }

  /**
   * The form that was asked for.
   *
   * @param json whether --json was given
   * @throws InvalidInput if there is none of that name, or --json asks for another
   */
  public OutputFormat format(boolean json) {
    if (name == null) {
      return json ? OutputFormats.JSON : OutputFormats.TEXT;
    }
    OutputFormat asked = OutputFormats.named(name);
    if (json && asked != OutputFormats.JSON) {
      throw new InvalidInput("--json and --format " + name + " ask for two forms");
    }
    return asked;
  }
}
