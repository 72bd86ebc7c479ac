package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.covariance.CovarianceEstimator;
import org.cusp.estimate.covariance.CovarianceFiles;
import org.cusp.estimate.covariance.CovarianceResult;
import org.cusp.estimate.influence.LossStore;
import org.cusp.report.figures.posterior.CovarianceFigures;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;

/**
 * The covariance of the weights at the one parameter of a target.
 *
 * @param out where to keep results; null for the run directory of a run, and nowhere otherwise
 */
public record CovarianceRun(
    Session session, Path out, List<CovarianceEstimator.Component> components) {
  private static final String NAME = "covariance";
  private static final String RESULT = NAME + ".json";
  private static final String MATRIX = "covariance.zarr";

  /**
   * Draws, and what they say.
   *
   * @param budget seconds; without a number of draws that was asked for, of the settings
   */
  public Found<CovarianceResult> run(Target target, LlcSpec settings, OptionalDouble budget) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    return new PointLoop(session, out).over(target, new Work(settings, budget));
  }

  private final class Work implements NamedWork<CovarianceResult> {
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
    public Attempt<CovarianceResult> at(Place place, Terminal.Bar bar) {
      Progress progress = bar::at;
      Optional<FileBookmark> bookmark = session.bookmark(place.folder(), facts(place));
      CovarianceEstimator.Outcome outcome =
          new CovarianceEstimator(
                  settings, components, place.folder(), session.kernels(), session.workers())
              .estimate(
                  place.target(),
                  place.w(),
                  session.deadline(budget, bookmark),
                  progress.keeping(Bookmark.of(bookmark)));
      CovarianceResult result = result(place, outcome);
      return place.folder().isEmpty()
          ? Attempt.found(result)
          : Attempt.found(result, RESULT)
              .keptIn(bookmark)
              .after(LossStore::remove)
              .before(
                  folder -> {
                    CovarianceFiles.write(folder.resolve(MATRIX), about(place), outcome);
                    FigureFiles.write(folder, CovarianceFigures.of(result));
                  });
    }

    private Map<String, String> facts(Place place) {
      Map<String, String> facts = place.facts(NAME, settings.request());
      facts.put("components", String.join(",", names()));
      return facts;
    }

    private List<String> names() {
      return components.stream().map(CovarianceEstimator.Component::name).toList();
    }

    private Map<String, Object> about(Place place) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("components", names());
      return place.about(own, session.provenance(settings.seed()));
    }

    private CovarianceResult result(Place place, CovarianceEstimator.Outcome outcome) {
      return CovarianceResult.of(
          new CovarianceResult.About(
              place.target(),
              place.step(),
              place.folder().isEmpty() ? List.of() : List.of(RESULT, MATRIX),
              Inputs.of(place.target(), place.data(), place.w()),
              session.provenance(settings.seed())),
          outcome);
    }
  }
}
