package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.data.DataSet;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.criteria.Criteria;
import org.cusp.estimate.criteria.CriteriaEstimator;
import org.cusp.estimate.criteria.CriteriaResult;
import org.cusp.estimate.criteria.PointwiseTable;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.exact.ExactFacts;
import org.cusp.format.AtomicFiles;
import org.cusp.model.DataLosses;
import org.cusp.report.figures.evidence.CriteriaFigures;
import org.cusp.run.Coordinates;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;

/**
 * Computes the criteria of the points of a target.
 *
 * @param out where to write results and figures; null for nowhere
 */
public record CriteriaRun(
    Session session,
    Target target,
    Optional<DataSet> test,
    Prior prior,
    Path out,
    OptionalDouble seconds) {
  /** In training order; one for all where the prior does not depend on the point. */
  public Found<CriteriaResult> all(TemperingSpec settings, double beta, double precision) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    CriteriaEstimator estimator =
        new CriteriaEstimator(settings, precision, session.kernels(), session.workers());
    List<Target.Point> points = isGlobal() ? target.points().subList(0, 1) : target.points();
    return new PointLoop(session, out).over(target, points, new Work(estimator, beta));
  }

  /** Criteria by replica exchange. */
  private final class Work implements PointWork<CriteriaResult> {
    private final CriteriaEstimator estimator;
    private final double beta;

    Work(CriteriaEstimator estimator, double beta) {
      this.estimator = estimator;
      this.beta = beta;
    }

    @Override
    public String task(Place place) {
      return "criteria";
    }

    @Override
    public Attempt<CriteriaResult> at(Place place, Terminal.Bar bar) {
      Optional<FileBookmark> bookmark =
          session.bookmark(place.folder(), facts(place, estimator.settings()));
      Progress shown = (share, phase, value, error) -> bar.at(share, message(phase, value, error));
      CriteriaEstimator.Attempt attempt =
          estimator.attempt(
              subject(place.w()),
              beta,
              cautions(place.w()),
              session.deadline(seconds, bookmark),
              shown.keeping(Bookmark.of(bookmark)));
      Long step = isGlobal() ? null : place.step();
      if (attempt.outcome().isEmpty()) {
        return Attempt.<CriteriaResult>unfinished(unfinished(attempt, estimator, step, place.w()))
            .keptIn(bookmark);
      }
      CriteriaEstimator.Outcome outcome = attempt.outcome().get();
      CriteriaResult result = result(outcome, estimator, step, place.w());
      return Attempt.found(result, "criteria.json")
          .keptIn(bookmark)
          .after(folder -> beside(folder, outcome));
    }

    private Map<String, String> facts(Place place, TemperingSpec settings) {
      Map<String, Object> asked = new TreeMap<>(settings.request());
      asked.put("prior", prior.kind());
      asked.put("gamma", prior.gamma(target.model(), place.w()));
      asked.put("beta", beta);
      asked.put("test", test.map(DataSet::fingerprint).orElse("none"));
      return place.facts("criteria", asked);
    }
  }

  /** Running statistics stay those of the checkpoint. */
  private CriteriaEstimator.Subject subject(double[] w) {
    Coordinates.Chart chart =
        Coordinates.WHOLE.at(target.model(), target.train(), w, session.kernels());
    return new CriteriaEstimator.Subject(
        chart.model(),
        target.precision(),
        target.train(),
        test,
        prior.centre(chart.centre()),
        prior.gamma(target.model(), w));
  }

  private void beside(Path folder, CriteriaEstimator.Outcome outcome) {
    Criteria criteria = outcome.sampled().criteria();
    new ResultWriter(session).figures(folder, CriteriaFigures.of(target.name(), criteria));
    AtomicFiles.writeString(folder.resolve("pointwise.csv"), PointwiseTable.csv(criteria));
  }

  private CriteriaResult result(
      CriteriaEstimator.Outcome outcome, CriteriaEstimator estimator, Long step, double[] w) {
    return CriteriaResult.of(
        outcome,
        new CriteriaResult.About(
            target.name(),
            step,
            facts(w),
            test,
            target.truth().map(truth -> truth(outcome, truth)),
            target.exact().map(rlct -> ExactFacts.of(target.name(), rlct)).orElse(null),
            Inputs.of(target, target.train().fingerprint(), prior.centre(w)),
            session.provenance(estimator.settings().seed())));
  }

  private Unfinished unfinished(
      CriteriaEstimator.Attempt attempt, CriteriaEstimator estimator, Long step, double[] w) {
    return Unfinished.of(
        attempt.end().orElseThrow(),
        target.train().n(),
        target.model().freeSize(),
        prior.gamma(target.model(), w),
        attempt.wbic(),
        new Unfinished.About(
            "criteria",
            target.name(),
            step,
            null,
            Inputs.of(target, target.train().fingerprint(), prior.centre(w)),
            session.provenance(estimator.settings().seed())));
  }

  /** Then the prior does not depend on the point. */
  private boolean isGlobal() {
    return prior instanceof Prior.Global;
  }

  private List<String> cautions(double[] w) {
    return isGlobal()
        ? List.of()
        : List.of(
            "of the posterior around w*, held there by gamma = "
                + String.format(Locale.ROOT, "%.4g", prior.gamma(target.model(), w))
                + "; another gamma gives other numbers");
  }

  private CriteriaResult.Centred facts(double[] w) {
    double gamma = prior.gamma(target.model(), w);
    return new CriteriaResult.Centred(
        prior.kind(), isGlobal() ? "0" : "w*", 1 / Math.sqrt(gamma), gamma);
  }

  private static String message(String phase, double value, double error) {
    return Double.isNaN(value)
        ? phase
        : String.format(Locale.ROOT, "%s, mean energy %.4g +- %.2g", phase, value, error);
  }

  private CriteriaResult.Truth truth(CriteriaEstimator.Outcome outcome, double[] w) {
    return CriteriaResult.Truth.of(
        outcome.sampled().criteria(),
        outcome.wbic(),
        target.train().n(),
        loss(w, target.train()),
        test.map(data -> loss(w, data)));
  }

  private double loss(double[] w, DataSet data) {
    return DataLosses.at(
            target.model(), w, data, target.precision(), session.kernels(), session.workers())
        .mean();
  }
}
