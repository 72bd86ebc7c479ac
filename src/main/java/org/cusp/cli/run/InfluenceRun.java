package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.cusp.cli.pieces.Divided;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.influence.DatumLosses;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.estimate.influence.InfluenceFiles;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.estimate.influence.LossStore;
import org.cusp.format.AtomicFiles;
import org.cusp.report.analysis.AnalysisPages;
import org.cusp.report.analysis.InfluencePage;
import org.cusp.report.analysis.Views;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;

/**
 * Influences at the parameters of a target, each for itself.
 *
 * @param out where to keep results; null for the run directory of a run, and nowhere otherwise
 * @param asked whose losses
 * @param telling how much of them
 */
public record InfluenceRun(Session session, Path out, InfluenceQueries asked, Telling telling) {
  private static final String NAME = "influence";
  private static final String RESULT = NAME + ".json";
  private static final String MATRIX = "influence.zarr";
  private static final String PAGE = AnalysisPages.IN_FOLDER;

  /** An hour and more on a few cores; rows of it are another matter. */
  private static final double MOST_ENTRIES = 1e9;

  /**
   * What is told.
   *
   * @param share of the discoveries that may be false
   * @param top data of either sign that are named, and queries that are told of
   * @param inOrder whether queries were chosen: then all of them are told of, in their order
   */
  public record Telling(double share, int top, boolean inOrder) {}

