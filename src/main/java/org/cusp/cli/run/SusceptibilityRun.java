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
import org.cusp.estimate.susceptibility.Form;
import org.cusp.estimate.susceptibility.Patterning;
import org.cusp.estimate.susceptibility.SusceptibilityEstimator;
import org.cusp.estimate.susceptibility.SusceptibilityFiles;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.report.analysis.AnalysisPages;
import org.cusp.report.analysis.SusceptibilityPage;
import org.cusp.report.analysis.Views;
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
  private static final String NAME = "susceptibility";
  private static final String RESULT = NAME + ".json";
  private static final String MATRIX = "susceptibility.zarr";

  /**
   * What is told.
   *
   * @param form which parameters move
   * @param share of the discoveries that may be false
   * @param top data of either sign that are named
   * @param wanted changes of nBeta E[phi] of the components in their order; empty for none
   */
  public record Telling(Form form, double share, int top, double[] wanted) {
    /** What is asked of the draws. */
    SusceptibilityEstimator.Asked asked() {
      return new SusceptibilityEstimator.Asked(share, wanted.length == 0 ? 0 : Patterning.PARTS);
    }
  }

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

  private final class Work implements NamedWork<SusceptibilityResult> {
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
    public Attempt<SusceptibilityResult> at(Place place, Terminal.Bar bar) {
      Progress progress = bar::at;
      Optional<FileBookmark> bookmark = session.bookmark(place.folder(), facts(place));
      Deadline deadline = session.deadline(budget, bookmark);
      SusceptibilityEstimator.Outcome outcome =
          new SusceptibilityEstimator(
                  settings,
                  asked.queries(),
                  telling.form(),
                  place.folder(),
                  session.kernels(),
                  session.workers())
              .estimate(
                  parts,
                  place.w(),
                  telling.asked(),
                  deadline,
                  progress.keeping(Bookmark.of(bookmark)));
      Optional<Patterning> weights =
          telling.wanted().length == 0
              ? Optional.empty()
              : Optional.of(Patterning.of(outcome, telling.wanted()));
      SusceptibilityResult result = result(place, outcome, weights, deadline.spent());
      return place.folder().isEmpty()
          ? Attempt.found(result)
          : Attempt.found(result, RESULT)
              .keptIn(bookmark)
              .before(
                  folder ->
                      SusceptibilityFiles.write(
                          folder.resolve(MATRIX), about(place), outcome, weights))
              .after(
                  folder -> {
                    SusceptibilityEstimator.remove(folder);
                    SusceptibilityPage.write(folder, result, outcome, asked.data());
                  });
    }

    private Map<String, String> facts(Place place) {
      Map<String, String> facts = place.facts(NAME, settings.request());
      facts.put("shift", asked.data().fingerprint());
      facts.put("components", String.join(",", names()));
      facts.put("--form", telling.form().id());
      facts.put("parts", Integer.toString(telling.asked().parts()));
      return facts;
    }

    private List<String> names() {
      return parts.stream().map(SusceptibilityEstimator.Part::name).toList();
    }

    private Map<String, Object> about(Place place) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("shift", asked.data().name());
      own.put("components", names());
      own.put("form", telling.form().id());
      return place.about(own, session.provenance(settings.seed()));
    }

    private SusceptibilityResult result(
        Place place,
        SusceptibilityEstimator.Outcome outcome,
        Optional<Patterning> weights,
        double seconds) {
      return SusceptibilityResult.of(
          new SusceptibilityResult.About(
              place.target(),
              place.step(),
              telling.form(),
              asked.data(),
              telling.top(),
              place.folder().isEmpty()
                  ? List.of()
                  : List.of(RESULT, MATRIX, Views.FILE, AnalysisPages.IN_FOLDER),
              Inputs.of(place.target(), place.data(), place.w()),
              session.provenance(settings.seed())),
          outcome,
          weights,
          seconds);
    }
  }
}
