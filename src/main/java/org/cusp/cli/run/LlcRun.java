package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.like.FieldEstimate;
import org.cusp.estimate.like.LikeResult;
import org.cusp.estimate.like.Recipe;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.Way;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.report.figures.chains.LlcFigures;
import org.cusp.report.figures.settings.ScanFigures;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.DrawsFile;
import org.cusp.run.Progress;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;

/** Estimates the LLC of every point of a target and keeps the results of a run. */
public final class LlcRun {
  /** Enough of a digest to tell the restrictions of a run apart. */
  private static final int DIGITS = 12;

  private static final String CUSP = "cusp";

  private final Session session;
  private final Path out;
  private final OptionalDouble seconds;
  private final List<DrawEstimator> also;
  private final Optional<Recipe> like;

  /** Revisions of the stored estimates that are not of this one. */
  private final SortedSet<String> kept = new TreeSet<>();

  private Optional<LlcAlong> along = Optional.empty();

  /**
   * @param out where to keep results; null for the run directory of a run, and nowhere otherwise
   * @param also estimates beside the LLC
   */
  public LlcRun(Session session, Path out, OptionalDouble seconds, List<DrawEstimator> also) {
    this(session, out, seconds, also, Optional.empty());
  }

  /**
   * Beside a published recipe.
   *
   * @param like whose gamma and nBeta the settings have
   */
  public LlcRun(
      Session session,
      Path out,
      OptionalDouble seconds,
      List<DrawEstimator> also,
      Optional<Recipe> like) {
    this.like = like;
    this.also = List.copyOf(also);
    this.session = session;
    this.out = out;
    this.seconds = seconds;
  }

