package org.cusp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cusp.cli.options.ByOption;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.LocalisationOption;
import org.cusp.cli.options.PieceOptions;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.RestrictionOptions;
import org.cusp.cli.options.SamplingOptions;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.pieces.InPieces;
import org.cusp.cli.run.ComponentRun;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.LlcPieces;
import org.cusp.cli.run.LlcReplay;
import org.cusp.cli.run.LlcRun;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.LlcText;
import org.cusp.cli.text.RestrictionPreview;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.like.Recipe;
import org.cusp.estimate.like.Recipes;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.DrawEstimators;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.run.Coordinates;
import org.cusp.run.Localisation;
import org.cusp.run.Selection;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp llc TARGET}. */
@Command(
    name = "llc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The local learning coefficient of a checkpoint, of every checkpoint of a run, or at the truth"
          + " of a problem, with its standard error, R-hat, effective sample size and a verdict.",
      "The estimates of a run are kept in it. With --out DIR, draws, estimate and, for a single"
          + " parameter, figures of the draws go there instead; 'cusp calibrate' shows how the"
          + " settings were chosen and what others would give."
    })
final class LlcCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private RestrictionOptions restriction;
  @Mixin private LocalisationOption localisation;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;
  @Mixin private RestartOption again;
  @Mixin private ByOption by;

  @ArgGroup(validate = false, heading = "%nMany processes (docs/cluster.md):%n")
  private PieceOptions spread = new PieceOptions();

  @Option(
      names = "--alone",
      description = {
        "Each checkpoint of a run by a warm-up of its own, not by the chains of the one before:",
        "then they can be found in any order, by any number of processes. So it is with --plan,",
        "--shard and --on."
      })
  private boolean alone;

  @ArgGroup(validate = false, heading = "%nSampling (what is not given is chosen):%n")
  private SamplingOptions sampling = new SamplingOptions();

  @Option(
      names = "--require-trusted",
      description = "Exit with 3 unless every estimate is trusted.")
  private boolean requireTrusted;

  @Option(
      names = "--also",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = Beside.class,
      description = "Estimates from the same draws, joined by commas: ${COMPLETION-CANDIDATES}.")
  private List<String> also = List.of();

  /** What there is to ask for. */
  private static final class Beside extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Beside() {
      super(
          DrawEstimators.ALL.stream()
              .map(one -> one.name() + " (" + one.describe() + ")")
              .toList());
    }
  }

  @Option(
      names = "--like",
      paramLabel = "NAME",
      completionCandidates = Published.class,
      description = {
        "The LLC at the gamma and nBeta of a published recipe, and what the recipe gives there:",
        "${COMPLETION-CANDIDATES}."
      })
  private String like;

  /** Whose recipes there are. */
  private static final class Published extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Published() {
      super(Recipes.names());
    }
  }

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = {
        "Make the run of this estimate.json again, draw for draw, whatever its clock had said;",
        "takes no option of the sampling."
      })
  private Path replay;

  @Override
  public Integer call() {
    List<DrawEstimator> beside =
        DrawEstimators.named(
            Stream.concat(also.stream(), by.shares().stream()).distinct().toList());
    spread.share();
    checkParts();
    Optional<Recipe> recipe = Optional.ofNullable(like).map(this::recipe);
    Localisation units = localisation.units();
    Optional<LlcReplay.Kept> kept = Optional.ofNullable(replay).map(this::kept);
    Target whole = target.read(kept.map(LlcReplay.Kept::seed).orElse(common.seed));
    Optional<Selection> selection = restriction.selection(whole);
    if (restriction.preview) {
      RestrictionPreview.of("llc", whole, selection)
          .print(spec.commandLine().getOut(), form.format(common.json));
      return Cusp.DONE;
    }
    Target found = whole.withCoordinates(new Coordinates(selection, units));
    List<String> components = by.components(found.model(), found.origin().tensorNames());
    if (kept.isPresent()) {
      return replay(kept.get(), found, beside);
    }
    int n = found.model().dataOf(found.train());
    LlcSpec given = sampling.over(found.llc(), common.seed, n);
    LlcSpec settings = recipe.map(asked -> at(asked, n, given)).orElse(given);
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      LlcRun run =
          new LlcRun(session, common.out, sampling.seconds(settings), beside, recipe)
              .alone(alone || spread.isAsked());
      if (spread.isAsked()) {
        LlcPieces pieces = run.divided(found, settings);
        if (!new InPieces(session, spread).isWhole(pieces, Optional.ofNullable(common.out))) {
          return shown(session, found, pieces.found());
        }
      }
      Measured measured = Measured.of(session, found).said(session);
      Found<LlcResult> results = run.run(found, settings);
      List<ComponentRun.Component> parts =
          new ComponentRun(session, common.out, sampling.seconds(settings), units)
              .run(found, components, settings);
      return printed(session, found, results, run.along(), parts, measured);
    }
  }

  /** Components are chosen by name, and are no pieces of a plan. */
  private void checkParts() {
    if (!by.hasComponents()) {
      return;
    }
    if (restriction.isGiven() || like != null || replay != null || spread.isAsked()) {
      throw new InvalidInput(
          "--by components does not go with --only, --mask, --like, --replay, --plan, --shard or"
              + " --on");
    }
  }

  /** The results of a share; nothing of a plan, or where it has no pieces. */
  private int shown(Session session, Target found, Found<LlcResult> share) {
    if (share.results().isEmpty() && share.unfinished().isEmpty()) {
      return Cusp.DONE;
    }
    Measured measured = Measured.of(session, found).said(session);
    return printed(session, found, share, Optional.empty(), List.of(), measured);
  }

  /** Its gamma and nBeta are what it is about, and a replay has an answer already. */
  private Recipe recipe(String name) {
    Recipe recipe = Recipes.named(name);
    Optional<String> against =
        replay != null ? Optional.of("--replay") : sampling.givenOf("--gamma", "--n-beta");
    against.ifPresent(
        option -> {
          throw new InvalidInput(option + " does not go with --like " + name + ", which says it");
        });
    return recipe;
  }

  private static LlcSpec at(Recipe recipe, int n, LlcSpec settings) {
    return settings.withGamma(recipe.gamma()).withNBeta(recipe.nBetaOf(n));
  }

  private LlcReplay.Kept kept(Path file) {
    sampling
        .given()
        .or(() -> Optional.ofNullable(common.seed).map(seed -> "--seed"))
        .ifPresent(
            option -> {
              throw new InvalidInput(option + " does not go with --replay, whose file says it");
            });
    return LlcReplay.Kept.read(file);
  }

  private int replay(LlcReplay.Kept kept, Target found, List<DrawEstimator> beside) {
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      Measured measured = Measured.of(session, found).said(session);
      LlcResult result = new LlcReplay(session, found, kept, beside).run(common.out);
      return printed(session, found, Found.one(result), Optional.empty(), List.of(), measured);
    }
  }

  private int printed(
      Session session,
      Target found,
      Found<LlcResult> results,
      Optional<LlcAlong> along,
      List<ComponentRun.Component> parts,
      Measured measured) {
    new ResultWriter(session).print(LlcText.answer(found, results, along, parts, measured));
    return requireTrusted && !Found.allTrusted(results) ? Cusp.NOT_TRUSTED : Cusp.DONE;
  }
}
