package org.cusp.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cusp.estimate.learning.NamedStage;
import org.cusp.format.Json;
import org.cusp.report.analysis.AnalysisPages;
import org.cusp.report.figures.LossStages;
import org.cusp.report.page.EstimateReport;
import org.cusp.report.page.PageLink;
import org.cusp.report.page.ReportFiles;
import org.cusp.report.page.RunReport;
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
    description = {
      "Write report.html and the figures (PNG, SVG) of a run from what it holds, or of a folder that"
          + " 'llc --out DIR' wrote."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A run directory, or a folder of estimates.")
  private Path directory;

  @Option(names = "--json", description = "Print the files written as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    boolean isOfEstimates =
        !Files.exists(directory.resolve("spec.yaml")) && EstimateReport.isPossible(directory);
    List<Path> files =
        isOfEstimates ? EstimateReport.write(directory) : write(RunDirectory.open(directory));
    LossStages stages =
        isOfEstimates ? LossStages.NONE : RunReport.stages(RunDirectory.open(directory));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("command", "report");
      document.put("files", files.stream().map(Path::toString).toList());
      document.put("named", stages.named().stages());
      document.put("stages", stages.losses());
      out.println(Json.text(document));
    } else {
      stages.named().stages().stream().map(NamedStage::line).forEach(out::println);
      stages.losses().stream().flatMap(found -> found.lines().stream()).forEach(out::println);
      files.forEach(out::println);
    }
    return Cusp.DONE;
  }

  /** The files, the page last. */
  static List<Path> write(RunDirectory run) {
    run.inside(run.figures());
    run.inside(run.report());
    List<PageLink> links = AnalysisPages.write(run);
    List<Path> written = new ArrayList<>();
    links.stream()
        .filter(link -> !link.file().isEmpty())
        .forEach(link -> written.add(run.root().resolve(link.file())));
    written.addAll(ReportFiles.write(run.root(), RunReport.of(run), links));
    return written;
  }
}