  /** In training order. What is there already with the same settings is not computed again. */
  public List<LlcResult> run(Target target, LlcSpec settings) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    tryPlaces(target);
    String data = target.train().fingerprint();
    List<LlcResult> results = new ArrayList<>();
    Trail trail = Trail.of(target);
    for (Target.Point point : target.points()) {
      double[] w = point.weights().get();
      Inputs inputs = Inputs.of(target, data, w);
      Way way = trail.way(point);
      LlcResult found = stored(target, point, settings, inputs, way);
      if (found != null) {
        trail.found(found, drawsFile(target, point));
      }
      LlcResult result =
          found != null ? found : estimate(target, point, settings, w, inputs, trail);
      if (out != null && target.directory().isEmpty() && isToBeDrawn(result, found)) {
        session.keep(() -> figures(target, point, result));
      }
      results.add(result);
    }
    if (!kept.isEmpty()) {
      session.note(
          "some estimates were kept from revision "
              + String.join(", ", kept)
              + " of Cusp; delete the run's folder llc to compute them again");
    }
    along = trail.along();
    along.ifPresent(found -> session.keep(() -> write(target, found, trail.isNew())));
    return results;
  }

  /** What was found along the training, of a target that is one. */
  public Optional<LlcAlong> along() {
    return along;
  }

  private void write(Target target, LlcAlong found, boolean isNew) {
    Path estimate = estimateFile(target, target.points().get(0));
    if (estimate != null && (isNew || !Files.exists(Trail.fileBeside(estimate)))) {
      Json.write(Trail.fileBeside(estimate), found);
    }
  }

  private LlcResult stored(
      Target target, Target.Point point, LlcSpec settings, Inputs inputs, Way way) {
    Path file = estimateFile(target, point);
    if (file == null || !Files.exists(file) || !Files.exists(drawsFile(target, point))) {
      return null;
    }
    LlcResult result = Json.read(file, LlcResult.class);
    DrawsFile.read(drawsFile(target, point));
    return result.answers(settings, inputs, target.coordinates())
            && result.holds(also)
            && result.isLike(like)
            && Trail.leadsTo(way, result, drawsFile(target, point))
            && isOfThisProgram(file, result)
        ? result
        : null;
  }

  /** Numbers of other kernels or another version are made again; of another revision, named. */
  private boolean isOfThisProgram(Path file, LlcResult result) {
    Provenance now = session.provenance(0);
    Provenance then = result.provenance();
    String version = then.versions().get(CUSP);
    if (!now.kernels().equals(then.kernels())) {
      session.note(
          file + ": is of " + then.kernels() + " kernels; computing it with " + now.kernels());
      return false;
    }
    if (!now.versions().get(CUSP).equals(version)) {
      session.note(
          file + ": is of Cusp " + version + "; computing it with " + now.versions().get(CUSP));
      return false;
    }
    if (!now.revision().equals(then.revision())) {
      kept.add(then.revision());
    }
    return true;
  }

  /** Before any work; the first that cannot be written is named. */
  private void tryPlaces(Target target) {
    for (Target.Point point : target.points()) {
      if (estimateFile(target, point) != null) {
        AtomicFiles.tryWrite(estimateFile(target, point), Session.TRIAL_BYTES);
        AtomicFiles.tryWrite(drawsFile(target, point), 1);
      }
    }
  }

  private LlcResult estimate(
      Target target, Target.Point point, LlcSpec settings, double[] w, Inputs inputs, Trail trail) {
    LlcEstimator estimator = new LlcEstimator(settings, session.kernels(), session.workers(), also);
    String task = point.step().isPresent() ? "step " + point.step().getAsLong() : "llc";
    Path file = estimateFile(target, point);
    LlcEstimator.Outcome outcome;
    UnfinishedDraws unfinished;
    try (Terminal.Bar bar = Terminal.bar(task)) {
      unfinished = new UnfinishedDraws(session, bar, file);
      outcome =
          estimator.estimate(target, w, trail.way(point), session.deadline(seconds), unfinished);
    }
    OptionalLong step = point.step();
    LlcResult alone =
        LlcResult.of(
            target,
            step.isPresent() ? step.getAsLong() : null,
            outcome,
            settings,
            inputs,
            session.provenance(settings.seed()));
    LlcResult result =
        like.map(recipe -> alone.beside(published(recipe, estimator, target, w, alone)))
            .orElse(alone);
    if (file != null) {
      session.keep(
          () -> {
            // The old estimate must not stand beside the new draws.
            unfinished.remove();
            UnfinishedDraws.delete(file);
            trail.remove(drawsFile(target, point));
            DrawsFile.of(outcome.draws()).write(drawsFile(target, point));
            trail.write(outcome, drawsFile(target, point));
            StoredResult.write(session, file, result, target, point);
          });
    }
    trail.made(result, outcome);
    return result;
  }

  private LikeResult published(
      Recipe recipe, LlcEstimator estimator, Target target, double[] w, LlcResult alone) {
    try (Terminal.Bar bar = Terminal.bar(recipe.name())) {
      Progress progress =
          (share, phase, value, error) -> bar.at(share, Terminal.live(phase, value, error));
      FieldEstimate field = estimator.like(recipe, target, w, progress);
      return LikeResult.of(recipe, alone.n(), field, alone.llc());
    }
  }

  private boolean isToBeDrawn(LlcResult result, LlcResult found) {
    if (result.plan() != null && result.plan().draws() == 0) {
      return false;
    }
    return found == null || !Files.exists(out.resolve("traces.png"));
  }

  /** The figures of the draws that were kept; those of a run are in its report. */
  private void figures(Target target, Target.Point point, LlcResult result) {
    List<Figure> figures =
        new ArrayList<>(LlcFigures.of(target.name(), DrawsFile.read(drawsFile(target, point))));
    ScanFigures.stepSize(result).ifPresent(figures::add);
    FigureFiles.write(out, figures);
  }

  private Path estimateFile(Target target, Target.Point point) {
    if (out != null) {
      return outFolder(target, point).resolve("estimate.json");
    }
    return target
        .directory()
        .map(run -> kept(target, run.estimate(point.step().getAsLong())))
        .orElse(null);
  }

  private Path drawsFile(Target target, Target.Point point) {
    return out != null
        ? outFolder(target, point).resolve("draws.npz")
        : kept(target, target.directory().orElseThrow().draws(point.step().getAsLong()));
  }

  /** A run's own estimates are of all parameters: those of some lie in a folder beside. */
  private static Path kept(Target target, Path file) {
    return restricted(target)
        .map(folder -> file.resolveSibling(folder).resolve(file.getFileName()))
        .map(target.directory().orElseThrow()::inside)
        .orElse(file);
  }

  /** The name of the folder for what is of some parameters only. */
  static Optional<String> restricted(Target target) {
    return target
        .coordinates()
        .selection()
        .map(selection -> "restricted-" + selection.restriction().digest().substring(0, DIGITS));
  }

  private Path outFolder(Target target, Target.Point point) {
    return target.points().size() == 1
        ? out
        : out.resolve(String.format(Locale.ROOT, "step-%06d", point.step().orElse(0)));
  }
}