  /**
   * Draws, and what they say, in training order. What is there already with the same settings is
   * not computed again.
   *
   * @param budget seconds of each; without a number of draws that was asked for, of the settings
   */
  public Found<InfluenceResult> run(Target target, LlcSpec settings, OptionalDouble budget) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    requireFitting(target, settings);
    return new PointLoop(session, out).over(target, new Work(settings, budget));
  }

  /** The same in pieces: a point each. */
  public Divided divided(Target target, LlcSpec settings, OptionalDouble budget) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    requireFitting(target, settings);
    return new PointPieces<>(new PointLoop(session, out), target, new Work(settings, budget));
  }

  private void requireFitting(Target target, LlcSpec settings) {
    double ofExample = DatumLosses.ofExample(target.model());
    double n = target.train().n() * ofExample;
    double m = asked.data().n() * ofExample;
    if (n * m > MOST_ENTRIES) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%.0f data on %.0f queries are %.1e influences (%s on disk), at most %.0e are"
                  + " computed: choose queries by --of",
              n,
              m,
              n * m,
              LossStore.size(InfluenceFiles.bytes(n, m, 0)),
              MOST_ENTRIES));
    }
    Optional<Path> folder =
        Optional.ofNullable(out).or(() -> folder(target, target.points().get(0)));
    if (folder.isPresent()) {
      double draws =
          (double) settings.chains() * settings.draws().orElse(InfluenceEstimator.DEFAULT_DRAWS);
      LossStore.requireRoom(
          folder.get(),
          target.points().size() * InfluenceFiles.bytes(n, m, draws),
          String.format(Locale.ROOT, "the influences of %.0f data on %.0f queries", n, m));
    }
  }

  private static Optional<Path> folder(Target target, Target.Point point) {
    return Place.inRun(target, NAME, point);
  }

  private final class Work implements NamedWork<InfluenceResult> {
    private final LlcSpec settings;
    private final OptionalDouble budget;

    Work(LlcSpec settings, OptionalDouble budget) {
      this.settings = settings;
      this.budget = budget;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Optional<InfluenceResult> stored(Place place) {
      return place.folder().flatMap(folder -> stored(place, folder));
    }

    private Optional<InfluenceResult> stored(Place place, Path folder) {
      Path file = folder.resolve(RESULT);
      Program here = new Program(session);
      return Optional.of(file)
          .filter(any -> Files.isDirectory(folder.resolve(MATRIX)))
          .flatMap(any -> here.read(file, InfluenceResult.class))
          .filter(result -> result.answers(request(place), inputs(place)))
          .filter(result -> here.made(file, result.provenance()))
          .map(result -> shown(result, place, folder));
    }

    /** A process that was killed may have left no page. */
    private InfluenceResult shown(InfluenceResult result, Place place, Path folder) {
      if (!Files.exists(folder.resolve(PAGE))) {
        session.keep(() -> page(result, place, folder));
      }
      return result;
    }

    private void page(InfluenceResult result, Place place, Path folder) {
      InfluencePage.write(folder, result, place.target().train(), asked.data());
    }

    @Override
    public Attempt<InfluenceResult> at(Place place, Terminal.Bar bar) {
      if (place.folder().isEmpty()) {
        return Attempt.found(
            result(
                place,
                estimate(place, bar, InfluenceEstimator.Keeper.NONE, Optional.empty()),
                List.of()));
      }
      Path folder = place.folder().get();
      Optional<FileBookmark> bookmark = session.bookmark(place.folder(), facts(place));
      try (InfluenceFiles files = new InfluenceFiles(folder.resolve(MATRIX), about(place))) {
        InfluenceEstimator.Outcome outcome = estimate(place, bar, files, bookmark);
        AtomicFiles.remove(folder.resolve(RESULT));
        files.finish();
        List<String> written = List.of(RESULT, MATRIX, Views.FILE, PAGE);
        InfluenceResult result = result(place, outcome, written);
        return Attempt.found(result, RESULT)
            .keptIn(bookmark)
            .after(
                there -> {
                  LossStore.remove(there);
                  page(result, place, there);
                });
      }
    }

    private Map<String, String> facts(Place place) {
      Map<String, String> facts = place.facts(NAME, settings.request());
      facts.put("queries", asked.data().fingerprint());
      facts.put("phi", asked.queries().phi().words());
      return facts;
    }

    /** All that decides what is found and told. */
    private Map<String, Object> request(Place place) {
      Map<String, Object> request = new TreeMap<>(settings.request());
      request.put("queries", asked.data().fingerprint());
      if (!asked.queries().phi().isLoss()) {
        request.put("phi", asked.queries().phi().words());
      }
      request.put("of themselves", asked.queries().data().isEmpty());
      request.put("told", List.of(telling.share(), telling.top(), telling.inOrder()));
      place
          .target()
          .coordinates()
          .selection()
          .ifPresent(some -> request.put("parameters", some.restriction().digest()));
      return request;
    }

    private static Inputs inputs(Place place) {
      return Inputs.of(place.target(), place.data(), place.w());
    }

    private InfluenceEstimator.Outcome estimate(
        Place place,
        Terminal.Bar bar,
        InfluenceEstimator.Keeper keeper,
        Optional<FileBookmark> bookmark) {
      Progress progress = bar::at;
      // The losses of the draws go with the result: what is done is not kept for more of it.
      Bookmark ofDraws = Bookmark.of(bookmark).in("draws");
      return new InfluenceEstimator(
              settings,
              asked.queries(),
              telling.share(),
              telling.top(),
              session.kernels(),
              session.workers())
          .estimate(
              place.target(),
              place.w(),
              session.deadline(budget, bookmark),
              progress.keeping(ofDraws),
              keeper);
    }

    private Map<String, Object> about(Place place) {
      Map<String, Object> own =
          Map.of("queries", asked.data().name(), "phi", asked.queries().phi().words());
      return place.about(own, session.provenance(settings.seed()));
    }

    private InfluenceResult result(
        Place place, InfluenceEstimator.Outcome outcome, List<String> files) {
      int named = telling.inOrder() ? asked.data().n() : telling.top();
      return InfluenceResult.of(
          new InfluenceResult.About(
              place.target(),
              place.step(),
              asked.data(),
              new InfluenceResult.Told(
                  named, telling.top(), telling.inOrder(), asked.queries().phi()),
              files,
              request(place),
              inputs(place),
              session.provenance(settings.seed())),
          outcome);
    }
  }
}
