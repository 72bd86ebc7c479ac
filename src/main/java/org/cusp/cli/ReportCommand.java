package org.cusp.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cusp.format.Json;
import org.cusp.report.ReportFiles;
import org.cusp.report.RunReport;
import org.cusp.train.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp report RUN}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Write report.html and the figures (PNG, SVG) of a run from what it holds.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A run directory.")
  private Path directory;

  @Option(names = "--json", description = "Print the files written as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    List<Path> files = write(RunDirectory.open(directory));
    if (json) {
      List<String> names = files.stream().map(Path::toString).toList();
      spec.commandLine().getOut().println(Json.text(Map.of("command", "report", "files", names)));
    } else {
      files.forEach(file -> spec.commandLine().getOut().println(file));
    }
    return Cusp.DONE;
  }

  /** The files, the page last. */
  static List<Path> write(RunDirectory run) {
    return ReportFiles.write(run.root(), RunReport.of(run));
  }
}
