package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.data.DataSet;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.criteria.CriteriaEstimator;
import org.cusp.estimate.criteria.CriteriaResult;
import org.cusp.estimate.criteria.PointwiseTable;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.exact.ExactFacts;
import org.cusp.format.AtomicFiles;
import org.cusp.model.DataLosses;
import org.cusp.report.figures.evidence.CriteriaFigures;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;

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
  /** Results, and what is known of points whose budget ended before. */
  public record Results(List<CriteriaResult> finished, List<Unfinished> unfinished) {}

  /** In training order; one for all where the prior does not depend on the point. */
  public Results all(TemperingSpec settings, double beta, double precision) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    CriteriaEstimator estimator =
        new CriteriaEstimator(settings, precision, session.kernels(), session.workers());
    Results results = new Results(new ArrayList<>(), new ArrayList<>());
    List<Target.Point> points = isGlobal() ? target.points().subList(0, 1) : target.points();
    for (Target.Point point : points) {
      one(point, estimator, beta, results);
    }
    return results;
  }

  private void one(Target.Point point, CriteriaEstimator estimator, double beta, Results results) {
    double[] w = point.weights().get();
    CriteriaEstimator.Subject subject =
        new CriteriaEstimator.Subject(
            target.model(),
            target.precision(),
            target.train(),
            test,
            prior.centre(w),
            prior.gamma(target.model(), w));
    CriteriaEstimator.Attempt attempt;
    try (Terminal.Bar bar = Terminal.bar("criteria")) {
      attempt =
          estimator.attempt(
              subject,
              beta,
              cautions(w),
              session.deadline(seconds),
              (share, phase, value, error) -> bar.at(share, message(phase, value, error)));
    }
    Long step = point.step().isPresent() && !isGlobal() ? point.step().getAsLong() : null;
    Path folder =
        step == null || out == null
            ? out
            : out.resolve(String.format(Locale.ROOT, "step-%06d", step));
    if (attempt.outcome().isEmpty()) {
      Unfinished known = unfinished(attempt, estimator, step, w);
      results.unfinished().add(known);
      if (out != null) {
        session.keep(
            () ->
                StoredResult.write(
                    session, folder.resolve(FreeEnergyRun.UNFINISHED), known, target, point));
      }
      return;
    }
    CriteriaEstimator.Outcome outcome = attempt.outcome().get();
    CriteriaResult result =
        CriteriaResult.of(
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
    if (out != null) {
      session.keep(
          () ->
              StoredResult.write(session, folder.resolve("criteria.json"), result, target, point));
      List<Figure> figures = CriteriaFigures.of(target.name(), outcome.sampled().criteria());
      session.keep(() -> FigureFiles.write(folder, figures));
      String table = PointwiseTable.csv(outcome.sampled().criteria());
      session.keep(() -> AtomicFiles.writeString(folder.resolve("pointwise.csv"), table));
    }
    results.finished().add(result);
  }

  private Unfinished unfinished(
      CriteriaEstimator.Attempt attempt, CriteriaEstimator estimator, Long step, double[] w) {
    return Unfinished.of(
        attempt.end().orElseThrow(),
        target.train().n(),
        w.length,
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
        prior.label(), isGlobal() ? "0" : "w*", 1 / Math.sqrt(gamma), gamma);
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
