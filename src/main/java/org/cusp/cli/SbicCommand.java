package org.cusp.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.cusp.cli.format.Answer;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.cli.text.SbicDocument;
import org.cusp.clock.Deadline;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.TargetColumn;
import org.cusp.format.Json;
import org.cusp.report.figures.evidence.ChoiceFigures;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.DataArgument;
import org.cusp.select.ChoiceCounts;
import org.cusp.select.ModelChoice;
import org.cusp.select.ModelFamily;
import org.cusp.select.SelectionProblem;
import org.cusp.select.WbicSampling;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.Steps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp sbic TARGET}. */
@Command(
    name = "sbic",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Which size of a model do the data ask for? The singular BIC, with the learning coefficient of"
          + " each model where the truth is in a smaller one, and BIC beside it, over the ranks of a"
          + " reduced-rank regression (rrr) or a deep linear network (dln) or the components of a"
          + " mixture (gaussian-mixture, whose coefficients are bounds).",
      "All criteria approximate the log marginal likelihood in nats: the largest is chosen."
    })
final class SbicCommand implements Callable<Integer> {
  private static final long DEFAULT_SEED = 1;
  private static final int MOST_REPEATS = 1_000_000;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TARGET",
      description =
          "A problem such as rrr:inputs=6,outputs=6,hidden=6,rank=3,n=500; with --family, data: a"
              + " .csv or .npz, or x.npy,y.npy (for a mixture one column).")
  private String target;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Of data: rrr, dln or gaussian-mixture.")
  private String family;

  @Option(
      names = "--largest",
      paramLabel = "SIZE",
      description =
          "Largest rank or number of components (default: the problem's; all that data allow).")
  private Integer largest;

  @Option(
      names = "--sigma",
      paramLabel = "S",
      description = "Of data: the standard deviation of the noise, which the models know.")
  private Double sigma;

  @Option(
      names = "--layers",
      paramLabel = "L",
      description = "Of data and dln: weight matrices of the network (default: 2).")
  private Integer layers;

  @Option(
      names = "--target",
      paramLabel = "COLUMNS",
      description = "Of a .csv and rrr or dln: the targets, by name or number (default: the last).")
  private String columns;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Draw N data sets of a problem: how often does each criterion find the truth?")
  private Integer repeat;

  @Option(
      names = "--wbic",
      description = "WBIC too, by sampling each model's posterior at beta = 1/log n.")
  private boolean wbic;

  @Option(
      names = "--prior-sd",
      paramLabel = "S",
      description = "Of WBIC: every parameter is N(0, S^2) before the data (default: 1).")
  private Double priorDeviation;

  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;
  @Mixin private RestartOption again;

  /**
   * What is asked.
   *
   * @param problem where the data are drawn
   */
  private record Question(
      String name, ModelFamily family, DataSet data, Optional<SelectionProblem> problem) {}

  @Override
  public Integer call() {
    long seed = common.seedOr(DEFAULT_SEED);
    Question question = family == null ? problem(seed) : files(seed);
    if (priorDeviation != null && !wbic) {
      throw new InvalidInput("--prior-sd is for --wbic");
    }
    try (Session session = new Session(spec, common, form.format(common.json))) {
      Optional<WbicSampling> sampling =
          wbic ? Optional.of(sampling(session, seed)) : Optional.empty();
      session.restart(again.restart);
      Optional<Path> folder = Optional.ofNullable(common.out);
      SbicDocument document =
          session.goingOn(
              folder,
              facts(question, seed),
              bookmark -> found(session, question, sampling, seed, bookmark));
      new ResultWriter(session)
          .print(new Answer(document::lines, () -> Json.text(document), document.estimates()));
      return Cusp.DONE;
    }
  }

  private Map<String, String> facts(Question question, long seed) {
    return Map.of(
        "kind of work",
        "sbic",
        "target",
        question.name(),
        "data",
        question.data().fingerprint(),
        "family",
        question.family().toString(),
        "prior",
        String.valueOf(priorDeviation),
        "WBIC",
        Boolean.toString(wbic),
        "seed",
        Long.toString(seed));
  }

  /** Everything that was asked for, written where that was asked for. */
  private SbicDocument found(
      Session session,
      Question question,
      Optional<WbicSampling> sampling,
      long seed,
      Bookmark bookmark) {
    Deadline clock = bookmark.having(Deadline.after(Double.POSITIVE_INFINITY));
    Steps steps = new Steps(bookmark);
    Function<DataSet, ModelChoice> criteria =
        data -> criteria(question.family(), data, sampling, steps.next());
    ModelChoice choice = criteria.apply(question.data());
    Optional<ChoiceCounts> counts =
        Optional.ofNullable(repeat).map(n -> counts(question.problem().orElseThrow(), n, criteria));
    SbicDocument document =
        SbicDocument.of(
            new SbicDocument.Question(
                question.name(),
                question.family(),
                question.problem(),
                question.family().cautions(question.data())),
            new SbicDocument.Answer(choice, counts, sampling),
            clock.spent(),
            session.provenance(seed));
    session.keep(() -> write(question, choice, counts, document));
    return document;
  }

  private WbicSampling sampling(Session session, long seed) {
    double deviation = priorDeviation == null ? 1 : Check.positive("--prior-sd", priorDeviation);
    return new WbicSampling(
        deviation,
        WbicSampling.DEFAULT_PRECISION,
        TemperingSpec.defaults(seed),
        session.kernels(),
        session.workers());
  }

  private static ModelChoice criteria(
      ModelFamily family, DataSet data, Optional<WbicSampling> sampling, Bookmark bookmark) {
    ModelChoice choice = ModelChoice.of(family, data);
    if (sampling.isEmpty()) {
      return choice;
    }
    try (Terminal.Bar bar = Terminal.bar("WBIC", family.sizes().size())) {
      return sampling
          .get()
          .added(
              family,
              data,
              choice,
              (size, value) ->
                  bar.at(size - family.smallest() + 1, "of " + family.size() + " " + size),
              bookmark);
    }
  }

  private OptionalInt largestAsked() {
    return largest == null ? OptionalInt.empty() : OptionalInt.of(largest);
  }

  private Question problem(long seed) {
    refuse("--sigma", sigma, "a problem has its own");
    refuse("--layers", layers, "a problem has its own");
    refuse("--target", columns, "a problem draws its own data");
    if (repeat != null) {
      Check.inRange("--repeat", repeat, 1, MOST_REPEATS);
    }
    if (!target.contains(":")) {
      throw new InvalidInput(
          target
              + ": is no problem such as rrr:inputs=6,outputs=6,hidden=6,rank=3; data need --family ("
              + String.join(", ", SelectionProblem.FAMILIES)
              + ")");
    }
    SelectionProblem problem = SelectionProblem.parse(target, largestAsked(), seed);
    return new Question(problem.name(), problem.family(), problem.data(0), Optional.of(problem));
  }

  private static void refuse(String option, Object value, String reason) {
    if (value != null) {
      throw new InvalidInput(option + " is for data with --family: " + reason);
    }
  }

  private Question files(long seed) {
    if (repeat != null) {
      throw new InvalidInput("--repeat is for a problem, which can draw more data, not for files");
    }
    if (sigma == null) {
      throw new InvalidInput(
          "--sigma is missing: the models know the standard deviation of the noise");
    }
    boolean isMixture = family.equals("gaussian-mixture");
    if (layers != null && !family.equals("dln")) {
      throw new InvalidInput("--layers is for --family dln, got --family " + family);
    }
    if (columns != null && isMixture) {
      throw new InvalidInput("--target is for --family rrr or dln: a mixture has one column");
    }
    ModelFamily.requireName(family);
    DataSet data =
        isMixture
            ? DataArgument.sample(target)
            : DataArgument.regression(
                target, columns == null ? TargetColumn.last() : TargetColumn.parse(columns));
    int depth = layers == null ? 2 : layers;
    ModelFamily found = ModelFamily.named(family, data, largestAsked(), depth, sigma, seed);
    return new Question(target, found, data, Optional.empty());
  }

  private static ChoiceCounts counts(
      SelectionProblem problem, int repeats, Function<DataSet, ModelChoice> criteria) {
    try (Terminal.Bar bar = Terminal.bar("data sets", repeats)) {
      return ChoiceCounts.of(problem, repeats, criteria, done -> bar.at(done, ""));
    }
  }

  private void write(
      Question question, ModelChoice choice, Optional<ChoiceCounts> counts, SbicDocument document) {
    if (common.out == null) {
      return;
    }
    Figure criteria = ChoiceFigures.criteria(question.name(), question.family().size(), choice);
    FigureFiles.write(common.out, List.of(criteria));
    counts.ifPresent(
        some ->
            FigureFiles.write(
                common.out,
                List.of(ChoiceFigures.counts(question.name(), question.family().size(), some))));
    Json.write(common.out.resolve("sbic.json"), document);
  }
}
