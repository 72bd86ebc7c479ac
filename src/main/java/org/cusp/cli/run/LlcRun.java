package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cusp.cli.pieces.PieceList;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.like.FieldEstimate;
import org.cusp.estimate.like.LikeResult;
import org.cusp.estimate.like.Recipe;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.Outlook;
import org.cusp.estimate.llc.colder.ColderDraws;
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
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;

/** Estimates the LLC of every point of a target and keeps the results of a run. */
public final class LlcRun {
  /** Of the budget, for the recipe that is set beside the LLC. */
  private static final double SHARE_OF_LIKE = 0.5;

  /** Enough of a digest to tell the restrictions of a run apart. */
  private static final int DIGITS = 12;

  private static final String ESTIMATE = "estimate.json";
  private static final String DRAWS = "draws.npz";

  private final Session session;
  private final Path out;
  private final OptionalDouble seconds;
  private final List<DrawEstimator> also;
  private final Optional<Recipe> like;

  /** Revisions of the stored estimates that are not of this one. */
  private final SortedSet<String> kept = new TreeSet<>();

  private Optional<LlcAlong> along = Optional.empty();
  private boolean isAlone;

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
  public Found<LlcResult> run(Target target, LlcSpec settings) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    Work work = new Work(settings, isAlone ? Trail.ofEach() : Trail.of(target));
    Found<LlcResult> found = new PointLoop(session, out).over(target, work);
    sayKept();
    along = work.trail.along();
    along.ifPresent(changes -> session.keep(() -> write(target, changes, work)));
    return found;
  }

  /** Each point for itself, or in an order in which chains go on from point to point. */
  public LlcRun alone(boolean each) {
    isAlone = each;
    return this;
  }

  /** The points, each for itself, as pieces. */
  public LlcPieces divided(Target target, LlcSpec settings) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    Work work = new Work(settings, Trail.ofEach());
    return new LlcPieces(
        new PointPieces<>(new PointLoop(session, out), target, work),
        () -> foreseen(target, work),
        () -> kept(target, work),
        this::sayKept);
  }

  private PieceList foreseen(Target target, Work work) {
    PointLoop loop = new PointLoop(session, out);
    List<Target.Point> points = target.points();
    List<Boolean> done = points.stream().map(point -> loop.isDone(target, point, work)).toList();
    double[] last = points.get(points.size() - 1).weights().get();
    Outlook each =
        new LlcEstimator(work.settings, session.kernels(), session.workers()).foresee(target, last);
    return list(target, work).foreseen(each, done);
  }

  /**
   * The results of all shares.
   *
   * @throws InvalidInput where pieces are missing, or nothing was done in shares here
   */
  public Found<LlcResult> merged(Target target) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    Path folder = folderOfAll(target);
    PieceList kept =
        PieceList.kept(folder)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        folder.resolve(PieceList.FILE)
                            + ": is not there; 'cusp llc RUN --shard 1/2' makes it"));
    LlcSpec settings = LlcSpec.ofRequest(kept.work().settings());
    Work work = new Work(settings, Trail.ofEach());
    list(target, work).requireSame(kept, folder);
    Found<LlcResult> found = new PointLoop(session, out).merged(target, work);
    sayKept();
    return found;
  }

  private Optional<PieceList.Keeping> kept(Target target, Work work) {
    return target.coordinates().selection().isPresent()
        ? Optional.empty()
        : Optional.of(
            new PieceList.Keeping(list(target, work), folderOfAll(target), session.isRestart()));
  }

  private PieceList list(Target target, Work work) {
    List<Target.Point> points = target.points();
    Place first = new PointLoop(session, out).place(target, points.get(0), points, work);
    Map<String, Object> settings = work.settings.request();
    Map<String, String> facts = first.facts("llc", settings);
    return PieceList.of(
        new PieceList.Work(target.name(), facts.get("data"), facts.get("model"), settings), points);
  }

  private Path folderOfAll(Target target) {
    return Optional.ofNullable(out)
        .or(
            () ->
                target
                    .directory()
                    .map(
                        run ->
                            run.estimate(target.points().get(0).step().getAsLong())
                                .getParent()
                                .getParent()))
        .orElseThrow(
            () ->
                new InvalidInput(
                    target.name() + ": shares need a run directory or --out to lie in"));
  }

  private void sayKept() {
    if (!kept.isEmpty()) {
      session.note(
          "some estimates were kept from revision "
              + String.join(", ", kept)
              + " of Cusp; delete the run's folder llc to compute them again");
    }
  }

  /** What was found along the training, of a target that is one. */
  public Optional<LlcAlong> along() {
    return along;
  }

  private void write(Target target, LlcAlong changes, Work work) {
    Target.Point first = target.points().get(0);
    Optional<Path> folder =
        out == null
            ? work.folder(target, first)
            : Optional.of(Place.folder(out, first, target.points()));
    Optional<Path> file = folder.map(one -> Trail.fileBeside(one.resolve(ESTIMATE)));
    if (file.isPresent() && (work.trail.isNew() || !Files.exists(file.get()))) {
      Json.write(file.get(), changes);
    }
  }

  /** An LLC with its draws. */
  private final class Work implements PointWork<LlcResult> {
    private final LlcSpec settings;
    private final Trail trail;

    Work(LlcSpec settings, Trail trail) {
      this.settings = settings;
      this.trail = trail;
    }

    @Override
    public String task(Place place) {
      return place.task("llc");
    }

    /** A run's own estimates are of all parameters: those of some lie in a folder beside. */
    @Override
    public Optional<Path> folder(Target target, Target.Point point) {
      return target
          .directory()
          .map(
              run -> {
                Path own = run.estimate(point.step().getAsLong()).getParent();
                return restricted(target)
                    .map(folder -> run.inside(own.resolve(folder).resolve(ESTIMATE)).getParent())
                    .orElse(own);
              });
    }

    @Override
    public void tryFolder(Path folder) {
      AtomicFiles.tryWrite(folder.resolve(ESTIMATE), Session.TRIAL_BYTES);
      AtomicFiles.tryWrite(folder.resolve(DRAWS), 1);
    }

    @Override
    public Optional<LlcResult> stored(Place place) {
      return place
          .folder()
          .filter(folder -> Files.exists(folder.resolve(ESTIMATE)))
          .filter(folder -> Files.exists(folder.resolve(DRAWS)))
          .flatMap(folder -> stored(place, folder));
    }

    private Optional<LlcResult> stored(Place place, Path folder) {
      Path file = folder.resolve(ESTIMATE);
      LlcResult result = Json.read(file, LlcResult.class);
      DrawsFile.read(folder.resolve(DRAWS));
      if (!result.answers(settings, inputs(place), place.target().coordinates())
          || !result.holds(also)
          || !result.isLike(like)
          || !Trail.leadsTo(trail.way(place.point()), result, folder.resolve(DRAWS))
          || !isOfThisProgram(file, result)) {
        return Optional.empty();
      }
      trail.found(result, folder.resolve(DRAWS));
      if (hasFigures(place, result) && !Files.exists(folder.resolve("traces.png"))) {
        session.keep(() -> draw(place, result, folder));
      }
      return Optional.of(result);
    }

    @Override
    public Attempt<LlcResult> at(Place place, Terminal.Bar bar) {
      Optional<FileBookmark> bookmark = session.bookmark(place.folder(), facts(place));
      UnfinishedDraws unfinished =
          new UnfinishedDraws(
              session,
              bar,
              place.folder().map(folder -> folder.resolve(ESTIMATE)).orElse(null),
              Bookmark.of(bookmark));
      LlcEstimator estimator =
          new LlcEstimator(settings, session.kernels(), session.workers(), also);
      Deadline deadline = session.deadline(seconds, bookmark);
      Optional<FieldEstimate> field =
          like.map(recipe -> field(recipe, estimator, place, deadline.part(SHARE_OF_LIKE), bar));
      LlcEstimator.Outcome plain =
          estimator.estimate(
              place.target(), place.w(), trail.way(place.point()), deadline, unfinished);
      LlcEstimator.Outcome outcome =
          new ColderDraws(session.kernels(), session.workers())
              .beside(plain, place.target(), place.w(), settings, deadline);
      LlcResult.About about =
          new LlcResult.About(
              place.target(), place.step(), inputs(place), session.provenance(settings.seed()));
      LikeResult published =
          field.map(found -> published(like.orElseThrow(), found, outcome)).orElse(null);
      LlcResult result = LlcResult.of(about, outcome, settings, published);
      trail.made(result, outcome);
      return Attempt.found(result, ESTIMATE)
          .keptIn(bookmark)
          .before(
              folder -> {
                // The old estimate must not stand beside the new draws.
                unfinished.remove();
                AtomicFiles.remove(folder.resolve(ESTIMATE));
                trail.remove(folder.resolve(DRAWS));
                DrawsFile.keep(outcome.draws(), folder.resolve(DRAWS));
                trail.write(outcome, folder.resolve(DRAWS));
              })
          .after(
              folder -> {
                if (hasFigures(place, result)) {
                  draw(place, result, folder);
                }
              });
    }

    private Map<String, String> facts(Place place) {
      Map<String, String> facts = place.facts("llc", settings.request());
      facts.put("--also", also.stream().map(DrawEstimator::name).toList().toString());
      facts.put("--like", like.map(Recipe::name).orElse("none"));
      facts.put("place along the run", Json.text(trail.way(place.point()).recorded()));
      return facts;
    }

    /** First, since it is as long as it is: what it leaves of the time is the LLC's. */
    private static FieldEstimate field(
        Recipe recipe, LlcEstimator estimator, Place place, Deadline deadline, Terminal.Bar bar) {
      Progress progress = bar::at;
      return estimator.like(recipe, place.target(), place.w(), deadline, progress);
    }

    private static LikeResult published(
        Recipe recipe, FieldEstimate field, LlcEstimator.Outcome outcome) {
      int n = outcome.draws().posterior().count();
      return LikeResult.of(recipe, n, field, outcome.llc().estimate());
    }

    /** Those of a run are in its report. */
    private boolean hasFigures(Place place, LlcResult result) {
      return out != null
          && place.target().directory().isEmpty()
          && (result.plan() == null || result.plan().draws() > 0);
    }

    private static Inputs inputs(Place place) {
      return Inputs.of(place.target(), place.data(), place.w());
    }

    /** The figures of the draws that were kept. */
    private static void draw(Place place, LlcResult result, Path folder) {
      DrawsFile draws = DrawsFile.read(folder.resolve(DRAWS));
      List<Figure> figures = new ArrayList<>(LlcFigures.of(place.target().name(), draws));
      ScanFigures.stepSize(result).ifPresent(figures::add);
      FigureFiles.write(folder, figures);
    }
  }

  /** Numbers of other kernels or another version are made again; of another revision, named. */
  private boolean isOfThisProgram(Path file, LlcResult result) {
    Provenance then = result.provenance();
    if (!new Program(session).made(file, then)) {
      return false;
    }
    if (!session.provenance(0).revision().equals(then.revision())) {
      kept.add(then.revision());
    }
    return true;
  }

  /** The name of the folder for what is of some parameters only. */
  static Optional<String> restricted(Target target) {
    return target
        .coordinates()
        .selection()
        .map(selection -> "restricted-" + selection.restriction().digest().substring(0, DIGITS));
  }
}
