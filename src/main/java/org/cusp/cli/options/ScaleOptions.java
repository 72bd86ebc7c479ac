package org.cusp.cli.options;

import java.nio.file.Path;
import java.util.List;
import org.cusp.cli.format.OutputFormat;
import org.cusp.format.Json;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that compute by quadrature or plain sampling have in common. */
public final class ScaleOptions {
  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Mixin private FormatOption form;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all random numbers (default: 1); quadrature needs none.")
  public long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the result and its figure (default: nowhere).")
  public Path out;

  @Mixin private RestartOption again;

  /** Whether the work begins anew, whatever was kept of it. */
  public boolean isRestart() {
    return again.restart;
  }

  /** In which the result is printed. */
  public OutputFormat format() {
    return form.format(json);
  }

  /** Writes {@code name.json}, {@code name.png} and {@code name.svg} if a folder was given. */
  public void write(Object result, Figure figure) {
    if (out != null) {
      Json.write(out.resolve(figure.id() + ".json"), result);
      FigureFiles.write(out, List.of(figure));
    }
  }
}
