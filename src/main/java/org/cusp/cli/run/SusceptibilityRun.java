package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.clock.Deadline;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.susceptibility.SusceptibilityEstimator;
import org.cusp.estimate.susceptibility.SusceptibilityFiles;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.format.AtomicFiles;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;

/**
 * Susceptibilities at the one parameter of a target.
 *
 * @param out where to keep results; null for the run directory of a run, and nowhere otherwise
 * @param asked the data of the shift
 * @param parts the components
 */
public record SusceptibilityRun(
    Session session,
    Path out,
    InfluenceQueries asked,
    List<SusceptibilityEstimator.Part> parts,
    Telling telling) {
  private static final String RESULT = "susceptibility.json";
  private static final String MATRIX = "susceptibility.zarr";

  /**
   * What is told.
   *
   * @param share of the discoveries that may be false
   * @param top data of either sign that are named
   */
  public record Telling(double share, int top) {}

  /**
   * Draws, and what they say.
   *
   * @param budget seconds of all components; without a number of draws that was asked for, of the
   *     settings, for each of them
   */
  public Found<SusceptibilityResult> run(Target target, LlcSpec settings, OptionalDouble budget) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    return new PointLoop(session, out).over(target, new Work(settings, budget));
  }

  private final class Work implements PointWork<SusceptibilityResult> {
    private final LlcSpec settings;
    private final OptionalDouble budget;

    Work(LlcSpec settings, OptionalDouble budget) {
      this.settings = settings;
      this.budget = budget;
    }

    @Override
    public String task(Place place) {
      return place.task("susceptibility");
    }

    @Override
    public Optional<Path> folder(Target target, Target.Point point) {
      return Place.inRun(target, "susceptibility", point);
    }

    @Override
    public void tryFolder(Path folder) {
      AtomicFiles.tryWrite(folder.resolve(RESULT), Session.TRIAL_BYTES);
    }

    @Override
    public Attempt<SusceptibilityResult> at(Place place, Terminal.Bar bar) {
      Progress progress = bar::at;
      Optional<FileBookmark> bookmark = session.bookmark(place.folder(), facts(place));
      Deadline deadline = session.deadline(budget, bookmark);
      SusceptibilityEstimator.Outcome outcome =
          new SusceptibilityEstimator(
                  settings, asked.queries(), place.folder(), session.kernels(), session.workers())
              .estimate(
                  parts,
                  place.w(),
                  telling.share(),
                  deadline,
                  progress.keeping(Bookmark.of(bookmark)));
      SusceptibilityResult result = result(place, outcome, deadline.spent());
      return place.folder().isEmpty()
          ? Attempt.found(result)
          : Attempt.found(result, RESULT)
              .keptIn(bookmark)
              .after(SusceptibilityEstimator::remove)
              .before(
                  folder ->
                      SusceptibilityFiles.write(folder.resolve(MATRIX), about(place), outcome));
    }

    private Map<String, String> facts(Place place) {
      Map<String, String> facts = place.facts("susceptibility", settings.request());
      facts.put("shift", asked.data().fingerprint());
      facts.put("components", String.join(",", names()));
      return facts;
    }

    private List<String> names() {
      return parts.stream().map(SusceptibilityEstimator.Part::name).toList();
    }

    private Map<String, Object> about(Place place) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("shift", asked.data().name());
      own.put("components", names());
      return place.about(own, session.provenance(settings.seed()));
    }

    private SusceptibilityResult result(
        Place place, SusceptibilityEstimator.Outcome outcome, double seconds) {
      return SusceptibilityResult.of(
          new SusceptibilityResult.About(
              place.target(),
              place.step(),
              asked.data(),
              telling.top(),
              place.folder().isEmpty() ? List.of() : List.of(RESULT, MATRIX),
              Inputs.of(place.target(), place.data(), place.w()),
              session.provenance(settings.seed())),
          outcome,
          seconds);
    }
  }
}
