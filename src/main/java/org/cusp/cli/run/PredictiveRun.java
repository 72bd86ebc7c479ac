package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.data.DataSet;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.predictive.PredictiveEstimator;
import org.cusp.estimate.predictive.PredictiveFiles;
import org.cusp.estimate.predictive.PredictiveResult;
import org.cusp.report.figures.posterior.ReliabilityFigure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;

/**
 * The posterior predictive at the one parameter of a target.
 *
 * @param out where to keep results; null for the run directory of a run, and nowhere otherwise
 * @param heldOut data beside the target's own
 */
public record PredictiveRun(Session session, Path out, Optional<DataSet> heldOut) {
  private static final String NAME = "predictive";
  private static final String RESULT = NAME + ".json";
  private static final String MATRIX = "predictive.zarr";

  /**
   * Draws, and what they say.
   *
   * @param budget seconds; without a number of draws that was asked for, of the settings
   */
  public Found<PredictiveResult> run(Target target, LlcSpec settings, OptionalDouble budget) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    return new PointLoop(session, out).over(target, new Work(settings, budget));
  }

  private final class Work implements NamedWork<PredictiveResult> {
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
    public Attempt<PredictiveResult> at(Place place, Terminal.Bar bar) {
      Progress progress = bar::at;
      Optional<FileBookmark> bookmark = session.bookmark(place.folder(), facts(place));
      PredictiveEstimator.Outcome outcome =
          new PredictiveEstimator(settings, heldOut, session.kernels(), session.workers())
              .estimate(
                  place.target(),
                  place.w(),
                  session.deadline(budget, bookmark),
                  progress.keeping(Bookmark.of(bookmark)));
      PredictiveResult result = result(place, outcome);
      return place.folder().isEmpty()
          ? Attempt.found(result)
          : Attempt.found(result, RESULT)
              .keptIn(bookmark)
              .before(
                  folder -> {
                    PredictiveFiles.write(folder.resolve(MATRIX), about(place), outcome);
                    FigureFiles.write(folder, ReliabilityFigure.of(result));
                  });
    }

    private Map<String, String> facts(Place place) {
      Map<String, String> facts = place.facts(NAME, settings.request());
      facts.put("held out", heldOut.map(DataSet::fingerprint).orElse("none"));
      return facts;
    }

    private Map<String, Object> about(Place place) {
      Map<String, Object> own = new LinkedHashMap<>();
      heldOut.ifPresent(data -> own.put("test", data.name()));
      return place.about(own, session.provenance(settings.seed()));
    }

    private PredictiveResult result(Place place, PredictiveEstimator.Outcome outcome) {
      return PredictiveResult.of(
          new PredictiveResult.About(
              place.target(),
              place.step(),
              place.folder().isEmpty() ? List.of() : List.of(RESULT, MATRIX),
              Inputs.of(place.target(), place.data(), place.w()),
              session.provenance(settings.seed())),
          outcome);
    }
  }
}
