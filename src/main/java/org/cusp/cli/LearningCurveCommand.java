package org.cusp.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cusp.cli.format.Answer;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.PieceOptions;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.pieces.InPieces;
import org.cusp.cli.pieces.LearningPieces;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.LearningCurveText;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningCurveRun;
import org.cusp.estimate.learning.LearningRow;
import org.cusp.format.Json;
import org.cusp.problem.Problems;
import org.cusp.report.figures.learning.LearningFigures;
import org.cusp.spec.LearningCurveSpec;
import org.cusp.spec.LearningCurveSpec.Grid;
import org.cusp.spec.LearningCurveSpec.Method;
import org.cusp.spec.LearningCurveSpec.Solving;
import org.cusp.spec.SpecReader;
import org.cusp.state.Bookmark;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp learning-curve SPEC}. */
@Command(
    name = "learning-curve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Losses on new and on training data of trained networks (sgd), modes of the posterior (map),"
          + " its predictive density (bayes) and its mean loss (gibbs), over the number of data or"
          + " over the width and depth of the network, beside lambda/n and d/(2n). An interrupted"
          + " run continues where it stopped."
    })
final class LearningCurveCommand implements Callable<Integer> {
  private static final long DEFAULT_SEED = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SPEC",
      description =
          "A spec file with a section learning-curve, or a problem such as tanh:hidden=2.")
  private String asked;

  @Option(names = "--n", paramLabel = "N,N,...", description = "Numbers of training data.")
  private String n;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Data sets for each setting (default: 5).")
  private Integer repeats;

  @Option(
      names = "--methods",
      paramLabel = "NAMES",
      description = "Of sgd, map, bayes, gibbs (default: all).")
  private String methods;

  @Option(
      names = "--widths",
      paramLabel = "N,N,...",
      description = "Widths of the hidden layers; of a problem values of its key hidden.")
  private String widths;

  @Option(names = "--depths", paramLabel = "N,N,...", description = "Numbers of hidden layers.")
  private String depths;

  @Option(
      names = "--prior-sd",
      paramLabel = "X",
      description = "Standard deviation of the prior of every parameter (default: 1).")
  private Double priorSd;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "For one posterior or one LLC (default: 10).")
  private Double budget;

  @ArgGroup(validate = false, heading = "%nMany processes (docs/cluster.md):%n")
  private PieceOptions pieces = new PieceOptions();

  @Mixin private RestartOption again;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;

  @Override
  public Integer call() {
    LearningCurveSpec settings = settings();
    pieces.share();
    Path folder =
        common.out != null ? common.out : Path.of("runs", "learning-curves", fileName(settings));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      if (pieces.isAsked() && !isWhole(session, settings, folder)) {
        return Cusp.DONE;
      }
      LearningCurveResult result =
          session.goingOn(
              Optional.of(folder),
              LearningPieces.facts(settings),
              bookmark -> result(session, settings, folder, bookmark));
      ResultWriter writer = new ResultWriter(session);
      writer.store(folder.resolve("learning-curve.json"), result);
      writer.figures(folder, LearningFigures.of(result));
      writer.print(
          new Answer(
              () -> LearningCurveText.lines(result), () -> Json.text(result), result.estimates()));
      session.say("written to " + folder);
      return Cusp.DONE;
    }
  }

  private boolean isWhole(Session session, LearningCurveSpec settings, Path folder) {
    return new InPieces(session, pieces)
        .isWhole(new LearningPieces(session, settings, folder), Optional.of(folder));
  }

  private static LearningCurveResult result(
      Session session, LearningCurveSpec settings, Path folder, Bookmark bookmark) {
    if (session.isRestart()) {
      LearningCurveRun.forget(folder);
    }
    return new LearningCurveRun(settings, Optional.of(folder), session.kernels(), session.workers())
        .run(
            session.provenance(settings.seed()),
            (done, total, rows, stored) -> session.note(progress(done, total, rows, stored)),
            bookmark);
  }

  private LearningCurveSpec settings() {
    boolean isProblem = Problems.isProblem(asked);
    if (!isProblem && common.seed != null) {
      throw new InvalidInput("--seed is for a problem: a spec file has its own seed");
    }
    LearningCurveSpec read =
        isProblem
            ? LearningCurveSpec.ofProblem(asked, common.seedOr(DEFAULT_SEED))
            : SpecReader.learningCurve(Path.of(asked));
    return read.with(grid(read.grid())).with(solving(read.solving()));
  }

  private Grid grid(Grid read) {
    Grid grid = n == null ? read : read.withN(wholes("--n", n));
    grid = repeats == null ? grid : grid.withRepeats(repeats);
    grid = widths == null ? grid : grid.withWidths(wholes("--widths", widths));
    return depths == null ? grid : grid.withDepths(wholes("--depths", depths));
  }

  private Solving solving(Solving read) {
    Solving solving = methods == null ? read : read.withMethods(chosen());
    solving = priorSd == null ? solving : solving.withPriorSd(priorSd);
    return budget == null ? solving : solving.withBudget(budget);
  }

  private Set<Method> chosen() {
    Set<Method> chosen = EnumSet.noneOf(Method.class);
    for (String word : methods.split(",", -1)) {
      chosen.add(Method.named(word.strip()));
    }
    return chosen;
  }

  private static List<Integer> wholes(String option, String text) {
    try {
      return Arrays.stream(text.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          option + " must be whole numbers joined by commas, got '" + text + "'", e);
    }
  }

  private static String fileName(LearningCurveSpec settings) {
    return settings.name().replaceAll("[^A-Za-z0-9=.,-]+", "-");
  }

  private static String progress(int done, int total, List<LearningRow> rows, boolean stored) {
    String losses =
        rows.stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%s G %.4g T %.4g",
                        row.method(),
                        row.generalisation(),
                        row.training()))
            .collect(Collectors.joining("; "));
    LearningRow first = rows.get(0);
    String note = first.note().isEmpty() ? "" : " (" + first.note() + ")";
    return String.format(
        Locale.ROOT,
        "[%d/%d] %s, repeat %d%s: %s%s",
        done,
        total,
        first.point().describe(),
        first.repeat() + 1,
        stored ? " (stored)" : "",
        losses,
        note);
  }
}
