package org.cusp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cusp.cli.format.Answer;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.ScrubOptions;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.run.ScrubRun;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.CompareText;
import org.cusp.cli.text.ScrubText;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.estimate.compare.Ablation;
import org.cusp.estimate.compare.CheckpointChoice;
import org.cusp.estimate.compare.CompareResult;
import org.cusp.estimate.compare.ModelComparison;
import org.cusp.estimate.compare.ScrubResult;
import org.cusp.format.Json;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.report.figures.evidence.ComparisonFigures;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp compare A B}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Two models, or a model and itself with tensors set to zero, datum by datum on the same data:"
          + " mean, mean absolute and largest difference of the losses, so that opposite effects"
          + " cannot cancel unseen, with paired standard errors.",
      "With --scrub: a model and itself where components get what they make of other data."
    })
final class CompareCommand implements Callable<Integer> {
  private static final String TRUTH = "truth";
  private static final String PERTURBED = "perturbed";
  private static final double DEFAULT_DISTANCE = 0.3;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "TARGET",
      description =
          "A and B, each a checkpoint file, a run directory or a problem; with --ablate or --scrub A"
              + " alone.")
  private List<String> targets;

  @Option(
      names = "--ablate",
      paramLabel = "PATTERNS",
      description =
          "B is A with the tensors of these names set to zero, joined by commas; * and ? are"
              + " wildcards, a layer's name stands for its tensors.")
  private String ablate;

  @Mixin private ScrubOptions scrub;

  @Option(
      names = "--checkpoint",
      paramLabel = "WHICH",
      defaultValue = "last",
      description =
          "Of a run directory: last, best (the lowest held-out loss) or a step (default: last).")
  private String checkpoint;

  @Option(
      names = "--at",
      paramLabel = "WHERE[,WHERE]",
      description =
          "Of a problem: truth, or perturbed, near the truth; one for both or one for each"
              + " (default: truth,perturbed).")
  private String at;

  @Option(
      names = "--distance",
      paramLabel = "D",
      description = "Of a perturbed parameter: w* + N(0, D^2) in every coordinate (default: 0.3).")
  private Double distance;

  @Option(
      names = "--on",
      paramLabel = "SET",
      defaultValue = "both",
      description = "Of the targets' own data: both, train or test (default: both).")
  private ModelComparison.On on;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "Model and data of checkpoints that do not name them themselves.")
  private Path specFile;

  @Option(
      names = "--data",
      paramLabel = "FILES",
      description =
          "Data in place of the targets' own: a .csv or .npz, or x.npy,y.npy; the spec's scaling holds for them.")
  private String data;

  @Option(
      names = "--order",
      paramLabel = "NAMES",
      description =
          "The tensors or layers of the checkpoints in the order of the model, joined by commas,"
              + " where names and shapes do not decide.")
  private String order;

  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;

  /** The losses of one data set, kept for the files. */
  private record Kept(CompareResult.OnData result, double[] a, double[] b) {}

  @Override
  public Integer call() {
    if (scrub.isGiven()) {
      return scrubbed();
    }
    if ((targets.size() == 2) == (ablate != null)) {
      throw new InvalidInput(
          ablate == null
              ? "compare needs A and B, or A and --ablate or --scrub"
              : "--ablate makes B of A; give A alone");
    }
    Target a = placed(read(targets.get(0)), TRUTH, 0);
    Target b = targets.size() == 1 ? a : placed(read(targets.get(1)), PERTURBED, 1);
    Stream.concat(a.notes().stream(), b.notes().stream())
        .distinct()
        .forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      List<Kept> kept = new ArrayList<>();
      ModelComparison comparison = new ModelComparison(session.kernels(), session.workers());
      CheckpointChoice choice = CheckpointChoice.parse("--checkpoint", checkpoint);
      ModelComparison.Model first = ModelComparison.Model.of(a, comparison.choose(choice, a));
      ModelComparison.Model second =
          ablate == null
              ? ModelComparison.Model.of(b, comparison.choose(choice, b))
              : first.without(new Ablation(ablate, first.target().origin().tensorNames()));
      CompareResult result = compare(session, comparison, first, second, kept);
      Measured ofA = Measured.of(session, first, on).said(session, "A: ");
      Measured ofB = Measured.of(session, second, on).said(session, "B: ");
      session.keep(() -> write(result, kept));
      new ResultWriter(session)
          .print(
              new Answer(
                  () -> CompareText.lines(result),
                  () -> Measured.json(result, ofA, ofB),
                  result.estimates()));
      return Cusp.DONE;
    }
  }

  private int scrubbed() {
    if (targets.size() == 2 || ablate != null) {
      throw new InvalidInput("--scrub makes B of A; give A alone, without --ablate");
    }
    Target a = placed(read(targets.get(0)), TRUTH, 0);
    List<String> components = scrub.components(a);
    a.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      ModelComparison comparison = new ModelComparison(session.kernels(), session.workers());
      CheckpointChoice choice = CheckpointChoice.parse("--checkpoint", checkpoint);
      ModelComparison.Model model = ModelComparison.Model.of(a, comparison.choose(choice, a));
      ScrubRun run = new ScrubRun(session, common.out, scrub.rule(), scrub.swaps());
      ScrubResult result = run.of(model, components, on, data != null);
      Measured measured = Measured.of(session, model, on).said(session);
      session.keep(() -> run.write(result));
      new ResultWriter(session)
          .print(
              new Answer(
                  () -> ScrubText.lines(result), () -> measured.json(result), result.estimates()));
      return Cusp.DONE;
    }
  }

  private CompareResult compare(
      Session session,
      ModelComparison comparison,
      ModelComparison.Model first,
      ModelComparison.Model second,
      List<Kept> kept) {
    return comparison.of(
        first,
        second,
        on,
        data != null,
        session.provenance(first.target().llc().seed()),
        (result, lossesA, lossesB) -> {
          if (common.out != null) {
            kept.add(new Kept(result, lossesA, lossesB));
          }
        });
  }

  private Target read(String text) {
    return new TargetReader(
            Optional.ofNullable(specFile),
            Optional.ofNullable(data),
            common.seed == null ? OptionalLong.empty() : OptionalLong.of(common.seed),
            Optional.ofNullable(order))
        .read(text);
  }

  private Target placed(Target target, String usual, int side) {
    if (at == null && target.truth().isEmpty() && distance == null) {
      return target;
    }
    String place = at == null ? usual : places()[side];
    return place.equals(TRUTH)
        ? target.atTruth()
        : target.perturbed(distance == null ? DEFAULT_DISTANCE : distance);
  }

  private String[] places() {
    String[] places = at.split(",", -1);
    if (places.length > 2) {
      throw new InvalidInput("--at must be one or two of truth, perturbed, got '" + at + "'");
    }
    for (String place : places) {
      if (!List.of(TRUTH, PERTURBED).contains(place)) {
        throw Nearest.unknown("place in --at", place, List.of(TRUTH, PERTURBED));
      }
    }
    if (distance != null && !List.of(places).contains(PERTURBED)) {
      throw new InvalidInput("--distance is for --at perturbed, got --at " + at);
    }
    return new String[] {places[0], places[places.length - 1]};
  }

  private void write(CompareResult result, List<Kept> kept) {
    if (common.out == null) {
      return;
    }
    Json.write(common.out.resolve("compare.json"), result);
    for (Kept one : kept) {
      String role = one.result().data();
      List<Figure> figures = ComparisonFigures.of(role, one.result().losses(), one.a(), one.b());
      FigureFiles.write(common.out, figures);
      Map<String, NumericArray> arrays = new LinkedHashMap<>();
      arrays.put("a", NumericArray.vector(one.a()));
      arrays.put("b", NumericArray.vector(one.b()));
      Npz.write(common.out.resolve("losses-" + role + ".npz"), arrays, Npz.Packing.STORED);
    }
  }
}
