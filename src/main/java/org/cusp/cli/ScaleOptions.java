package org.cusp.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.report.Figure;
import picocli.CommandLine.Option;

/** What the commands that compute by quadrature or plain sampling have in common. */
final class ScaleOptions {
  @Option(names = "--json", description = "Print one JSON document on standard output.")
  boolean json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all random numbers (default: 1); quadrature needs none.")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the result and its figure (default: nowhere).")
  Path out;

  /** Writes {@code name.json}, {@code name.png} and {@code name.svg} if a folder was given. */
  void write(Object result, Figure figure) {
    if (out != null) {
      Json.write(out.resolve(figure.id() + ".json"), result);
      AtomicFiles.write(out.resolve(figure.id() + ".png"), file -> file.write(figure.png()));
      AtomicFiles.write(
          out.resolve(figure.id() + ".svg"),
          file -> file.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
    }
  }
}
