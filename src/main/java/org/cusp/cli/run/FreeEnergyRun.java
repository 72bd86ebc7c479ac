package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.cli.options.FreeEnergyOptions;
import org.cusp.cli.pieces.Divided;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.problem.expected.ExactFreeEnergy;
import org.cusp.report.figures.evidence.FreeEnergyFigures;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.spec.section.Keys;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;
import org.cusp.tuning.OutOfTime;

/**
 * The free energy of every point of a target.
 *
 * @param out where to keep results and figures; null for nowhere
 */
public record FreeEnergyRun(Session session, FreeEnergyOptions options, Path out) {
  private static final String RESULT = "free-energy.json";

  /** In training order. What is there already with the same settings is not computed again. */
  public Found<FreeEnergyResult> run(Target target, Prior prior) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    return new PointLoop(session, out).over(target, new Work(prior));
  }

  /** The same in pieces: a point each. */
  public Divided divided(Target target, Prior prior) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    return new PointPieces<>(new PointLoop(session, out), target, new Work(prior));
  }

  /** A free energy by replica exchange. */
  private final class Work implements PointWork<FreeEnergyResult> {
    private final Prior prior;

    Work(Prior prior) {
      this.prior = prior;
    }

    @Override
    public String task(Place place) {
      return place.task("free energy");
    }

    @Override
    public Attempt<FreeEnergyResult> at(Place place, Terminal.Bar bar) {
      Optional<FileBookmark> bookmark = session.bookmark(place.folder(), facts(place, prior));
      try {
        FreeEnergyResult result = estimate(place, prior, bar, bookmark);
        return Attempt.found(result, RESULT)
            .keptIn(bookmark)
            .after(folder -> FigureFiles.write(folder, List.of(figure(result))));
      } catch (OutOfTime end) {
        return Attempt.<FreeEnergyResult>unfinished(unfinished(end, place, prior)).keptIn(bookmark);
      }
    }

    @Override
    public Optional<FreeEnergyResult> stored(Place place) {
      return place.folder().flatMap(folder -> stored(place, folder));
    }

    private Optional<FreeEnergyResult> stored(Place place, Path folder) {
      Path file = folder.resolve(RESULT);
      Program here = new Program(session);
      return here.read(file, FreeEnergyResult.class)
          .filter(result -> answers(result, place))
          .filter(result -> here.made(file, result.provenance()))
          .map(result -> drawn(result, folder));
    }

    private boolean answers(FreeEnergyResult result, Place place) {
      Target target = place.target();
      return result.answers(
          request(target.llc().seed()),
          prior.kind(),
          prior.gamma(target.model(), place.w()),
          Inputs.of(target, place.data(), place.w()));
    }

    /** A process that was killed may have left no figure. */
    private FreeEnergyResult drawn(FreeEnergyResult result, Path folder) {
      Figure figure = figure(result);
      if (!Files.exists(folder.resolve(figure.id() + ".svg"))) {
        session.keep(() -> FigureFiles.write(folder, List.of(figure)));
      }
      return result;
    }

    private static Figure figure(FreeEnergyResult result) {
      return FreeEnergyFigures.temperatures(result);
    }

    private Map<String, String> facts(Place place, Prior prior) {
      Map<String, Object> asked =
          new TreeMap<>(options.tempering(place.target().llc().seed()).request());
      asked.put("prior", prior.kind());
      asked.put("gamma", prior.gamma(place.target().model(), place.w()));
      return place.facts("free-energy", asked);
    }
  }

  private Unfinished unfinished(OutOfTime end, Place place, Prior prior) {
    Target target = place.target();
    return Unfinished.of(
        end,
        target.train().n(),
        target.model().freeSize(),
        prior.gamma(target.model(), place.w()),
        Optional.empty(),
        new Unfinished.About(
            "free-energy",
            target.name(),
            place.step(),
            exact(target, prior, place.w())
                .filter(ConditionalFreeEnergy.Value::isGold)
                .map(ConditionalFreeEnergy.Value::freeEnergy)
                .orElse(null),
            Inputs.of(target, place.data(), place.w()),
            session.provenance(options.tempering(target.llc().seed()).seed())));
  }

  private FreeEnergyResult estimate(
      Place place, Prior prior, Terminal.Bar bar, Optional<FileBookmark> bookmark) {
    Progress shown = (share, phase, value, error) -> bar.at(share, live(phase, value, error));
    Target target = place.target();
    double[] w = place.w();
    TemperingSpec settings = options.tempering(target.llc().seed());
    FreeEnergyEstimator.Question question =
        new FreeEnergyEstimator.Question(
            target.model(), target.precision(), target.train(), w, target.truth().orElse(w));
    FreeEnergyEstimator.Outcome outcome =
        new FreeEnergyEstimator(settings, options.precision(), session.kernels(), session.workers())
            .estimate(
                question,
                prior,
                session.deadline(options.tempering.seconds(settings), bookmark),
                shown.keeping(Bookmark.of(bookmark)));
    return FreeEnergyResult.of(
        outcome,
        prior,
        new FreeEnergyResult.About(
            target.name(),
            place.step(),
            prior instanceof Prior.Global ? "0" : place.point().name(),
            target.truth().isPresent() ? "the truth" : "w*",
            exact(target, prior, w),
            target.exact(),
            request(target.llc().seed()),
            Inputs.of(target, place.data(), w),
            session.provenance(settings.seed())));
  }

  /** All that was asked for, by name. */
  private Map<String, Object> request(long seed) {
    Map<String, Object> request = options.tempering(seed).request();
    request.put(Keys.PRECISION, options.precision());
    return request;
  }

  /** At beta = 1, where the problem knows it. */
  static Optional<ConditionalFreeEnergy.Value> exact(Target target, Prior prior, double[] w) {
    return target
        .problem()
        .flatMap(problem -> ExactFreeEnergy.of(problem, target.train()))
        .map(
            known ->
                known.valueAt(target.train().n(), prior.centre(w), prior.gamma(target.model(), w)));
  }

  static String live(String phase, double value, double error) {
    return Double.isNaN(value) ? phase : String.format(Locale.ROOT, "F %.6g +- %.2g", value, error);
  }
}
