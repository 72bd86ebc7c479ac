package org.cusp.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.learning.NamedStage;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.report.analysis.AnalysisPages;
import org.cusp.report.beside.BesidePage;
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

/** {@code cusp report RUN [OTHER]}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write report.html and the figures (PNG, SVG) of a run from what it holds, with a page for each"
          + " analysis in it, or of a folder that 'llc --out DIR' wrote.",
      "With a second run: one page with both side by side, their differences with errors, and the"
          + " settings in which they differ."
    })
final class ReportCommand implements Callable<Integer> {
  private static final int TRIAL_BYTES = 1 << 12;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run directory, or a folder of estimates.")
  private Path directory;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "A run beside it. More than two: see 'table'.")
  private Path other;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "With OTHER: the page (default: RUN/beside-NAME.html, NAME that of OTHER).")
  private Path out;

  @Option(names = "--json", description = "Print the files written as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    if (other == null && out != null) {
      throw new InvalidInput("--out goes with a second run");
    }
    boolean isOfEstimates = isOfEstimates(directory);
    List<Path> files =
        other != null
            ? List.of(beside())
            : isOfEstimates ? EstimateReport.write(directory) : write(RunDirectory.open(directory));
    LossStages stages =
        isOfEstimates || other != null
            ? LossStages.NONE
            : RunReport.stages(RunDirectory.open(directory));
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("command", "report");
      document.put("files", files.stream().map(Path::toString).toList());
      document.put("named", stages.named().stages());
      document.put("stages", stages.losses());
      print.println(Json.text(document));
    } else {
      stages.named().stages().stream().map(NamedStage::line).forEach(print::println);
      stages.losses().stream().flatMap(found -> found.lines().stream()).forEach(print::println);
      files.forEach(print::println);
    }
    return Cusp.DONE;
  }

  private static boolean isOfEstimates(Path folder) {
    return !Files.exists(folder.resolve("spec.yaml")) && EstimateReport.isPossible(folder);
  }

  private Path beside() {
    BesidePage.Run first = run(directory);
    BesidePage.Run second = run(other);
    Path name = other.toAbsolutePath().normalize().getFileName();
    Path file = out == null ? directory.resolve("beside-" + name + ".html") : out;
    AtomicFiles.tryWrite(file, TRIAL_BYTES);
    BesidePage.write(file, first, second);
    return file;
  }

  private static BesidePage.Run run(Path folder) {
    return new BesidePage.Run(
        folder,
        isOfEstimates(folder)
            ? EstimateReport.data(folder)
            : RunReport.of(RunDirectory.open(folder)));
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
