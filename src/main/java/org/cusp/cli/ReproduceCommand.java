package org.cusp.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.PieceOptions;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.pieces.InPieces;
import org.cusp.cli.pieces.ReproductionPieces;
import org.cusp.cli.session.Session;
import org.cusp.clock.Deadline;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.paper.Reproductions;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.ReproductionRun;
import org.cusp.paper.reproduction.Results;
import org.cusp.paper.reproduction.Sitting;
import org.cusp.paper.reproduction.Size;
import org.cusp.report.figures.ChartFigure;
import org.cusp.report.plot.Figure;
import org.cusp.state.FileBookmark;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp reproduce NAME}. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run a published experiment and set our numbers beside the source's: a folder with tables,"
          + " figures and a README. An interrupted run continues where it stopped."
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final String LIST = "list";
  private static final long DEFAULT_SEED = 1;
  private static final double SECONDS_OF_AN_HOUR = 3600;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description =
          "The name of a reproduction or of a folder of them, 'all' for each of them, 'list' to see"
              + " the names.")
  private String name;

  @Option(names = "--quick", description = "A small version, in a minute or two.")
  private boolean quick;

  @Option(
      names = "--hours",
      paramLabel = "H",
      description =
          "Begin no row after so many hours and write the page of what is there; the same command"
              + " goes on.")
  private Double hours;

  @Option(
      names = "--rows",
      paramLabel = "TEXT",
      description = "Compute only rows whose name contains TEXT; those that are there stay.")
  private String rows = "";

  @ArgGroup(validate = false, heading = "%nMany processes (docs/cluster.md):%n")
  private PieceOptions pieces = new PieceOptions();

  @Mixin private RestartOption again;
  @Mixin private CommonOptions common;

  private record Listed(String key, String title, String source) {}

  private record ListDocument(String command, List<Listed> reproductions) {}

  private record AllDocument(String command, List<Results> results) {}

  @Override
  public Integer call() {
    if (name.equals(LIST)) {
      list();
      return Cusp.DONE;
    }
    List<Reproduction> chosen = Reproductions.of(name);
    checkPieces(chosen);
    try (Session session = new Session(spec, common)) {
      session.restart(again.restart);
      return chosen.size() > 1 ? runAll(session, chosen) : runOne(session, chosen.get(0));
    }
  }

  private void checkPieces(List<Reproduction> chosen) {
    pieces.share();
    if (pieces.isAsked() && chosen.size() > 1) {
      throw new InvalidInput("rows are shared out of one reproduction at a time, not of " + name);
    }
    if (pieces.isAsked() && hours != null) {
      throw new InvalidInput("--hours is for one process: it does not go with shares of the rows");
    }
  }

  private int runOne(Session session, Reproduction reproduction) {
    if (pieces.isAsked()) {
      ReproductionRun run = ofPieces(session, reproduction);
      if (!new InPieces(session, pieces)
          .isWhole(new ReproductionPieces(session, run), Optional.of(folder()))) {
        return Cusp.DONE;
      }
    }
    Results results = run(session, reproduction);
    if (common.json) {
      print(session, results);
    }
    return Cusp.DONE;
  }

  /** One that cannot be run here, for want of its data perhaps, does not keep others from it. */
  private int runAll(Session session, List<Reproduction> chosen) {
    List<Results> results = new ArrayList<>();
    for (Reproduction reproduction : chosen) {
      try {
        results.add(run(session, reproduction));
      } catch (InvalidInput e) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("cusp: " + reproduction.key() + ": " + e.getMessage());
        err.flush();
      }
    }
    if (common.json) {
      print(session, new AllDocument("reproduce", results));
    }
    return results.size() == chosen.size() ? Cusp.DONE : Cusp.WRONG_INPUT;
  }

  private static void print(Session session, Object document) {
    session.out().println(Json.text(document));
    session.out().flush();
  }

  private void list() {
    PrintWriter out = spec.commandLine().getOut();
    List<Listed> all =
        Reproductions.ALL.stream()
            .map(each -> new Listed(each.key(), each.title(), each.citation()))
            .toList();
    if (common.json) {
      out.println(Json.text(new ListDocument("reproduce", all)));
    } else {
      all.forEach(
          each -> {
            out.printf(Locale.ROOT, "%-20s %s%n", each.key(), each.title());
            out.printf(Locale.ROOT, "%-20s %s%n", "", each.source());
          });
    }
    out.flush();
  }

  private ReproductionRun ofPieces(Session session, Reproduction reproduction) {
    Path folder = folder().resolve(reproduction.key());
    Sitting sitting = new Sitting(folder, Deadline.never(), rows, keeping(session));
    return new ReproductionRun(reproduction, size(), common.seedOr(DEFAULT_SEED), sitting);
  }

  private Size size() {
    return quick ? Size.QUICK : Size.FULL;
  }

  private Results run(Session session, Reproduction reproduction) {
    Size size = size();
    long seed = common.seedOr(DEFAULT_SEED);
    Path folder = folder().resolve(reproduction.key());
    Sitting sitting = new Sitting(folder, until(), rows, keeping(session));
    session.note(reproduction.key() + ": " + reproduction.title());
    reproduction.settings(size).forEach((key, value) -> session.note("  " + key + ": " + value));
    Results results =
        session.writing(
            Optional.of(folder), () -> results(session, reproduction, size, seed, sitting));
    session.say(reproduction.key() + ": " + reproduction.title());
    results.findings().forEach(sentence -> session.say("  " + sentence));
    session.say("  written to " + folder);
    return results;
  }

  private static Results results(
      Session session, Reproduction reproduction, Size size, long seed, Sitting sitting) {
    return new ReproductionRun(reproduction, size, seed, sitting)
        .run(
            new Estimation(session.kernels(), session.workers()),
            session.provenance(seed),
            (done, total, id, line, stored) ->
                session.note(
                    String.format(
                        Locale.ROOT,
                        "[%d/%d] %s%s: %s",
                        done,
                        total,
                        id,
                        stored ? " (stored)" : "",
                        line)),
            ReproduceCommand::paint);
  }

  private static Sitting.Keeping keeping(Session session) {
    return new Sitting.Keeping() {
      @Override
      public Optional<FileBookmark> row(Path folder, Map<String, String> facts) {
        return session.bookmark(Optional.of(folder), facts);
      }

      @Override
      public boolean isEnding() {
        return session.isEnding();
      }

      @Override
      public boolean isRestart() {
        return session.isRestart();
      }
    };
  }

  private Deadline until() {
    return hours == null
        ? Deadline.never()
        : Deadline.after(SECONDS_OF_AN_HOUR * Check.positive("--hours", hours));
  }

  /** What a full run finds is kept with the project; a quick one is not. */
  private Path folder() {
    if (common.out != null) {
      return common.out;
    }
    return quick ? Path.of("runs", "papers-quick") : Path.of("papers");
  }

  private static void paint(Chart chart, Path folder) {
    Figure figure = ChartFigure.of(chart);
    AtomicFiles.write(folder.resolve(chart.id() + ".png"), file -> file.write(figure.png()));
    AtomicFiles.write(
        folder.resolve(chart.id() + ".svg"),
        file -> file.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
  }
}
