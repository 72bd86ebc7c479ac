package org.cusp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.text.TableText;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.format.rows.Condition;
import org.cusp.format.rows.Rows;
import org.cusp.format.rows.RowsFile;
import org.cusp.report.gather.ColumnFigure;
import org.cusp.report.gather.Gathered;
import org.cusp.report.gather.LeftOut;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp table RUNS...}. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The estimates of many runs, seeds and settings in one table: a row for each, with the settings"
          + " that it was found by, those of its training, and where it comes from (version,"
          + " revision, kernels, machine, time).",
      "Taken are the results that llc, free-energy, criteria, kl, compare, learning-curve, influence,"
          + " susceptibility, covariance and predictive keep. Results that are damaged, not finished, or of another"
          + " checkpoint than the one that is there now are named and left out."
    })
final class TableCommand implements Callable<Integer> {
  /** More are counted. */
  private static final int MOST_NAMED = 20;

  private static final int TRIAL_BYTES = 1 << 12;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUNS",
      arity = "1..*",
      description = {
        "Run directories, folders of such, files of results, or patterns of them in quotes",
        "('runs/digits-*'). Folders are searched with all that is below them."
      })
  private List<String> runs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = {
        "Where to write the table, whole or not at all: .csv, or .sqlite (.sqlite3, .db), a database",
        "with the table 'estimates' (default: it is printed)."
      })
  private Path out;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = {
        "Rows for which this is so: kind=LLC, verdict!=rejected, 'ess>=400'. May be given several",
        "times; then all must be."
      })
  private List<String> where = List.of();

  @Option(
      names = "--plot",
      paramLabel = "X,Y",
      description = {
        "Draw column Y over column X, such as step,value, with the intervals of estimates: PNG and",
        "SVG beside --out, or here."
      })
  private String plot;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      description = "With --plot: a series for each of its values, such as run or gamma.")
  private String by;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    Optional<RowsFile> form = Optional.ofNullable(out).map(RowsFile::of);
    List<Condition> conditions = where.stream().map(Condition::of).toList();
    String[] axes = axes();
    if (out != null) {
      AtomicFiles.tryWrite(out, TRIAL_BYTES);
    }
    Gathered gathered = Gathered.from(runs);
    Rows shown = shown(gathered, conditions);
    List<Figure> figures = axes.length == 0 ? List.of() : List.of(figure(axes, shown).of(shown));
    List<Path> written = new ArrayList<>();
    form.ifPresent(
        file -> {
          file.write(out, shown);
          written.add(out);
        });
    written.addAll(FigureFiles.write(folder(), figures));
    print(gathered, shown, written);
    return Cusp.DONE;
  }

  private String[] axes() {
    if (plot == null) {
      if (by != null) {
        throw new InvalidInput("--by goes with --plot");
      }
      return new String[0];
    }
    String[] axes = plot.strip().split("\\s*,\\s*", -1);
    if (axes.length != 2 || axes[0].isEmpty() || axes[1].isEmpty()) {
      throw new InvalidInput("--plot must be two columns, such as step,value, got '" + plot + "'");
    }
    return axes;
  }

  private static Rows shown(Gathered gathered, List<Condition> conditions) {
    Rows rows = gathered.rows();
    for (Condition condition : conditions) {
      rows = rows.where(condition.in(rows));
    }
    if (rows.cells().isEmpty()) {
      throw new InvalidInput(
          "none of " + gathered.rows().cells().size() + " estimates is as --where asks");
    }
    return rows;
  }

  /** Estimates of several kinds are told apart unless something else is asked for. */
  private ColumnFigure figure(String[] axes, Rows rows) {
    boolean isMixed = axes[1].equals("value") && rows.texts("kind").stream().distinct().count() > 1;
    return new ColumnFigure(axes[0], axes[1], by != null ? by : isMixed ? "kind" : "");
  }

  private Path folder() {
    Path parent = out == null ? null : out.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private void print(Gathered gathered, Rows shown, List<Path> written) {
    PrintWriter lines = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("command", "table");
      document.put("results", gathered.results());
      document.put("runs", gathered.runs());
      document.put("rows", shown.named());
      document.put("leftOut", gathered.leftOut());
      document.put("files", written.stream().map(Path::toString).toList());
      lines.println(Json.text(document));
      return;
    }
    name(gathered.leftOut());
    if (out == null) {
      TableText.lines(gathered, shown).forEach(lines::println);
    } else {
      lines.println(TableText.summary(gathered, shown));
    }
    written.forEach(lines::println);
  }

  private void name(List<LeftOut> leftOut) {
    PrintWriter err = spec.commandLine().getErr();
    leftOut.stream().limit(MOST_NAMED).forEach(one -> err.println("left out: " + one.line()));
    if (leftOut.size() > MOST_NAMED) {
      err.println(
          "left out: "
              + (leftOut.size() - MOST_NAMED)
              + " more, which --json names with the others");
    }
  }
}
